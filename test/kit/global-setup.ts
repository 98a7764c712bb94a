import { startMariadb } from './mariadb-server.ts'

/** Starts MariaDB in a temporary folder when a server binary is there; says what is left out when it is not. */
// Jest asks for a default export.
// eslint-disable-next-line no-restricted-syntax
export default async function globalSetup(): Promise<void> {
  if (process.env.TEST_MYSQL_URL !== undefined) return
  const server = await startMariadb({ inMemory: true })
  if (server === undefined) {
    if (process.env.CI === 'true') throw new Error('CI must test on MariaDB too: no mariadbd or mysqld was found.')
    console.log(
      '\nLeft out: the MariaDB half of the tests. To include it: apt-get install mariadb-server, then npm test.',
    )
    return
  }
  process.env.TEST_MYSQL_SOCKET = server.socket
  ;(globalThis as { stopMariadb?: () => Promise<void> }).stopMariadb = server.stop
}
