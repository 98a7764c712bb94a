import type { Engine } from '../../lib/db/open-db.ts'
import { engines, holdWriteLock } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { balance, CLEAN, countStored, spoolFiles } from '../kit/journal.ts'
import type { Load } from '../kit/load.ts'
import { startLoad } from '../kit/load.ts'
import type { Exit, ServerOptions, ServerProcess } from '../kit/server-process.ts'
import { freePort, killServers, startServer, startUnderLitespeed, startUnderPassenger } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

const WITHIN_MS = 5_000

let site: Site
let load: Load
afterEach(async () => {
  await load.stop()
  await killServers()
  await site.drop()
})

type Start = (options: ServerOptions) => Promise<ServerProcess>
type Tell = (server: ServerProcess) => void

const onSignal =
  (...signals: NodeJS.Signals[]): Tell =>
  (server) =>
    signals.forEach((signal) => server.send(signal))
const onEndOfInput: Tell = (server) => server.endInput()

const WAYS: [string, Start, Tell][] = [
  ['SIGTERM', startServer, onSignal('SIGTERM')],
  ['SIGINT', startServer, onSignal('SIGINT')],
  ['SIGHUP, and SIGTERM after it', startServer, onSignal('SIGHUP', 'SIGTERM')],
  ['the end of standard input', startServer, onEndOfInput],
  ['the exit event of Passenger', startUnderPassenger, onEndOfInput],
  ['SIGTERM and SIGUSR1, as LiteSpeed does it', startUnderLitespeed, onSignal('SIGTERM', 'SIGUSR1')],
]

/** Starts a server and a load on it, and lets some hundred views pass. */
async function underLoad(start: Start, options: Partial<ServerOptions> = {}): Promise<ServerProcess> {
  const server = await start({ ...site, ...options })
  load = startLoad({ publicKey: site.publicKey, targets: () => [server.address] })
  await load.answered(150)
  return server
}

/** Tells a server to stop while the load goes on. */
async function stop(server: ServerProcess, tell: Tell): Promise<Exit> {
  const exit = await server.stop(() => tell(server))
  await load.stop()
  return exit
}

const positions = () => site.db.read.selectFrom('spool_positions').selectAll().execute()

describe.each(WAYS)('told to stop by %s', (_name, start, tell) => {
  test.each(engines)('%s: everything answered is in the database', async (engine) => {
    site = await freshSite(engine)
    const server = await underLoad(start)
    const exit = await stop(server, tell)
    expect(exit).toMatchObject({ code: 0 })
    expect(exit.ms).toBeLessThan(WITHIN_MS)
    expect(load.journal.refused).toEqual({})
    expect(await balance(site.db, load.journal)).toMatchObject(CLEAN)
    expect(spoolFiles(site.storageDir)).toEqual([])
    expect(await positions()).toEqual([])
    expect(server.output).not.toMatch(/Debugger|"level":"error"/)
  })
})

/** Keeps the database from being written to; `back` ends that. */
async function takeAway(engine: Engine): Promise<{ url: string; back: () => Promise<void> }> {
  const url = `mysql://root@127.0.0.1:${await freePort()}/nothing`
  return engine === 'mysql' ? { url, back: () => Promise.resolve() } : { url: '', back: await holdWriteLock(site.db) }
}

test.each(engines)('%s: stopped while the database is away, it keeps everything for the next start', async (engine) => {
  site = await freshSite(engine)
  const { url, back } = await takeAway(engine)
  const server = await underLoad(startServer, { url })
  const exit = await stop(server, onSignal('SIGTERM'))
  expect(exit).toMatchObject({ code: 0 })
  expect(exit.ms).toBeLessThan(WITHIN_MS)
  await back()
  expect(await countStored(site.db)).toBe(0)
  expect(spoolFiles(site.storageDir)).toHaveLength(1)

  const next = await startServer(site)
  await eventually(async () => (await countStored(site.db)) >= load.journal.accepted.size)
  await next.stop()
  expect(await balance(site.db, load.journal)).toMatchObject(CLEAN)
  expect(spoolFiles(site.storageDir)).toEqual([])
})

test('standard input from /dev/null stops nothing', async () => {
  site = await freshSite('sqlite')
  const server = await underLoad(startServer, { stdin: 'ignore' })
  expect(server.isRunning).toBe(true)
  expect((await server.health()).status).toBe(200)
})

test('a fault nobody caught ends the process with 1, and the next one writes what was accepted', async () => {
  site = await freshSite('sqlite')
  const environment = { NODE_OPTIONS: '--require ./test/kit/throw-on-signal.cjs' }
  const server = await underLoad(startServer, { environment })
  const exit = await stop(server, onSignal('SIGUSR2'))
  expect(exit).toMatchObject({ code: 1 })
  expect(server.output).toContain('Thrown on purpose')

  const next = await startServer(site)
  await eventually(async () => (await countStored(site.db)) >= load.journal.accepted.size)
  await next.stop()
  expect(await balance(site.db, load.journal)).toMatchObject(CLEAN)
})
