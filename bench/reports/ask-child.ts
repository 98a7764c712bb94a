import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DAY } from '../../lib/core/clock.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { queryEngine } from '../../lib/reports/query-engine.ts'
import { median } from '../row.ts'
import { QUESTIONS } from './questions.ts'

const ROUNDS = 7
const MEGABYTE = 1024 * 1024

/** What one question costs in a process of its own. */
export interface AskedCost {
  /** The first time, and the median of the next. */
  readonly firstMs: number
  readonly ms: number
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
  const db = openDb({ url, storageDir, connections: 2 })
  const engine = queryEngine(db)
  const end = Math.floor(until / DAY) * DAY + DAY
  const start = end - question.days * DAY
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const range = { zone: 'UTC', from: day(start), to: day(end - 1), start, end }
  const ask = () => engine.answer({ scope: { project: 1, range }, filter: question.filter, goals: [] }, question.asks)
  // Connects, and compiles what any query needs.
  await db.read.selectFrom('seal_heads').selectAll().execute()
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 2)
  const delays = monitorEventLoopDelay({ resolution: 1 })
  const times: number[] = []
  let rows: unknown
  for (let round = 0; round <= ROUNDS; round++) {
    if (round === 1) delays.enable()
    const started = performance.now()
    rows = (await ask()).at(-1)
    times.push(performance.now() - started)
  }
  delays.disable()
  clearInterval(watch)
  await db.close()
  const [firstMs = 0, ...others] = times
  return {
    firstMs,
    ms: median(others),
    grownMb: (Math.max(most, process.memoryUsage().rss) - before) / MEGABYTE,
    // The resolution of the timer itself is part of what it measures.
    blockedMs: Math.max(0, delays.max / 1e6 - 1),
    rows,
  }
}

const [url = '', storageDir = '', name = '', until = '0'] = process.argv.slice(2)
run(url, storageDir, name, Number(until)).then(
  (cost) => process.stdout.write(JSON.stringify(cost)),
  (fault: unknown) => {
    console.error(fault)
    process.exit(1)
  },
)
