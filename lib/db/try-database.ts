import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { AppError, codeOf } from '../core/errors.ts'
import { explainFault } from './faults.ts'
import { openDb } from './open-db.ts'

/** What a host's panel tells about a database. */
export interface DatabaseGiven {
  /** With a port where it is not 3306: `db.example:3307`. */
  readonly host: string
  readonly database: string
  readonly user: string
  readonly password: string
}

/** Where servers on the same machine listen when not on a port. */
const SOCKETS = ['/var/lib/mysql/mysql.sock', '/run/mysqld/mysqld.sock', '/tmp/mysql.sock']
/** Could not be reached there, which says nothing about another way. */
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOENT', 'EACCES', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])
const OLDEST = { mysql: [5, 7], mariadb: [10, 3] } as const
/** Made and removed again, to see whether it may be. */
const TRIAL = 'micrologs_trial'

/**
 * Connects to a MySQL or MariaDB database as Micrologs would and makes sure that it can make tables there; the value for
 * `DATABASE_URL`. `localhost` is tried by its names and by socket. Throws `invalid_input` with what is wrong and what to do.
 */
export async function tryDatabase(given: DatabaseGiven, storageDir: string): Promise<string> {
  let last: unknown
  for (const url of urlsOf(given)) {
    const db = openDb({ url, storageDir, connections: 1 })
    try {
      const { rows } = await sql<{ version: string }>`select version() as version`.execute(db.read)
      requireVersion(rows[0]?.version ?? '')
      await sql`create table if not exists ${sql.table(TRIAL)} (id int primary key)`.execute(db.read)
      await sql`drop table ${sql.table(TRIAL)}`.execute(db.read)
      return url
    } catch (fault) {
      if (fault instanceof AppError) throw fault
      last = fault
      if (!UNREACHABLE.has(codeOf(fault) ?? '')) break
    } finally {
      await db.close()
    }
  }
  throw new AppError('invalid_input', explainFault(last).replace(/ in DATABASE_URL/g, ''), { cause: last })
}

function urlsOf({ host, database, user, password }: DatabaseGiven): string[] {
  const who = `${encoded(user)}:${encoded(password)}`
  const at = (place: string) => `mysql://${who}@${place}/${encoded(database)}`
  if (host !== 'localhost') return [at(host)]
  const sockets = SOCKETS.filter((file) => existsSync(file))
  return [at('localhost'), at('127.0.0.1'), ...sockets.map((file) => `${at('localhost')}?socket=${encoded(file)}`)]
}

/** A quote, too: the value stands between quotes in `settings.env`. */
const encoded = (text: string) => encodeURIComponent(text).replace(/'/g, '%27')

function requireVersion(version: string): void {
  const isMaria = /mariadb/i.test(version)
  // MariaDB calls itself 5.5.5-10.6.1 before clients of old.
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)\.\d+(?:-mariadb.*)?$/i.exec(version.replace(/^5\.5\.5-/, '')) ?? [])
    .slice(1)
    .map(Number)
  const [leastMajor, leastMinor] = isMaria ? OLDEST.mariadb : OLDEST.mysql
  if (major === 0 || major > leastMajor || (major === leastMajor && minor >= leastMinor)) return
  throw new AppError(
    'invalid_input',
    `The database server is ${version}; Micrologs needs MySQL 5.7 or MariaDB 10.3, or later. Ask your host for a newer one.`,
  )
}
