import { rmSync } from 'node:fs'
import path from 'node:path'
import { systemClock } from '../../lib/core/clock.ts'
import { rejectedIn } from '../../lib/writer/rejected.ts'
import { asRoot } from '../kit/as-root.ts'
import { holdWriteLock } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import type { Journal } from '../kit/journal.ts'
import { balance, CLEAN, countStored, spoolFiles } from '../kit/journal.ts'
import { sendView, startLoad } from '../kit/load.ts'
import type { MariadbServer } from '../kit/mariadb-server.ts'
import { hasMariadb, startMariadb } from '../kit/mariadb-server.ts'
import type { ServerProcess } from '../kit/server-process.ts'
import { freePort, killServers, startServer } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

let site: Site
afterEach(async () => {
  await killServers()
  await site.drop()
})

const onSite = (server: ServerProcess, publicKey = site.publicKey) =>
  startLoad({ publicKey, targets: () => [server.address], perSecond: 300 })

/** Everything accepted arrives, once; then the process ends and leaves nothing. */
async function expectAllArrived(server: ServerProcess, journal: Journal): Promise<void> {
  await eventually(async () => (await countStored(site.db)) >= journal.accepted.size, 20_000)
  expect(await server.stop()).toMatchObject({ code: 0 })
  expect(await balance(site.db, journal)).toMatchObject(CLEAN)
  expect(journal.refused).toEqual({})
  expect(spoolFiles(site.storageDir)).toEqual([])
}

const onMariadb = hasMariadb ? describe : describe.skip

onMariadb('MariaDB', () => {
  let mariadb: MariadbServer
  let url: string
  /** The URL of the site's database with another user, port or database. */
  const siteUrl = (change: (url: URL) => void) => {
    const changed = new URL(site.url)
    change(changed)
    return changed.href
  }

  beforeAll(async () => {
    const started = await startMariadb({ port: await freePort() })
    if (started === undefined) throw new Error('There is no MariaDB to start')
    mariadb = started
    url = `mysql://root@127.0.0.1:${mariadb.port}`
  }, 60_000)
  afterAll(() => mariadb.stop())
  beforeEach(async () => {
    site = await freshSite('mysql', url)
  })

  test('away at the start, with the projects known: page views are taken, and arrive when it is back', async () => {
    await mariadb.kill()
    const server = await startServer(site)
    const load = onSite(server)
    await load.answered(100)
    const { status, checks } = await server.health()
    expect(status).toBe(503)
    expect(checks.database.message).toMatch(/^The database does not answer at the address in DATABASE_URL\. Check/)
    expect(checks.spool).toMatchObject({ status: 'warn', message: 'Records are kept until the database is back.' })
    await mariadb.restart()
    await eventually(async () => (await server.health()).status === 200)
    await load.stop()
    await expectAllArrived(server, load.journal)
  })

  test('away at the first start of all: a good key arrives, another is set aside with its record', async () => {
    rmSync(path.join(site.storageDir, 'projects.json'))
    const laterUrl = siteUrl((changed) => (changed.username = 'later'))
    const server = await startServer({ ...site, url: laterUrl })
    const load = onSite(server)
    await load.answered(100)
    await load.stop()
    const stranger = onSite(server, 'f'.repeat(32))
    await stranger.answered(20)
    await stranger.stop()
    const noKey = await sendView(server.address, { publicKey: 'no key', url: 'https://shop.example/' })
    expect(noKey.outcome).toBe(401)
    const { status, checks } = await server.health()
    expect(status).toBe(503)
    expect(checks.database.message).toMatch(/^The database refuses the user name or password in DATABASE_URL\./)

    await asRoot(`create user later`, url)
    await asRoot(`grant all on ${path.basename(new URL(site.url).pathname)}.* to later`, url)
    await eventually(async () => (await countStored(site.db)) >= load.journal.accepted.size, 15_000)
    await eventually(async () =>
      expect((await server.health()).checks.spool).toMatchObject({
        status: 'warn',
        rejected: stranger.journal.accepted.size,
      }),
    )
    await expectAllArrived(server, load.journal)
    expect(rejectedIn(path.join(site.storageDir, 'spool/rejected'), systemClock).count()).toBe(
      stranger.journal.accepted.size,
    )
  })

  test('a database that is not there, and a port where nobody listens, are told apart', async () => {
    const noDatabase = await startServer({ ...site, url: siteUrl((changed) => (changed.pathname = '/nothing')) })
    expect((await noDatabase.health()).checks.database.message).toMatch(/^The database named in DATABASE_URL does not/)
    const port = String(await freePort())
    const noPort = await startServer({ ...site, url: siteUrl((changed) => (changed.port = port)) })
    expect((await noPort.health()).checks.database.message).toMatch(/^The database does not answer at the address/)
  })

  test('it hangs: page views are taken, a stop waits no longer than 5 s, and the next process writes them', async () => {
    const server = await startServer(site)
    const load = onSite(server)
    await load.answered(100)
    process.kill(mariadb.pid, 'SIGSTOP')
    try {
      await load.answered(100)
      expect((await server.health()).checks.database.message).toMatch(/^The database did not answer within 3 seconds\./)
      const exit = await server.stop()
      expect(exit).toMatchObject({ code: 0 })
      expect(exit.ms).toBeLessThan(5_000)
      await load.stop()
    } finally {
      process.kill(mariadb.pid, 'SIGCONT')
    }
    await expectAllArrived(await startServer(site), load.journal)
  })

  test('killed in the middle of the load, twice, and started again: nothing is lost or doubled', async () => {
    const server = await startServer(site)
    const load = onSite(server)
    for (let crash = 0; crash < 2; crash++) {
      const before = await countStored(site.db)
      await eventually(async () => (await countStored(site.db)) > before)
      await load.answered(Math.floor(Math.random() * 100))
      await mariadb.kill()
      await load.answered(100)
      expect(await server.health()).toMatchObject({ status: 503, checks: { database: { status: 'fail' } } })
      await mariadb.restart()
    }
    await load.answered(100)
    await load.stop()
    await expectAllArrived(server, load.journal)
  }, 40_000)
})

describe('SQLite', () => {
  beforeEach(async () => {
    site = await freshSite('sqlite')
  })

  test('its file locked by another process for seconds: page views are taken, and arrive afterwards', async () => {
    const server = await startServer(site)
    const load = onSite(server)
    await load.answered(100)
    const letGo = await holdWriteLock(site.db)
    await load.answered(100)
    await eventually(async () =>
      expect((await server.health()).checks.spool).toMatchObject({
        status: 'warn',
        message: expect.stringMatching(/^Records have waited \d+ s for the database: .*locked/) as string,
      }),
    )
    await letGo()
    await load.answered(100)
    await load.stop()
    await expectAllArrived(server, load.journal)
  })

  test('locked at the start', async () => {
    const letGo = await holdWriteLock(site.db)
    const server = await startServer(site)
    const load = onSite(server)
    await load.answered(100)
    await letGo()
    await load.stop()
    await expectAllArrived(server, load.journal)
  })
})
