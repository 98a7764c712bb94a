import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import type { Environment } from '../../config/config.ts'
import type { Settings } from '../../config/settings.ts'
import { SETTINGS } from '../../config/settings.ts'
import { shownSetting } from '../../config/shown-setting.ts'
import type { Command } from '../command.ts'
import { textTable } from '../text-table.ts'

export const settings: Command = {
  name: 'settings',
  summary: 'Show every setting, its value, and where the value came from',
  options: {},
  run: (_given, { config, environment }) => {
    const file = path.join(config.storageDir, 'settings.env')
    const inFile: Environment = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
    const data = (Object.keys(SETTINGS) as (keyof Settings)[]).map((key) => {
      const { name } = SETTINGS[key]
      return { name, value: shownSetting(key, config[key]), from: origin(name, environment, inFile) }
    })
    const rows = data.map(({ name, value, from }) => [name, value === '' ? '-' : value, from])
    return Promise.resolve({ text: `${textTable(rows)}\n\nFile: ${file}`, data })
  },
}

type Origin = 'environment' | 'file' | 'Passenger' | 'default'

/** As `readConfig` chooses: the environment wins, and what is empty counts as not set. */
function origin(name: string, environment: Environment, file: Environment): Origin {
  if (environment[name] !== undefined) return environment[name] === '' ? 'default' : 'environment'
  if (file[name] !== undefined) return file[name] === '' ? 'default' : 'file'
  return name === 'BASE_PATH' && (environment.PASSENGER_BASE_URI ?? '') !== '' ? 'Passenger' : 'default'
}
