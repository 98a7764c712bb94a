import type { Config } from '../config/config.ts'
import { writeSettings } from '../config/write-settings.ts'
import { AppError } from '../core/errors.ts'
import { hasSqlite } from '../db/sqlite-library.ts'
import type { DatabaseGiven } from '../db/try-database.ts'
import { tryDatabase } from '../db/try-database.ts'

/** Where nobody has said which database to use, and there is none built in: who sets the install up says it. */
export interface DatabaseChoice {
  readonly isNeeded: boolean
  /**
   * Tries the database and writes it into `settings.env`, with the address of the page where none is set. It is used from
   * the next start on. Throws `conflict` when it is not needed, `invalid_input` when the database will not do.
   */
  choose(given: DatabaseGiven, publicUrl: string): Promise<void>
  /** Starts the process anew; undefined where nobody would start it again. */
  readonly restart: (() => void) | undefined
}

export function databaseChoice(config: Config, restart?: () => void): DatabaseChoice {
  const isNeeded = config.databaseUrl === '' && !hasSqlite()
  return {
    isNeeded,
    restart,
    async choose(given, publicUrl) {
      if (!isNeeded) throw new AppError('conflict', 'The database is chosen already. To change it, edit DATABASE_URL.')
      const url = await tryDatabase(given, config.storageDir)
      const own = config.publicUrl === '' && publicUrl !== '' ? { PUBLIC_URL: publicUrl } : {}
      writeSettings(config.storageDir, { DATABASE_URL: url, ...own })
    },
  }
}
