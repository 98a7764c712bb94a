import { createRequire } from 'node:module'
// Types only: the same API as node:sqlite, which the types of Node 20 do not know yet.
import type { DatabaseSyncInstance } from '@photostructure/sqlite'

interface SqliteLibrary {
  DatabaseSync: new (file: string) => DatabaseSyncInstance
}

/**
 * SQLite through the `node:sqlite` API: built in from Node 22.13; on Node 20 the same API from the optional package.
 * Throws with what to do when neither is there. Production on MySQL never comes here.
 */
export function loadSqlite(): SqliteLibrary {
  const requireHere = createRequire(__filename)
  const faults: string[] = []
  for (const name of ['node:sqlite', '@photostructure/sqlite']) {
    try {
      return quietly(() => requireHere(name) as SqliteLibrary)
    } catch (fault) {
      faults.push(`${name}: ${String(fault instanceof Error ? fault.message.split('\n')[0] : fault)}`)
    }
  }
  throw new Error(
    'There is no embedded SQLite here. Use Node 22.13 or later, which has it built in, or set ' +
      `DATABASE_URL=mysql://user:password@host/database.\n${faults.join('\n')}`,
  )
}

/** Whether there is one. */
export function hasSqlite(): boolean {
  try {
    loadSqlite()
    return true
  } catch {
    return false
  }
}

/** Node 22 prints an ExperimentalWarning for node:sqlite; it tells the reader nothing they could act on. */
function quietly<T>(load: () => T): T {
  const emit = process.emitWarning.bind(process)
  process.emitWarning = () => undefined
  try {
    return load()
  } finally {
    process.emitWarning = emit
  }
}
