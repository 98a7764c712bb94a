import type { EventEmitter } from 'node:events'
import { once } from 'node:events'
import { fstatSync } from 'node:fs'
import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { App } from './app.ts'
import { createApp } from './app.ts'
import type { Config } from './lib/config/config.ts'
import { SECOND } from './lib/core/clock.ts'
import { messageOf } from './lib/core/errors.ts'
import type { Log } from './lib/core/log.ts'
import { makeLog } from './lib/core/log.ts'
import { logFileOf } from './lib/health/read-log.ts'
import { guardFolder } from './lib/hosting/htaccess.ts'
import type { FoundRelease } from './lib/releases/open-releases.ts'
import { keepHeapSmall } from './lib/jobs/keep-heap-small.ts'
import { isTriedOut, printFirstSteps, printSignIn, printWelcome } from './lib/cli/welcome.ts'
import { makeHttpServer } from './routes/make-http-server.ts'

/** What is under way when the process is told to stop has this long to be answered. */
const ANSWER_PATIENCE = SECOND
/** Passenger gives 60 s, LiteSpeed 25; people less. Over within 5 s, also when the database hangs. */
const STOP_DEADLINE = 4.5 * SECOND

/** Something about the host or its settings, which only the owner can mend. */
export class StartFault extends Error {
  override readonly name = 'StartFault'
}

interface Started {
  readonly isReleased: boolean
  readonly isStartedByHost: boolean
  readonly notes: readonly string[]
  readonly releases?: () => readonly FoundRelease[]
  readonly onListening: () => void
}

/**
 * Listens first and connects to the database afterwards: it may be away, and page views are accepted all the same.
 * Throws when it cannot listen; then no database was touched, and no secret key made that nobody would get to see.
 */
export async function serve(
  config: Config,
  { isReleased, isStartedByHost, notes, releases, onListening }: Started,
): Promise<void> {
  const log = makeLog(config.logLevel, logFileOf(config))
  keepHeapSmall()
  let stop: (why: string) => Promise<void> = () => Promise.resolve()
  // Otherwise nobody would start it again.
  const restart = isStartedByHost ? () => void stop('other settings or another release') : undefined
  const findReleases = isReleased ? releases : undefined
  const app = await createApp(config, { log, releaseNotes: notes, restart, findReleases })
  const server = makeHttpServer(app.handler)
  stop = makeStop(app, server, log)
  stopWith(stop, app, log)
  await listen(server, config)
  onListening()
  if (isReleased) guard(config.root, log)
  printWelcome(config)
  const created = await app.start()
  if (created !== undefined) printFirstSteps(config, created)
  if (isTriedOut(config)) printSignIn(config, await app.firstSignIn())
}

/** Where the folder of the app happens to be served, its files are not to be had. */
function guard(root: string, log: Log): void {
  try {
    if (guardFolder(root)) log.info({}, 'The block of Micrologs was written into .htaccess')
  } catch (fault) {
    const advice = 'If the folder of the app is served, put what `node app.js htaccess` prints into its .htaccess'
    log.warn({ reason: messageOf(fault) }, `.htaccess cannot be written. ${advice}`)
  }
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  try {
    // One listen, and its port never read back: under Passenger it is a socket, and a second call throws.
    server.listen(host === '' ? { port } : { port, host })
    await once(server, 'listening')
  } catch (fault) {
    throw new StartFault(explainListenFault(fault as NodeJS.ErrnoException, port), { cause: fault })
  }
}

function explainListenFault(fault: NodeJS.ErrnoException, port: number): string {
  if (fault.code === 'EADDRINUSE')
    return `port ${port} is in use by another program. Stop it, or choose another: PORT=${port + 1} npm start`
  if (fault.code === 'EACCES') return `this user may not use port ${port}. Choose one above 1023: PORT=3000 npm start`
  return fault.message
}

function makeStop(app: App, server: Server, log: Log): (why: string) => Promise<void> {
  let stopping: Promise<void> | undefined
  return (why) => {
    stopping ??= stop(why)
    return stopping
  }

  async function stop(why: string): Promise<void> {
    log.info({ why }, 'Stopping')
    const answered = new Promise<void>((resolve) => server.close(() => resolve()))
    // A connection in use would be kept open for its next request, and that for another.
    server.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'))
    server.closeIdleConnections()
    await Promise.race([answered, pause(ANSWER_PATIENCE)])
    server.closeAllConnections()
    const closed = app.close().catch((fault: unknown) => log.error({ reason: messageOf(fault) }, 'Closing failed'))
    await Promise.race([closed, pause(STOP_DEADLINE - ANSWER_PATIENCE)])
    process.exit(0)
  }
}

/** Every way in which a host tells a process to end. */
function stopWith(stop: (why: string) => Promise<void>, app: App, log: Log): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
  // LiteSpeed sends it beside SIGTERM, and Node would open its debugger.
  process.on('SIGUSR1', () => undefined)
  const passenger = (globalThis as { PhusionPassenger?: EventEmitter }).PhusionPassenger
  if (passenger !== undefined) passenger.on('exit', () => void stop('exit of Passenger'))
  else if (isPipe(0)) {
    process.stdin.on('end', () => void stop('end of standard input')).on('error', () => undefined)
    process.stdin.resume()
  }
  process.on('uncaughtException', (fault) => {
    log.error({ reason: messageOf(fault), stack: fault.stack }, 'A fault nobody caught; the process ends')
    // What was accepted in this very turn is still on its way to the file.
    app.spool.close()
    process.exit(1)
  })
}

/**
 * A terminal or /dev/null as standard input says nothing about when to stop; a pipe of a parent process does. Under
 * LiteSpeed it is the socket that is listened at, and nothing to read from.
 */
function isPipe(fd: number): boolean {
  if ('LsNode' in globalThis) return false
  try {
    const stats = fstatSync(fd)
    return stats.isFIFO() || stats.isSocket()
  } catch {
    return false
  }
}
