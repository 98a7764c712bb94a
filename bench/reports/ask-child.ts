import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DAY } from '../../lib/core/clock.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { keepHeapSmall } from '../../lib/jobs/keep-heap-small.ts'
import { queryEngine } from '../../lib/reports/query-engine.ts'
import { median } from '../row.ts'
import { QUESTIONS } from './questions.ts'

/** As often as this, and until so much time has gone: what is short is measured oftener, and by then compiled. */
const LEAST_ROUNDS = 7
const LEAST_MS = 3000
const MOST_ROUNDS = 40
const KILOBYTES = 1024
const MEGABYTE = 1024 * 1024

/** What one question costs in a process of its own. */
export interface AskedCost {
  /** The first time, and the median of the next. */
  readonly firstMs: number
  readonly ms: number
  /** What this process itself worked for one of the next, all its threads, ms: what others do on the machine is not in it. */
  readonly ownMs: number
  /** MB that the process grew by at its largest, counted from before the first time. */
  readonly grownMb: number
  /** The longest time in which nobody else got a turn, ms. */
  readonly blockedMs: number
  /** Rows of the last ask, to be held against those of SQL. */
  readonly rows: unknown
}

/** The process asks nothing else, so what it grows by is the question's. */
async function run(url: string, storageDir: string, name: string, until: number): Promise<AskedCost> {
  const question = QUESTIONS.find((one) => one.name === name)
  if (question === undefined) throw new Error(`There is no question "${name}"`)
  // As in the app.
  keepHeapSmall()
  const db = openDb({ url, storageDir, connections: 2 })
  const engine = queryEngine(db)
  const end = Math.floor(until / DAY) * DAY + DAY
  const start = end - question.days * DAY
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const range = { zone: 'UTC', from: day(start), to: day(end - 1), start, end }
  const ask = () => engine.answer({ scope: { project: 1, range }, filter: question.filter, goals: [] }, question.asks)
  // Connects, and compiles what any query needs.
  await db.read.selectFrom('seal_heads').selectAll().execute()
  const before = process.memoryUsage.rss()
  const first = await timed(ask)
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  const worked = process.cpuUsage()
  const times: number[] = []
  const begun = performance.now()
  while (times.length < LEAST_ROUNDS || (times.length < MOST_ROUNDS && performance.now() - begun < LEAST_MS))
    times.push((await timed(ask)).ms)
  const { user, system } = process.cpuUsage(worked)
  delays.disable()
  await db.close()
  return {
    firstMs: first.ms,
    ms: median(times),
    ownMs: (user + system) / 1000 / times.length,
    grownMb: Math.max(0, process.resourceUsage().maxRSS * KILOBYTES - before) / MEGABYTE,
    // The resolution of the timer itself is part of what it measures.
    blockedMs: Math.max(0, delays.max / 1e6 - 1),
    rows: first.answers.at(-1),
  }
}

async function timed<T>(ask: () => Promise<T>): Promise<{ ms: number; answers: T }> {
  const started = performance.now()
  const answers = await ask()
  return { ms: performance.now() - started, answers }
}

const [url = '', storageDir = '', name = '', until = '0'] = process.argv.slice(2)
run(url, storageDir, name, Number(until)).then(
  (cost) => process.stdout.write(JSON.stringify(cost)),
  (fault: unknown) => {
    console.error(fault)
    process.exit(1)
  },
)
