import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { canHost, startHost } from '../test/kit/apache.ts'
import { eventually } from '../test/kit/eventually.ts'
import { pack, unzip } from '../test/kit/release.ts'
import { freePort, get, startServer } from '../test/kit/server-process.ts'
import { untilListening } from './child-server.ts'
import type { Ground } from './ground.ts'
import { ground } from './ground.ts'
import { runLoad } from './load.ts'
import { pageviews } from './requests.ts'
import type { BenchRow } from './row.ts'
import { median } from './row.ts'

const STARTS = 7
const IDLE_MS = 8_000
const LOAD = { seconds: 20, rate: 500 }
const RESULTS = 'bench/results/hosting.md'

/** What the zip asks of a host: how soon it answers after a stop, and what it takes. Written to `bench/results/hosting.md`, too. */
export async function hostingBench(): Promise<BenchRow[]> {
  const base = await ground()
  const zip = pack()
  const root = mkdtempSync(path.join(tmpdir(), 'micrologs-hosting-'))
  try {
    await unzip(zip, root)
    const rows = [...(await coldStarts(root, zip)), ...(await appetite(root, base))]
    mkdirSync(path.dirname(RESULTS), { recursive: true })
    writeFileSync(RESULTS, pageOf(rows))
    return rows
  } finally {
    await base.end()
    rmSync(root, { recursive: true, force: true })
    rmSync(path.dirname(zip), { recursive: true, force: true })
  }
}

async function coldStarts(root: string, zip: string): Promise<BenchRow[]> {
  const first = await plainStart(root)
  const plain: Start[] = []
  for (let start = 0; start < STARTS; start++) plain.push(await plainStart(root))
  const rows = [
    { name: 'first start of a new version, plain Node', value: `${first.took} ms` },
    spread(
      'start, plain Node',
      plain.map(({ took }) => took),
    ),
    spread(
      'processor time of a start, all threads',
      plain.map(({ worked }) => worked),
    ),
  ]
  return canHost() ? [...rows, spread('start by the next request, Passenger', await passengerStarts(zip))] : rows
}

/** From the order to start to the first answer, and what the process worked until then; ms. */
interface Start {
  readonly took: number
  readonly worked: number
}

async function plainStart(root: string): Promise<Start> {
  const port = await freePort()
  const begun = performance.now()
  const env = { PATH: process.env.PATH, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'silent' }
  const child = spawn(process.execPath, ['app.js'], { cwd: root, stdio: 'ignore', env })
  await untilListening(port, child)
  await get({ port }, '/snippet/micrologs.js')
  const took = Math.round(performance.now() - begun)
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const worked = (Number(stat[11]) + Number(stat[12])) * 10
  // Time for the code cache, which the first start leaves behind when it has nothing else to do.
  await pause(1500)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  return { took, worked }
}

/** No process lives; from a request to its answer, ms. */
async function passengerStarts(zip: string): Promise<number[]> {
  const host = await startHost({ zip, settings: { LOG_LEVEL: 'silent' } })
  const times: number[] = []
  for (let start = 0; start < STARTS; start++) {
    await pause(1500)
    for (const pid of host.processes()) process.kill(pid, 'SIGKILL')
    await eventually(() => host.processes().length === 0)
    // Passenger sees that it is gone.
    await pause(500)
    const begun = performance.now()
    await get({ port: host.port }, '/snippet/micrologs.js')
    times.push(Math.round(performance.now() - begun))
  }
  await host.stop()
  return times
}

/** Memory, threads, files and connections, idle and at 500 page views a second. */
async function appetite(root: string, base: Ground): Promise<BenchRow[]> {
  const own = await connectionsTo(base)
  const server = await startServer({ root, url: base.env.DATABASE_URL ?? '', storageDir: base.env.STORAGE_DIR ?? '' })
  const { pid, address } = server
  await pause(IDLE_MS)
  const idle = lookAt(pid)
  let most = idle
  const timer = setInterval(() => (most = larger(most, lookAt(pid))), 100)
  const { port } = address as { port: number }
  const load = await runLoad({ url: `http://127.0.0.1:${port}`, request: pageviews(base.publicKey), ...LOAD })
  clearInterval(timer)
  const connections = (await connectionsTo(base)) - own
  await server.stop()
  if (load.refused > 0) throw new Error(`${load.refused} page views were refused`)
  const line = (name: string, unit: string, of: (look: Look) => number): BenchRow => ({
    name: `${name}, idle / at ${LOAD.rate}/s`,
    value: `${of(idle)} / ${of(most)}${unit}`,
  })
  return [
    { name: `page views a second`, value: `${Math.round(load.perSecond)}, p50 ${load.p50} ms, p99 ${load.p99} ms` },
    line('memory (RSS)', ' MB', ({ rss }) => rss),
    line('address space (VmSize)', ' MB', ({ addresses }) => addresses),
    line('threads', '', ({ threads }) => threads),
    line('open files and sockets', '', ({ files }) => files),
    { name: 'connections to MariaDB under load', value: String(connections) },
  ]
}

async function connectionsTo({ db }: Ground): Promise<number> {
  const { rows } = await sql<{
    held: number
  }>`select count(*) as held from information_schema.processlist where db = 'bench'`.execute(db.read)
  return Number(rows[0]?.held)
}

interface Look {
  readonly rss: number
  readonly addresses: number
  readonly threads: number
  readonly files: number
}

function lookAt(pid: number): Look {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1])
  return {
    rss: Math.round(of('VmRSS') / 1024),
    addresses: Math.round(of('VmSize') / 1024),
    threads: of('Threads'),
    files: readdirSync(`/proc/${pid}/fd`).length,
  }
}

const larger = (a: Look, b: Look): Look => ({
  rss: Math.max(a.rss, b.rss),
  addresses: Math.max(a.addresses, b.addresses),
  threads: Math.max(a.threads, b.threads),
  files: Math.max(a.files, b.files),
})

const spread = (name: string, times: readonly number[]): BenchRow => ({
  name,
  value: `${median(times)} ms (${Math.min(...times)} to ${Math.max(...times)}, of ${times.length})`,
})

function pageOf(rows: readonly BenchRow[]): string {
  const machine = `Node ${process.versions.node}, ${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`
  return [
    '# Hosting, measured',
    '',
    `${machine}; MariaDB with default settings on the same machine. Load of the machine at the end: ${loadavg()[0]?.toFixed(1) ?? ''} on ${cpus().length} cores.`,
    '`npm run bench -- hosting`; the zip as it is uploaded. A start is from the order, or the request, to the answer.',
    '',
    '| what | figure |',
    '|---|---|',
    ...rows.map(({ name, value }) => `| ${name} | ${value} |`),
    '',
  ].join('\n')
}
