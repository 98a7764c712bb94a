import { engines } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import type { Journal } from '../kit/journal.ts'
import { balance, CLEAN, countStored, spoolFiles } from '../kit/journal.ts'
import { startLoad, VISITORS } from '../kit/load.ts'
import type { ServerProcess } from '../kit/server-process.ts'
import { killServers, startServer } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

/** The folder is looked through every 5 s; then what is found is to be written. */
const TAKEN_OVER_MS = 9_000

let site: Site
afterEach(async () => {
  await killServers()
  await site.drop()
})

const addresses = (servers: readonly ServerProcess[]) => servers.map(({ address }) => address)
const allStored = (journal: Journal, withinMs?: number) =>
  eventually(async () => (await countStored(site.db)) >= journal.accepted.size, withinMs)

/** Ends what runs and looks at the books: nothing lost, nothing doubled, and one visit for each visitor. */
async function expectBalance(servers: readonly ServerProcess[], journal: Journal): Promise<void> {
  const exits = await Promise.all(servers.map((server) => server.stop()))
  expect(exits.map(({ code }) => code)).toEqual(servers.map(() => 0))
  expect(journal.refused).toEqual({})
  expect(await balance(site.db, journal)).toMatchObject({ ...CLEAN, visits: VISITORS })
  expect(spoolFiles(site.storageDir)).toEqual([])
  expect(servers.map(({ output }) => output).join()).not.toContain('"level":"error"')
}

describe.each(engines)('%s: one storage folder and one database', (engine) => {
  beforeEach(async () => {
    site = await freshSite(engine)
  })

  test.each([2, 3])('%s processes count right', async (count) => {
    const servers = await Promise.all(Array.from({ length: count }, () => startServer(site)))
    const load = startLoad({ publicKey: site.publicKey, targets: () => addresses(servers) })
    await load.answered(800)
    await load.stop()
    await allStored(load.journal)
    await expectBalance(servers, load.journal)
  })

  test('what a killed process left, the others write within seconds', async () => {
    const [victim, ...others] = await Promise.all([startServer(site), startServer(site), startServer(site)])
    let alive: readonly ServerProcess[] = [victim, ...others]
    const load = startLoad({ publicKey: site.publicKey, targets: () => addresses(alive) })
    await load.answered(300)
    await victim.kill()
    alive = others
    const left = spoolFiles(site.storageDir).filter((name) => name.includes(`.${victim.pid}.`))
    expect(left).toHaveLength(1)
    await load.answered(300)
    await load.stop()
    await allStored(load.journal, TAKEN_OVER_MS)
    await expectBalance(others, load.journal)
  })

  test('a restart where the new process starts before the old one stops', async () => {
    let serving = await startServer(site)
    const load = startLoad({ publicKey: site.publicKey, targets: () => [serving.address] })
    const old: ServerProcess[] = []
    for (let restart = 0; restart < 3; restart++) {
      await load.answered(150)
      const next = await startServer(site)
      old.push(serving)
      serving = next
    }
    const exits = await Promise.all(old.map((server) => server.stop()))
    expect(exits.map(({ code }) => code)).toEqual([0, 0, 0])
    await load.answered(150)
    await load.stop()
    await allStored(load.journal)
    await expectBalance([serving], load.journal)
  })
})
