import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { bundleForChild } from '../test/kit/bundle.ts'
import { freePort } from '../test/kit/server-process.ts'
import type { ChildServer } from './child-server.ts'
import { startChild, untilListening } from './child-server.ts'
import type { LoadResult } from './load.ts'
import { runLoad } from './load.ts'
import type { Ground } from './ground.ts'
import { ground } from './ground.ts'
import { pageviews } from './requests.ts'
import type { BenchRow } from './row.ts'
import { median } from './row.ts'

const ROUNDS = 3

const show = ({ perSecond, p50, p99 }: LoadResult, server: ChildServer) =>
  `${Math.round(perSecond)}/s, p50 ${p50} ms, p99 ${p99} ms, RSS ${Math.round(server.rss())} MB`

/** (a) and (b): the whole app against an empty handler, and against a row per request; rounds in turn. */
export async function acceptBench(): Promise<BenchRow[]> {
  const base = await ground()
  const request = pageviews(base.publicKey)
  const entries = {
    app: path.resolve('app.js'),
    empty: bundleForChild('bench/servers/empty-handler.ts'),
    writes: bundleForChild('bench/servers/row-per-request.ts'),
    bare: bundleForChild('bench/servers/row-per-request.ts'),
  }
  const found: Record<string, number[]> = {}
  const last: Record<string, string> = {}
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, script] of Object.entries(entries)) {
      const server = await startChild(script, { ...base.env, BENCH_BARE: name === 'bare' ? '1' : '0' })
      await runLoad({ url: server.url, request, seconds: 1 })
      const result = await runLoad({ url: server.url, request, seconds: 4 })
      if (result.refused > 0) throw new Error(`${name} refused ${result.refused} requests`)
      ;(found[name] ??= []).push(result.perSecond)
      last[name] = show(result, server)
      await server.stop()
    }
  }
  await base.end()
  const ratio = (a: string, b: string) => median(found[a] ?? []) / median(found[b] ?? [])
  const toEmpty = ratio('app', 'empty')
  const toWrites = ratio('app', 'writes')
  const toBare = ratio('app', 'bare')
  return [
    { name: 'empty Express handler', value: last.empty ?? '' },
    { name: 'whole app, MariaDB', value: last.app ?? '' },
    { name: 'the same, written request by request', value: last.writes ?? '' },
    { name: 'one bare row per request', value: last.bare ?? '' },
    {
      name: '(a) whole app / empty handler',
      value: toEmpty.toFixed(2),
      goal: 'at least 0.5, wish 0.8',
      ok: toEmpty >= 0.5,
    },
    { name: '(b) whole app / written by request', value: toWrites.toFixed(1), goal: 'at least 5', ok: toWrites >= 5 },
    { name: '    whole app / bare row by request', value: toBare.toFixed(1) },
  ]
}

/** (d) memory at a steady rate and flat out, (f) how fast the writer empties the spool. */
export async function memoryBench(): Promise<BenchRow[]> {
  const base = await ground()
  const request = pageviews(base.publicKey)
  await warmCodeCache(base)
  const server = await startChild(path.resolve('app.js'), base.env)
  const { url } = server
  const idle = server.rss()
  const steady = await peakDuring(server, () => runLoad({ url, request, seconds: 15, rate: 500 }))
  const before = await settled(base)
  const started = performance.now()
  const quarters: number[] = []
  let answered = 0
  for (let quarter = 0; quarter < 4; quarter++) {
    const load = await peakDuring(server, () => runLoad({ url, request, amount: 50_000 }))
    quarters.push(load.rss)
    answered += load.answered
  }
  const acceptedMs = performance.now() - started
  const stored = (await settled(base)) - before
  await server.stop()
  await base.end()
  const flatOut = Math.max(...quarters)
  const growth = (quarters[3] ?? 0) / (quarters[0] ?? 1)
  return [
    { name: 'RSS idle', value: `${Math.round(idle)} MB` },
    { name: '(d) RSS at 500/s', value: `${Math.round(steady.rss)} MB`, goal: 'under 100', ok: steady.rss < 100 },
    {
      name: `(d) RSS flat out, ${answered} page views`,
      value: `${Math.round(flatOut)} MB`,
      goal: 'under 150',
      ok: flatOut < 150,
    },
    { name: '(d) last quarter / first', value: growth.toFixed(2), goal: 'no growth', ok: growth < 1.1 },
    {
      name: 'stored / accepted',
      value: `${stored} / ${answered}, accepted at ${Math.round((answered / acceptedMs) * 1000)}/s`,
    },
  ]
}

/** The first start after a build has no code cache yet and leaves one behind; what counts is every start after it. */
async function warmCodeCache(base: Ground): Promise<void> {
  const server = await startChild(path.resolve('app.js'), base.env)
  const isThere = () => readdirSync('dist').some((name) => name.endsWith(`${process.version}.cache`))
  for (let tries = 0; !isThere() && tries < 100; tries++) await pause(100)
  await server.stop()
}

/** Page views in the database, once their number stands still. */
async function settled(base: Ground): Promise<number> {
  for (let last = -1; ;) {
    const now = await base.stored()
    if (now === last) return now
    last = now
    await pause(1500)
  }
}

const TO_DRAIN = 60_000

/** (f) the writer alone: a full spool into an empty MariaDB, with default settings. */
export async function drainBench(): Promise<BenchRow[]> {
  const base = await ground()
  const server = await startChild(path.resolve('app.js'), {
    ...base.env,
    DATABASE_URL: 'mysql://nobody@127.0.0.1:1/none',
  })
  await runLoad({ url: server.url, request: pageviews(base.publicKey), amount: TO_DRAIN })
  await server.stop()
  const writer = await startChild(path.resolve('app.js'), base.env)
  const started = performance.now()
  while ((await base.stored()) < TO_DRAIN) {
    if (performance.now() - started > 120_000)
      throw new Error(`Only ${await base.stored()} of ${TO_DRAIN} were written`)
    await pause(20)
  }
  const perSecond = (TO_DRAIN / (performance.now() - started)) * 1000
  await writer.stop()
  await base.end()
  return [
    {
      name: '(f) writer into MariaDB',
      value: `${Math.round(perSecond)} page views/s`,
      goal: 'at least 5000',
      ok: perSecond >= 5000,
    },
  ]
}

async function peakDuring(server: ChildServer, work: () => Promise<LoadResult>): Promise<LoadResult & { rss: number }> {
  let rss = server.rss()
  const timer = setInterval(() => {
    rss = Math.max(rss, server.rss())
  }, 100)
  try {
    const result = await work()
    return { ...result, rss }
  } finally {
    clearInterval(timer)
  }
}

/** (e) from the start of the process to its first answer. */
export async function startBench(): Promise<BenchRow[]> {
  const storageDir = mkdtempSync(path.join(tmpdir(), 'micrologs-bench-'))
  const times: number[] = []
  for (let i = 0; i < 7; i++) {
    const port = await freePort()
    const started = performance.now()
    const child = spawn(process.execPath, ['app.js'], {
      stdio: 'ignore',
      env: { ...process.env, PORT: String(port), STORAGE_DIR: storageDir, LOG_LEVEL: 'silent' },
    })
    await untilListening(port, child)
    const answer = await fetch(`http://127.0.0.1:${port}/snippet/micrologs.js`)
    await answer.arrayBuffer()
    times.push(performance.now() - started)
    child.kill('SIGKILL')
  }
  rmSync(storageDir, { recursive: true, force: true })
  const typical = median(times)
  return [
    {
      name: '(e) node app.js to first answer',
      value: `${Math.round(typical)} ms`,
      goal: 'under 300',
      ok: typical < 300,
    },
  ]
}
