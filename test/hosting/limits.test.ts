import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { asRoot } from '../kit/as-root.ts'
import { emptyDatabase, engines } from '../kit/databases.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { eventually } from '../kit/eventually.ts'
import { balance, CLEAN, countStored, spoolFiles } from '../kit/journal.ts'
import { startLoad } from '../kit/load.ts'
import type { MariadbServer } from '../kit/mariadb-server.ts'
import { hasMariadb, startMariadb } from '../kit/mariadb-server.ts'
import { pack, unzip } from '../kit/release.ts'
import type { ServerProcess } from '../kit/server-process.ts'
import { freePort, get, killServers, startServer } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

/** What CloudLinux gives a small account: 4 GB of addresses, 256 MB of memory. */
const ADDRESSES = 4 * 1024 ** 3
const MEMORY_MB = 256
/** What hosts give a database user: at once, and in an hour. */
const AT_ONCE = 3
const IN_AN_HOUR = 30

let root: string
beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'micrologs-limits-'))
  await unzip(zip, root)
})
let zip: string
beforeAll(() => {
  zip = pack()
})
afterEach(async () => {
  await killServers()
  rmSync(root, { recursive: true, force: true })
})
afterAll(() => rmSync(path.dirname(zip), { recursive: true }))

const overview = (server: ServerProcess, secretKey: string) =>
  get(server.address, '/api/analytics/overview?range=30d', { 'X-API-Key': secretKey })

/** Of `/proc/<pid>/status`. */
const statusOf = (server: ServerProcess, name: string) =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1])

describe('the host’s limits on a process', () => {
  let site: Site
  afterEach(() => site.drop())

  test('4 GB of addresses and 256 MB of memory: the zip takes 500 page views a second and answers reports', async () => {
    site = await freshSite(engines.includes('mysql') ? 'mysql' : 'sqlite')
    const server = await startServer({ ...site, root, mostAddressBytes: ADDRESSES })
    const load = startLoad({ publicKey: site.publicKey, targets: () => [server.address], perSecond: 500 })
    for (let asked = 0; asked < 3; asked++) {
      await load.answered(300)
      expect(await overview(server, site.secretKey)).toMatchObject({ status: 200 })
    }
    await load.stop()
    expect(load.journal.refused).toEqual({})
    expect(statusOf(server, 'VmHWM') / 1024).toBeLessThan(MEMORY_MB)
    expect(statusOf(server, 'VmPeak') / 1024).toBeLessThan(ADDRESSES / 1024 ** 2)
    expect(statusOf(server, 'Threads')).toBeLessThanOrEqual(12)
    expect(await server.stop()).toMatchObject({ code: 0 })
    expect(await balance(site.db, load.journal)).toMatchObject(CLEAN)
  })
})

const onMariadb = hasMariadb ? describe : describe.skip

onMariadb(`a database user with ${AT_ONCE} connections at once and ${IN_AN_HOUR} an hour`, () => {
  let mariadb: MariadbServer
  let rootUrl: string
  beforeAll(async () => {
    const started = await startMariadb({ port: await freePort(), args: ['--userstat=1'] })
    if (started === undefined) throw new Error('There is no MariaDB to start')
    mariadb = started
    rootUrl = `mysql://root@127.0.0.1:${mariadb.port}`
  })
  afterAll(() => mariadb.stop())

  test('is enough for the first run, page views, a report, three restarts and a neighbour; then all is kept', async () => {
    const { url, storageDir, drop } = await emptyDatabase('mysql', rootUrl)
    const name = path.basename(new URL(url).pathname)
    const limits = `max_user_connections ${AT_ONCE} max_connections_per_hour ${IN_AN_HOUR}`
    await asRoot(`create user customer with ${limits}; grant all on ${name}.* to customer`, rootUrl)
    const customer = new URL(url)
    customer.username = 'customer'
    const start = () => startServer({ root, storageDir, url: customer.href })
    const db = openDb({ url, storageDir, connections: 1 })

    let server = await start()
    const secretKey = await eventually(() => /secret key {2}([0-9a-f]{64})/.exec(server.output)?.[1] ?? false)
    const { public_key: publicKey } = await db.read
      .selectFrom('projects')
      .select('public_key')
      .executeTakeFirstOrThrow()
    const load = startLoad({ publicKey, targets: () => [server.address], perSecond: 200 })
    for (let restarts = 0; restarts < 3; restarts++) {
      await load.answered(100)
      expect(await overview(server, secretKey)).toMatchObject({ status: 200 })
      // The new one is there before the old one goes, as hosts do it.
      const next = await start()
      await server.stop()
      server = next
    }
    await load.answered(100)
    await eventually(async () => (await countStored(db)) > 300)
    const used = await connectionsOf('customer')
    process.stdout.write(`\nFirst run and three restarts: ${used.opened} connections, ${used.denied} refused\n`)
    expect(used.opened).toBeLessThan(IN_AN_HOUR)

    // A neighbour on the same user takes the rest of the hour.
    await asRoot(`alter user customer with max_connections_per_hour 1`, rootUrl)
    await asRoot(`kill user customer`, rootUrl)
    await load.answered(100)
    const { checks } = await eventually(async () => {
      const health = await server.health()
      return health.status === 503 && health
    })
    expect(checks.database.message).toMatch(/max_connections_per_hour.*Micrologs waits and goes on by itself/)
    await load.stop()
    expect(await server.stop()).toMatchObject({ code: 0 })
    expect(spoolFiles(storageDir)).toHaveLength(1)
    expect(load.journal.refused).toEqual({})

    await asRoot(`alter user customer with ${limits}`, rootUrl)
    server = await start()
    await eventually(async () => (await countStored(db)) >= load.journal.accepted.size)
    await server.stop()
    expect(await balance(db, load.journal)).toMatchObject(CLEAN)
    await db.close()
    await drop()
    // Five starts of a process, on a machine that may be busy.
  }, 150_000)

  async function connectionsOf(user: string): Promise<{ opened: number; denied: number }> {
    const [row] = (await asRoot(
      `select total_connections as opened, denied_connections as denied from information_schema.user_statistics
       where user = '${user}'`,
      rootUrl,
    )) as { opened: number; denied: number }[]
    return { opened: Number(row?.opened), denied: Number(row?.denied) }
  }
})
