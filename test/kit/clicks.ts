import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ClickRecord, SpoolRecord } from '../../lib/spool/records.ts'
import { eventually } from './eventually.ts'

/** Every click that lies in the spool of a storage folder, oldest first; written ones too, while their file is there. */
export function clicksIn(storageDir: string): ClickRecord[] {
  const folder = path.join(storageDir, 'spool')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.spool'))
    .sort()
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n').slice(0, -1))
    .map((line) => JSON.parse(line) as SpoolRecord)
    .filter((record) => record.kind === 'click')
}

/** The same, as soon as there are so many: a redirect does not wait for the spool. */
export const clicksOf = (storageDir: string, count: number): Promise<ClickRecord[]> =>
  eventually(() => {
    const clicks = clicksIn(storageDir)
    return clicks.length >= count && clicks
  })
