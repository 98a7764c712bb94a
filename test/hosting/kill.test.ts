import { setTimeout as pause } from 'node:timers/promises'
import { engines } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { balance, CLEAN, countStored, spoolFiles } from '../kit/journal.ts'
import { startLoad, VISITORS } from '../kit/load.ts'
import { freePort, killServers, startServer } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

/** In all, over the engines. `npm run test:long` asks for 200. */
const KILLS = Number(process.env.KILLS ?? 10)
const kills = Math.ceil(KILLS / engines.length)

/** The writer gathers for 250 ms and then commits; this much after a moment lies in the next gathering or commit. */
const UP_TO_MS = 350

let site: Site
afterEach(async () => {
  await killServers()
  await site.drop()
})

test.each(engines)(
  '%s: kill -9 between accept and commit loses nothing and doubles nothing',
  async (engine) => {
    site = await freshSite(engine)
    const port = await freePort()
    const start = () => startServer({ ...site, port })
    const load = startLoad({ publicKey: site.publicKey, targets: () => [{ port }] })
    let hits = 0
    let server = await start()
    for (let kill = 0; kill < kills; kill++) {
      const before = await countStored(site.db)
      await load.answered(1)
      // Every other time the writer is at work again when the moment is drawn, else the process has just begun.
      if (kill % 2 === 1) await eventually(async () => (await countStored(site.db)) > before)
      await pause(Math.random() * UP_TO_MS)
      await server.kill()
      if (load.journal.accepted.size > (await countStored(site.db))) hits++
      server = await start()
    }
    await load.answered(50)
    await load.stop()
    const { accepted, unanswered, refused } = load.journal
    await eventually(async () => (await countStored(site.db)) >= accepted.size, 20_000)
    expect(await server.stop()).toMatchObject({ code: 0 })

    const found = await balance(site.db, load.journal)
    process.stdout.write(
      `${engine}: ${kills} kills, ${hits} of them between accept and commit; ${accepted.size} page views accepted, ` +
        `${unanswered.size} cut off; ${found.lost} lost, ${found.doubled} doubled\n`,
    )
    expect(found).toMatchObject({ ...CLEAN, visits: VISITORS })
    expect(refused).toEqual({})
    expect(spoolFiles(site.storageDir)).toEqual([])
    // Else the kills came at the wrong moments, and this test shows nothing.
    expect(hits).toBeGreaterThan(0)
  },
  60_000 + kills * 4_000,
)
