import { spawn } from 'node:child_process'
import type { IncomingHttpHeaders } from 'node:http'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import path from 'node:path'
import type { Checks } from '../../lib/health/checks.ts'
import { eventually } from './eventually.ts'

const ROOT = path.resolve(__dirname, '../..')

/** Where a server listens: a port of the loopback, or a Unix socket. */
export type Address = { readonly port: number } | { readonly socketPath: string }

export interface ServerOptions {
  readonly storageDir: string
  /** Empty for SQLite in the storage folder. */
  readonly url?: string
  /** What a loader listens at in place of the port. */
  readonly socketPath?: string
  readonly port?: number
  /** Where `app.js` lies; this checkout unless told. */
  readonly root?: string
  /** The Node to run; this one unless told. */
  readonly node?: string
  /** What Node is started with: `app.js`, or a loader that requires it. */
  readonly args?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** No file may grow beyond this many bytes: writing more fails, as on a full disk. */
  readonly mostFileBytes?: number
  /** The address space it may use, as hosts limit it: `ulimit -v`. */
  readonly mostAddressBytes?: number
  /** `pipe`, unless told: the process ends with the test run, whatever becomes of that. A number is an open file. */
  readonly stdin?: 'pipe' | 'ignore' | number
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** From the order to stop until the end. */
  readonly ms: number
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Health {
  readonly status: number
  readonly checks: Checks
}

/** A real `node app.js`. */
export interface ServerProcess {
  readonly address: Address
  readonly pid: number
  /** Everything it printed on either stream. */
  readonly output: string
  readonly isRunning: boolean
  get(path: string): Promise<Answer>
  health(): Promise<Health>
  send(signal: NodeJS.Signals): void
  endInput(): void
  /** Resolves when the process has ended, by whatever. */
  readonly exited: Promise<Omit<Exit, 'ms'>>
  /** Tells it to end (SIGTERM unless told) and waits until it has. */
  stop(how?: () => void): Promise<Exit>
  /** `kill -9`. */
  kill(): Promise<void>
}

const started = new Set<ServerProcess>()

/** For `afterEach`: no process outlives its test. */
export async function killServers(): Promise<void> {
  await Promise.all([...started].map((server) => server.kill()))
}

/** A port that nobody listens at now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Starts a process without waiting for anything. Settings beside those that are given are the defaults. */
export async function launch(options: ServerOptions): Promise<ServerProcess> {
  const { storageDir, url = '', socketPath, args = ['app.js'], environment = {}, stdin = 'pipe' } = options
  const port = options.port ?? (socketPath === undefined ? await freePort() : 0)
  const address: Address = socketPath === undefined ? { port } : { socketPath }
  const settings = { STORAGE_DIR: storageDir, DATABASE_URL: url, PORT: String(port), HOST: '127.0.0.1' }
  const quiet = { RATE_LIMIT: 'off', LOG_LEVEL: 'warn' }
  const { mostFileBytes, mostAddressBytes } = options
  const limits = [
    ...(mostFileBytes === undefined ? [] : [`ulimit -f ${mostFileBytes / 512};`]),
    ...(mostAddressBytes === undefined ? [] : [`ulimit -v ${mostAddressBytes / 1024};`]),
  ]
  const limited = limits.length === 0 ? [] : ['sh', '-c', `${limits.join(' ')} exec "$0" "$@"`]
  const { root = ROOT, node = process.execPath } = options
  const [program = '', ...words] = [...limited, node, ...args]
  const child = spawn(program, words, {
    cwd: root,
    env: { PATH: process.env.PATH, ...quiet, ...settings, ...environment },
    stdio: [stdin, 'pipe', 'pipe'],
  })
  let output = ''
  const note = (text: string) => (output += text)
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', note)
  // Not `exit`: what it printed last is to be in `output`.
  const exited = new Promise<Omit<Exit, 'ms'>>((resolve) =>
    child.once('close', (code, signal) => {
      started.delete(server)
      resolve({ code, signal })
    }),
  )
  const server: ServerProcess = {
    address,
    pid: child.pid ?? 0,
    get output() {
      return output
    },
    get isRunning() {
      return child.exitCode === null && child.signalCode === null
    },
    get: (target) => get(address, target),
    health: () => healthOf(address),
    send: (signal) => void child.kill(signal),
    endInput: () => child.stdin?.end(),
    exited,
    async stop(how = () => child.kill('SIGTERM')) {
      const toldAt = performance.now()
      how()
      const { code, signal } = await exited
      return { code, signal, ms: Math.round(performance.now() - toldAt) }
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
  started.add(server)
  return server
}

/** As LiteSpeed starts it: standard input is the socket to listen at. */
export async function startUnderLitespeed(options: ServerOptions): Promise<ServerProcess> {
  const listening = createServer()
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo
  const { fd } = (listening as unknown as { _handle: { fd: number } })._handle
  const environment = { ...options.environment, LOADER_APP: options.root ?? ROOT }
  const server = launch({
    ...options,
    port,
    args: [path.join(__dirname, 'litespeed-loader.cjs')],
    environment,
    stdin: fd,
  })
  // The child has a copy of its own.
  listening.close()
  return answering(await server)
}

/** As Passenger starts it: a loader requires it, and a Unix socket in the storage folder stands for the port. */
export function startUnderPassenger(options: ServerOptions): Promise<ServerProcess> {
  const socketPath = path.join(options.storageDir, 'passenger.sock')
  const environment = {
    ...options.environment,
    LOADER_SOCKET: socketPath,
    LOADER_APP: options.root ?? ROOT,
    IN_PASSENGER: '1',
  }
  return startServer({ ...options, socketPath, environment, args: [path.join(__dirname, 'passenger-loader.cjs')] })
}

/** A process that answers. Throws with what it printed when it ends before it does. */
export const startServer = async (options: ServerOptions): Promise<ServerProcess> => answering(await launch(options))

async function answering(server: ServerProcess): Promise<ServerProcess> {
  await eventually(async () => {
    if (!server.isRunning) throw new Error(`The server ended: ${server.output}`)
    return get(server.address, '/api/track/seen')
  }, 30_000)
  return server
}

export async function healthOf(address: Address): Promise<Health> {
  const { status, body } = await get(address, '/api/health')
  return { status, checks: (JSON.parse(body) as { checks: Checks }).checks }
}

export function get(address: Address, target: string, headers: http.OutgoingHttpHeaders = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', ...address, path: target, agent: false, headers }, (res) => {
      let body = ''
      res.setEncoding('utf8').on('data', (text: string) => (body += text))
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }))
    })
    request.on('error', reject)
  })
}
