import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { installMariadb, startMariadb } from './mariadb-server.ts'
import { makeSchemas } from './schemas.ts'

const ENOUGH = 2 * 1024 ** 3

/** Nothing of this server outlives the run: its tables may share one file, and no write waits for a disk. */
const SHORT_LIVED = ['--innodb-file-per-table=0', '--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0']

/**
 * Makes the folder in which everything temporary of this run lies, and starts MariaDB in it when a server binary is
 * there; says what is left out when it is not.
 */
// Jest asks for a default export.
// eslint-disable-next-line no-restricted-syntax
export default async function globalSetup(): Promise<void> {
  const before = { ...process.env }
  const folder = mkdtempSync(path.join(memoryFolder(), 'micrologs-run-'))
  process.env.TMPDIR = folder
  const data = installMariadb(path.join(folder, 'mariadb-data'))
  if (data !== undefined) process.env.TEST_MARIADB_DATA = data
  const server = before.TEST_MYSQL_URL === undefined ? await startMariadb({ args: SHORT_LIVED }) : undefined
  if (server !== undefined)
    process.env.TEST_MYSQL_URL = `mysql://root@localhost?socket=${encodeURIComponent(server.socket)}`
  if (process.env.TEST_MYSQL_URL === undefined) leaveOutMysql()
  process.env.TEST_SCHEMAS = await makeSchemas(folder, process.env.TEST_MYSQL_URL)
  ;(globalThis as { endTestRun?: () => Promise<void> }).endTestRun = async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
    process.env = before
  }
}

function leaveOutMysql(): void {
  if (process.env.CI === 'true') throw new Error('CI must test on MariaDB too: no mariadbd or mysqld was found.')
  console.log(
    '\nLeft out: the MariaDB half of the tests. To include it: apt-get install mariadb-server, then npm test.',
  )
}

/** A folder in memory where there is one with room: files that are made and removed by the thousand cost less there. */
function memoryFolder(): string {
  const shm = '/dev/shm'
  if (!existsSync(shm)) return tmpdir()
  const { bavail, bsize } = statfsSync(shm)
  return bavail * bsize > ENOUGH ? shm : tmpdir()
}
