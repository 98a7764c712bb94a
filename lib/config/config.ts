import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import type { Setting, Settings } from './settings.ts'
import { SETTINGS } from './settings.ts'

/** Settings as the app uses them: paths made absolute, `root` added. */
export interface Config extends Settings {
  /** The folder that holds `app.js`. */
  readonly root: string
  /** The folder of what was built: `dist/`, or that of a release. */
  readonly dist: string
}

/** All faults of the settings at once, each with the name of the setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  constructor(readonly faults: readonly string[]) {
    super(
      `Cannot start, ${faults.length === 1 ? 'a setting is' : `${faults.length} settings are`} wrong:\n- ${faults.join('\n- ')}`,
    )
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings once: the environment first, then `settings.env` in the storage folder, then the defaults.
 * Throws `SettingsError` with every fault in words.
 */
export function readConfig(root: string, environment: Environment, dist = path.join(root, 'dist')): Config {
  const storageDir = path.resolve(root, environment.STORAGE_DIR ?? SETTINGS.storageDir.fallback)
  const faults: string[] = []
  const file = readSettingsFile(path.join(storageDir, 'settings.env'), faults)
  const raw: Environment = { BASE_PATH: environment.PASSENGER_BASE_URI, ...file, ...environment }
  const settings = Object.fromEntries(
    Object.entries(SETTINGS).map(([key, setting]) => [key, readOne(setting, raw, faults)]),
  ) as Settings
  if (faults.length > 0) throw new SettingsError(faults)
  return {
    ...settings,
    storageDir,
    root,
    dist,
    geoDb: path.resolve(storageDir, settings.geoDb === '' ? 'geo.mmdb' : settings.geoDb),
  }
}

/** The settings of this process. The one place that looks at `process.env`. */
export const configOfProcess = (root: string, dist?: string): Config => readConfig(root, process.env, dist)

/** What the settings were read from, for showing where each comes from. */
export const environmentOfProcess = (): Environment => process.env

/** Whether a Passenger or LiteSpeed loader started this process. */
export const underPassenger = (): boolean => process.env.IN_PASSENGER === '1' || 'PhusionPassenger' in globalThis

function readOne(setting: Setting, raw: Environment, faults: string[]): unknown {
  const given = raw[setting.name]
  const result = setting.parse.safeParse(given === undefined || given === '' ? setting.fallback : given.trim())
  if (result.success) return result.data
  // Values may be secrets (DATABASE_URL holds a password), so the fault names the setting, not what it holds.
  for (const issue of result.error.issues) faults.push(`${setting.name} ${issue.message}`)
  return undefined
}

const KNOWN = new Set<string>(Object.values(SETTINGS).map((setting) => setting.name))

function readSettingsFile(file: string, faults: string[]): Environment {
  if (!existsSync(file)) return {}
  const found = parseEnv(readFileSync(file, 'utf8')) as Record<string, string>
  for (const name of Object.keys(found)) {
    if (!KNOWN.has(name)) faults.push(`${name} in ${file} is not a setting; the README lists them`)
  }
  return found
}
