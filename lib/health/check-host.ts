import { sql } from 'kysely'
import { SECOND } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import type { HealthCheck } from '../wire/health.ts'

/** What a database tells of itself. */
export interface DatabaseFacts {
  readonly version: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** Connections that its user may hold at once; 0 where nothing is said. Undefined: it is a file. */
  readonly connections?: number
  /** Bytes of a statement. */
  readonly packet?: number
}

/** Throws when it is away. */
export async function factsOf({ engine, read }: Db): Promise<DatabaseFacts> {
  type Row = Record<'version', string> & Record<'now' | 'connections' | 'packet', number | string>
  if (engine === 'sqlite') {
    const ask = sql<Row>`select 'SQLite ' || sqlite_version() as version, unixepoch() as now`
    const [row] = (await ask.execute(read)).rows
    return { version: row?.version ?? '', now: Number(row?.now ?? 0) * SECOND }
  }
  const ask = sql<Row>`select version() as version, unix_timestamp(now(3)) as now,
    @@max_user_connections as connections, @@max_allowed_packet as packet`
  const [row] = (await ask.execute(read)).rows
  const [connections, packet] = [Number(row?.connections ?? 0), Number(row?.packet ?? 0)]
  return { version: row?.version ?? '', now: Number(row?.now ?? 0) * SECOND, connections, packet }
}

/** The largest statement there is has half of it. */
const LEAST_PACKET = 1024 * 1024
const MEGABYTE = 1024 * 1024

/** Whether the limits of the database leave room: at a restart two processes have their connections at once. */
export function checkLimits(facts: DatabaseFacts | undefined, pool: number): HealthCheck {
  if (facts === undefined) return { status: 'warn', message: 'The limits of the database cannot be read right now.' }
  const { version, connections, packet } = facts
  if (connections === undefined || packet === undefined)
    return { status: 'ok', message: `${version}, in a file of this server; it has no limits of its own.` }
  const most = connections === 0 ? 'no limit of connections is told' : `${connections} connections at once`
  const said = `${version}: ${most}, statements of up to ${Math.round(packet / MEGABYTE)} MB.`
  const figures = { connections, packet, pool }
  if (connections > 0 && connections < pool * 2) {
    const message = `${said} One process takes ${pool}, and while the app is started anew there are two.`
    return { status: 'warn', message, ...figures }
  }
  return { status: packet < LEAST_PACKET ? 'warn' : 'ok', message: said, ...figures }
}

/** Whether the address that browsers are told leads to where the app lives. */
export function checkBasePath(publicUrl: string, basePath: string): HealthCheck {
  const here = basePath === '' ? '/' : basePath
  const path = URL.canParse(publicUrl) ? new URL(publicUrl).pathname.replace(/\/+$/, '') : ''
  if (path === '' || path === basePath) return { status: 'ok', message: `The app lives at ${here}.` }
  return { status: 'warn', message: `PUBLIC_URL ends with ${path}, but the app lives at ${here}.` }
}
