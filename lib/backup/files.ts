import { createReadStream, createWriteStream, renameSync, rmSync, statSync } from 'node:fs'
import { AppError } from '../core/errors.ts'
import type { BackupParts } from './backup.ts'
import { writeBackup } from './backup.ts'
import type { RestoreOptions } from './restore.ts'
import { readBackup } from './restore.ts'

/** A backup in a file that is whole or not there. Throws `conflict` when there is one of that name. */
export async function backupInto(file: string, parts: BackupParts): Promise<{ rows: number; bytes: number }> {
  if (statSync(file, { throwIfNoEntry: false }) !== undefined)
    throw new AppError('conflict', `${file} is there already. Name another file, or remove it.`)
  const draft = `${file}.part`
  try {
    const rows = await writeBackup(parts, createWriteStream(draft, { mode: 0o600 }))
    renameSync(draft, file)
    return { rows, bytes: statSync(file).size }
  } catch (fault) {
    rmSync(draft, { force: true })
    throw fault
  }
}

/** Throws `not_found` when there is no such file, and what `readBackup` throws. */
export async function restoreFrom(file: string, options: RestoreOptions): Promise<number> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new AppError('not_found', `There is no file ${file}.`)
  return readBackup(createReadStream(file), options)
}
