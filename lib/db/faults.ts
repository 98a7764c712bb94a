import { codeOf, messageOf } from '../core/errors.ts'

/**
 * What a database fault means for the caller:
 * `conflict`: somebody else was in the way, the same transaction may work at once.
 * `away`: the database cannot be reached or is stopping; wait, keep spooling.
 * `quota`: the host's limit on connections or queries; wait longer, keep spooling.
 * `refused`: the database looked at the statement and said no; trying the same again will not help.
 */
export type FaultKind = 'conflict' | 'away' | 'quota' | 'refused'

/** Another transaction has changed what this one has read; MariaDB says so itself where it looks for it. */
const ER_CHECKREAD = 1020
const CONFLICT_ERRNOS = new Set([1205, 1213, ER_CHECKREAD])
/** 1226 user quota, 1203 user connections, 1040 server connections. */
const QUOTA_ERRNOS = new Set([1226, 1203, 1040])
/** A node of a Galera cluster that has lost the others or is catching up: at any statement, and at a commit. */
const ER_NODE_NOT_READY = 1047
const ER_COMMIT_FAILED = 1180
/** Not yet or no longer usable: access, unknown database, cluster, shutdown, killed, read-only, server gone, disk full. */
const AWAY_ERRNOS = new Set([
  1021, 1044, 1045, 1047, 1049, 1053, 1077, 1079, 1080, 1129, 1130, 1146, 1152, 1158, 1159, 1160, 1161, 1180, 1184,
  1290, 1317, 1698, 1836, 1927, 2002, 2003, 2006, 2013, 3024, 3032, 4031,
])
/** A table, column, index or row is there already. */
const THERE_ALREADY_ERRNOS = new Set([1050, 1060, 1061, 1062])

export function faultKind(thrown: unknown): FaultKind {
  const { errno, fatal } = thrown as { errno?: unknown; fatal?: unknown }
  const code = codeOf(thrown) ?? ''
  if (typeof errno === 'number' && errno > 1000) return mysqlKind(errno)
  if (code.startsWith('ERR_SQLITE') || code.startsWith('SQLITE')) return sqliteKind(thrown)
  // mysql2 reports a bare connection that is gone without any code.
  const text = messageOf(thrown)
  if (
    fatal === true ||
    code.startsWith('PROTOCOL_') ||
    /closed state|pool is closed|connection.*(lost|closed)/i.test(text)
  )
    return 'away'
  if (/^E[A-Z]+$/.test(code)) return 'away'
  return /database is locked|SQLITE_BUSY/i.test(text) ? 'conflict' : 'refused'
}

/**
 * For the insert of rows that were looked for without a lock, because locking what is not there would hold others back:
 * that a row is there after all becomes a `conflict`, because the same transaction, begun again, sees it. Any other fault
 * stays what it is.
 */
export function asConflict(thrown: unknown): unknown {
  if (codeOf(thrown) !== 'ER_DUP_ENTRY') return thrown
  return conflictOf('A row was inserted by another transaction meanwhile', thrown)
}

/** A `conflict` that was found by looking: rows are not as this transaction has read them. */
export const conflictOf = (message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { errno: ER_CHECKREAD })

/** That somebody else has made the same at the same time: nodes of a cluster share no lock over statements. */
export const isThereAlready = (thrown: unknown): boolean =>
  THERE_ALREADY_ERRNOS.has((thrown as { errno?: number }).errno ?? 0)

function mysqlKind(errno: number): FaultKind {
  if (CONFLICT_ERRNOS.has(errno)) return 'conflict'
  if (QUOTA_ERRNOS.has(errno)) return 'quota'
  return AWAY_ERRNOS.has(errno) ? 'away' : 'refused'
}

// Primary result codes of SQLite: https://www.sqlite.org/rescode.html
const SQLITE = {
  busy: 5,
  locked: 6,
  readonly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  schema: 17,
  notADb: 26,
}

function sqliteKind(thrown: unknown): FaultKind {
  const raw = thrown as { errcode?: unknown; message?: unknown }
  const primary = typeof raw.errcode === 'number' ? raw.errcode & 0xff : undefined
  if (primary === SQLITE.busy || primary === SQLITE.locked || primary === SQLITE.schema) return 'conflict'
  if (primary === undefined && /locked|busy/i.test(String(raw.message))) return 'conflict'
  const away: (number | undefined)[] = [
    SQLITE.readonly,
    SQLITE.io,
    SQLITE.corrupt,
    SQLITE.full,
    SQLITE.cannotOpen,
    SQLITE.notADb,
  ]
  return away.includes(primary) || /not open|no such table|unable to open|disk|readonly/i.test(String(raw.message))
    ? 'away'
    : 'refused'
}

/** One sentence for the owner of the account: what it is, and what to do. */
export function explainFault(thrown: unknown): string {
  const { errno } = thrown as { errno?: unknown }
  const text = messageOf(thrown)
  switch (errno) {
    case 1045:
    case 1698:
      return 'The database refuses the user name or password in DATABASE_URL. Check them in cPanel under "MySQL Databases".'
    case 1044:
      return 'The database user may not use this database. In cPanel under "MySQL Databases", add the user to it with all privileges.'
    case 1049:
      return 'The database named in DATABASE_URL does not exist. Create it in cPanel under "MySQL Databases".'
    case 1226:
      return `The hosting plan’s limit for this database user is reached (${text}). Micrologs waits and goes on by itself.`
    case ER_NODE_NOT_READY:
    case ER_COMMIT_FAILED:
      return 'The node of the database cluster is without the others, or catches up with them. Micrologs waits and goes on by itself.'
    case 1203:
    case 1040:
      return 'The database has no free connection for this user. Micrologs waits and goes on by itself.'
  }
  return codeOf(thrown) === 'ECONNREFUSED'
    ? 'The database does not answer at the address in DATABASE_URL. Check that it runs and that host and port are right.'
    : text
}
