import { closeSync, createWriteStream, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../core/clock.ts'
import { DAY, SECOND } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { randomHex } from '../core/ids.ts'
import { localTime } from '../core/time-zone.ts'
import type { Db } from '../db/open-db.ts'
import type { LastBackup } from '../wire/backup.ts'
import { writeBackup } from './backup.ts'
import { followFile } from './follow-file.ts'
import { noteBackup, readLastBackup } from './last-backup.ts'

/** Backups that are taken over the network. */
export interface Backups {
  last(): LastBackup | null
  /**
   * A backup as `node app.js backup` writes it, while it is written. Throws `conflict` when this process makes one already, and on the
   * way what the database or the disk throws; then what was given is no backup.
   */
  stream(): AsyncGenerator<Buffer, undefined>
}

interface Parts {
  readonly db: Db
  readonly version: string
  readonly storageDir: string
  readonly clock: Clock
  /** Writes what waits in the spool. */
  readonly drain: () => Promise<unknown>
}

/** Of the spool: when the database is slow, what waits comes into the next backup. */
const DRAIN_MS = 3 * SECOND

export function openBackups({ db, version, storageDir, clock, drain }: Parts): Backups {
  let isRunning = false

  async function* stream(): AsyncGenerator<Buffer, undefined> {
    if (isRunning) throw new AppError('conflict', 'A backup is being made right now. Wait until it is done.')
    isRunning = true
    const file = freshFile(path.join(storageDir, 'backups'), clock.now())
    const out = createWriteStream(file, { mode: 0o600 })
    try {
      await Promise.race([drain(), pause(DRAIN_MS, undefined, { ref: false })])
      const now = clock.now()
      // Through a file: the database is read as fast as it goes, and not held for as long as somebody's line takes.
      const written = writeBackup({ db, version, madeAt: localTime('UTC', now) }, out)
      yield* followFile(file, written)
      const { size } = statSync(file)
      noteBackup(storageDir, { at: new Date(now).toISOString(), rows: await written, bytes: size, how: 'downloaded' })
    } finally {
      // Ends the reading, too, when whoever downloads has gone.
      out.destroy()
      rmSync(file, { force: true })
      isRunning = false
    }
    return undefined
  }

  return { last: () => readLastBackup(storageDir), stream }
}

/** A file that is there; those that killed processes left go. */
function freshFile(folder: string, now: number): string {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) {
    const left = path.join(folder, name)
    const stats = statSync(left, { throwIfNoEntry: false })
    if (stats !== undefined && now - stats.mtimeMs > DAY) rmSync(left, { force: true })
  }
  const file = path.join(folder, `${randomHex(8)}.part`)
  closeSync(openSync(file, 'wx', 0o600))
  return file
}
