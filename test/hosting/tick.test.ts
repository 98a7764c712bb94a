import { eventually } from '../kit/eventually.ts'
import { engines } from '../kit/databases.ts'
import { balance, CLEAN, spoolFiles } from '../kit/journal.ts'
import { startLoad } from '../kit/load.ts'
import { killServers, launch, startServer } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

let site: Site
afterEach(async () => {
  await killServers()
  await site.drop()
})

test.each(engines)('%s: what a killed process left is written by cron, while no process lives', async (engine) => {
  site = await freshSite(engine)
  const server = await startServer(site)
  const load = startLoad({ publicKey: site.publicKey, targets: () => (server.isRunning ? [server.address] : []) })
  await load.answered(20)
  await server.kill()
  await load.stop()
  expect(spoolFiles(site.storageDir).length).toBeGreaterThan(0)

  const tick = await launch({ ...site, args: ['app.js', 'tick'] })
  expect(await tick.exited).toEqual({ code: 0, signal: null })
  expect(tick.output).toMatch(/^Wrote [\d,]+ bytes that a process left behind\.$/m)
  expect(await balance(site.db, load.journal)).toMatchObject(CLEAN)
  await eventually(() => spoolFiles(site.storageDir).length === 0)
})
