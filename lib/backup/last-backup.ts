import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { writeWhole } from '../core/whole-file.ts'
import type { LastBackup } from '../wire/backup.ts'

const schema = z.object({
  at: z.iso.datetime(),
  rows: z.int(),
  bytes: z.int(),
  how: z.enum(['downloaded', 'command']),
})

const fileIn = (storageDir: string) => path.join(storageDir, 'last-backup.json')

/** When everything was last saved, and how much it was; null when never, or nobody knows. */
export function readLastBackup(storageDir: string): LastBackup | null {
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(storageDir), 'utf8')))
  } catch {
    return null
  }
}

/** Never throws: the backup is done, whether it can be noted or not. */
export function noteBackup(storageDir: string, last: LastBackup): void {
  try {
    writeWhole(fileIn(storageDir), JSON.stringify(last))
  } catch {
    // A full disk; it is only a hint.
  }
}
