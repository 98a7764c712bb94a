import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Connection } from 'mysql2/promise'
import { createConnection } from 'mysql2/promise'
import { createApp } from '../../app.ts'
import { readConfig } from '../../lib/config/config.ts'
import { silentLog } from '../../lib/core/log.ts'
import { makeHttpServer } from '../../routes/make-http-server.ts'
import { asRoot } from '../kit/as-root.ts'
import { eventually } from '../kit/eventually.ts'
import { balance, CLEAN, countStored } from '../kit/journal.ts'
import { startLoad } from '../kit/load.ts'
import type { MariadbServer } from '../kit/mariadb-server.ts'
import { hasMariadb, startMariadb } from '../kit/mariadb-server.ts'
import type { Address } from '../kit/server-process.ts'
import { freePort, healthOf } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

/** In production the first wait for a quota is 15 s. */
const WAITS = { away: { first: 100, most: 400 }, quota: { first: 200, most: 400 } }

let mariadb: MariadbServer
let rootUrl: string
let site: Site
/** As shared hosts give it: the owner's exceptions do not hold for this user. */
let userUrl: string
let held: Connection[] = []

type Limit = [name: string, message: RegExp, reach: () => Promise<void>, lift: () => Promise<void>]

const NO_CONNECTION = /^The database has no free connection for this user\./
const PLAN = (resource: string) => new RegExp(`^The hosting plan’s limit .* is reached \\(.*'${resource}'.*\\)\\.`)

const alter = async (limits: string) => {
  await asRoot(`alter user customer with ${limits}`, rootUrl)
}

/** Each limit with what health says of it, how it is reached, and how it ends. */
const LIMITS: Limit[] = [
  [
    '1226, connections of the user',
    PLAN('max_user_connections'),
    async () => {
      await alter('max_user_connections 1')
      await hold(1)
    },
    letGo,
  ],
  [
    '1226, queries an hour',
    PLAN('max_queries_per_hour'),
    () => alter('max_queries_per_hour 60'),
    async () => {
      await alter('max_queries_per_hour 0')
      await asRoot('kill user customer', rootUrl)
    },
  ],
  [
    '1226, connections an hour',
    PLAN('max_connections_per_hour'),
    async () => {
      await alter('max_connections_per_hour 1')
      await hold(1)
    },
    () => alter('max_connections_per_hour 0'),
  ],
  [
    '1203, connections of any user',
    NO_CONNECTION,
    async () => {
      await asRoot('set global max_user_connections = 1', rootUrl)
      await hold(1)
    },
    async () => {
      await letGo()
      await asRoot('set global max_user_connections = 10', rootUrl)
    },
  ],
  ['1040, connections of the server', NO_CONNECTION, () => hold(12), letGo],
]

/** Takes connections away from the app; as many as there are, when there are fewer. */
async function hold(count: number): Promise<void> {
  for (let made = 0; made < count; made++) {
    try {
      held.push(await createConnection(userUrl))
    } catch {
      return
    }
  }
}

async function letGo(): Promise<void> {
  const going = held
  held = []
  await Promise.all(going.map((connection) => connection.end()))
}

/** The app in this process, so that it need not wait as long as in production. */
async function startApp(): Promise<{ address: Address; close: () => Promise<void> }> {
  const settings = { STORAGE_DIR: site.storageDir, DATABASE_URL: userUrl, RATE_LIMIT: 'off' }
  const config = readConfig(path.resolve(__dirname, '../..'), settings)
  const app = await createApp(config, { log: silentLog, waits: WAITS })
  const server = makeHttpServer(app.handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  void app.start()
  return {
    address: { port: (server.address() as AddressInfo).port },
    async close() {
      server.closeAllConnections()
      server.close()
      await app.close()
    },
  }
}

const onMariadb = hasMariadb ? describe : describe.skip

onMariadb('the host’s limits on the database', () => {
  beforeAll(async () => {
    const args = ['--max_connections=12', '--max_user_connections=10']
    const started = await startMariadb({ port: await freePort(), args })
    if (started === undefined) throw new Error('There is no MariaDB to start')
    mariadb = started
    rootUrl = `mysql://root@127.0.0.1:${mariadb.port}`
  }, 60_000)
  afterAll(() => mariadb.stop())
  beforeEach(async () => {
    site = await freshSite('mysql', rootUrl)
    const url = new URL(site.url)
    url.username = 'customer'
    userUrl = url.href
    await asRoot('create or replace user customer', rootUrl)
    await asRoot(`grant all on ${path.basename(url.pathname)}.* to customer`, rootUrl)
  })
  afterEach(async () => {
    await letGo()
    await site.drop()
  })

  test.each(LIMITS)('%s: views are taken, it waits, says so, and goes on', async (_name, message, reach, lift) => {
    await reach()
    const app = await startApp()
    const load = startLoad({ publicKey: site.publicKey, targets: () => [app.address], perSecond: 300 })
    const { database } = await eventually(async () => {
      const { status, checks } = await healthOf(app.address)
      return status === 503 && checks
    })
    expect(database.message).toMatch(message)
    expect(database.message).toMatch(
      /Micrologs waits and goes on by itself\. What comes in is kept until it is back\.$/,
    )
    await load.answered(100)
    expect(await countStored(site.db)).toBeLessThan(load.journal.accepted.size)

    await lift()
    await load.answered(100)
    await load.stop()
    await eventually(async () => (await countStored(site.db)) >= load.journal.accepted.size)
    await eventually(async () => (await healthOf(app.address)).status === 200)
    await app.close()
    expect(await balance(site.db, load.journal)).toMatchObject(CLEAN)
    expect(load.journal.refused).toEqual({})
  })
})
