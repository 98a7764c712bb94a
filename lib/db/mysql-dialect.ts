import { MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'

/** Below the shortest `wait_timeout` seen on shared hosts, and long enough not to burn an hourly quota of connections. */
const IDLE_MS = 50_000
const CONNECT_TIMEOUT_MS = 5_000
const KEEP_ALIVE_MS = 10_000

/** MySQL 5.7 and later, MariaDB 10.3 and later. `url` is `mysql://user:password@host:port/database`. */
export function mysqlDialect(url: string, connections: number): MysqlDialect {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const socketPath = searchParams.get('socket')
  const pool = createPool({
    ...(socketPath === null ? { host: hostname, port: port === '' ? 3306 : Number(port) } : { socketPath }),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    supportBigNumbers: true,
    connectionLimit: connections,
    maxIdle: connections,
    idleTimeout: IDLE_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // A server that vanished without a word is noticed in minutes; the system's own delay is two hours.
    enableKeepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
  })
  // Hosts set their own modes; without the strict one a value that does not fit would be cut in silence.
  pool.on('connection', (connection) => {
    const modes = "set session sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone='+00:00'"
    connection.query(modes, (fault) => {
      // A quota may refuse it. When that is over, the connection would be used without the modes.
      if (fault !== null) connection.destroy()
    })
    // Without a listener a connection that breaks while it is idle would end the process.
    connection.on('error', () => undefined)
  })
  return new MysqlDialect({ pool })
}
