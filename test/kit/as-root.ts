import type { QueryResult } from 'mysql2/promise'
import { createConnection } from 'mysql2/promise'

/** Runs statements, with a semicolon between them, as the owner of a server; what they answered. */
export async function asRoot(statements: string, server = process.env.TEST_MYSQL_URL): Promise<QueryResult> {
  const { hostname: host, port, username: user, password, pathname, searchParams } = new URL(server ?? '')
  const socketPath = searchParams.get('socket')
  const place = socketPath === null ? { host, port: Number(port) || 3306 } : { socketPath }
  const connection = await createConnection({ ...place, user, password, multipleStatements: true })
  if (pathname.length > 1) await connection.changeUser({ database: pathname.slice(1) })
  const [answer] = await connection.query(statements)
  await connection.end()
  return answer
}
