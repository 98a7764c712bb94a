import { readFileSync } from 'node:fs'
import path from 'node:path'
import { codeOf } from '../core/errors.ts'
import { writeWhole } from '../core/whole-file.ts'

/**
 * Puts settings into `settings.env` of the storage folder, in the place of lines with these names; the others stay as they are.
 * Values must be without quotes and line breaks.
 */
export function writeSettings(storageDir: string, settings: Readonly<Record<string, string>>): void {
  const file = path.join(storageDir, 'settings.env')
  const kept = linesIn(file).filter((line) => !Object.keys(settings).some((name) => isOf(line, name)))
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'`)
  writeWhole(file, [...kept, ...lines, ''].join('\n'))
}

const isOf = (line: string, name: string) => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(line)

function linesIn(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .trimEnd()
      .split(/\r?\n/)
      .filter((line) => line !== '')
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return []
    throw fault
  }
}
