import path from 'node:path'
import { holdWriteLock } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { balance, CLEAN, countStored, spoolFiles } from '../kit/journal.ts'
import type { Load } from '../kit/load.ts'
import { sendView, startLoad } from '../kit/load.ts'
import type { ServerOptions, ServerProcess } from '../kit/server-process.ts'
import { freePort, killServers, startServer } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'
import { canMount, mountSmallDisk } from '../kit/small-disk.ts'

const SMALL = 64 * 1024

let site: Site
let unmount: (() => void) | undefined
beforeEach(async () => {
  site = await freshSite('sqlite')
})
afterEach(async () => {
  await killServers()
  unmount?.()
  unmount = undefined
  await site.drop()
})

/** A load on a server whose database takes nothing, until it is refused. */
async function fill(options: Partial<ServerOptions>): Promise<{ server: ServerProcess; load: Load }> {
  const server = await startServer({ ...site, ...options })
  const load = startLoad({ publicKey: site.publicKey, targets: () => [server.address] })
  await eventually(() => (load.journal.refused[503] ?? 0) > 20)
  return { server, load }
}

/** Everything that was taken is in the database, and nothing that was refused. */
async function expectBalance({ journal }: Load): Promise<void> {
  expect(await balance(site.db, journal)).toMatchObject(CLEAN)
  expect(Object.keys(journal.refused)).toEqual(['503'])
}

/** The database is held; a spool that is full refuses in words, and takes again when the database does. */
async function expectRefusalAndRecovery(options: Partial<ServerOptions>, retryAfter: string): Promise<ServerProcess> {
  const letGo = await holdWriteLock(site.db)
  const { server, load } = await fill(options)
  const url = 'https://shop.example/refused'
  await eventually(async () => {
    const { outcome, headers } = await sendView(server.address, {
      publicKey: site.publicKey,
      url: `${url}${retryAfter}`,
    })
    expect([outcome, headers['retry-after']]).toEqual([503, retryAfter])
  })
  await letGo()
  await load.answered(200)
  await load.stop()
  await eventually(async () => (await countStored(site.db)) >= load.journal.accepted.size)
  expect(await server.stop()).toMatchObject({ code: 0 })
  await expectBalance(load)
  expect(spoolFiles(site.storageDir)).toEqual([])
  return server
}

test('over the ceiling', () => expectRefusalAndRecovery({ environment: { SPOOL_MAX_BYTES: String(SMALL) } }, '30'))

const onSmallDisk = canMount() ? test : test.skip

onSmallDisk('on a full disk', async () => {
  ;({ unmount } = mountSmallDisk(path.join(site.storageDir, 'spool'), SMALL))
  await expectRefusalAndRecovery({}, '60')
})

test('in files that cannot grow: what was half written is cut off, and the next file takes more', async () => {
  // Away, so that everything stays in the files.
  const url = `mysql://root@127.0.0.1:${await freePort()}/nothing`
  const { server, load } = await fill({ url, mostFileBytes: SMALL })
  await load.stop()
  expect(await server.stop()).toMatchObject({ code: 0 })
  expect(spoolFiles(site.storageDir).length).toBeGreaterThan(2)

  const next = await startServer(site)
  await eventually(async () => (await countStored(site.db)) >= load.journal.accepted.size)
  expect((await next.health()).checks.spool).toMatchObject({ rejected: 0 })
  await next.stop()
  await expectBalance(load)
  expect(spoolFiles(site.storageDir)).toEqual([])
})
