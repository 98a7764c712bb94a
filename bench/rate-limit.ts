import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { elapsed } from '../lib/core/clock.ts'
import { silentLog } from '../lib/core/log.ts'
import type { ReqCounter } from '../lib/rate-limit/req-counter.ts'
import { makeReqCounter } from '../lib/rate-limit/req-counter.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 41
const KEYS = 20
/** So few that "10 in the window" stays about 10. */
const CHECKS_PER_KEY = 10
const RULE = { limit: 1e9, windowMs: 60_000 }
const GOAL = 1.2

/**
 * What one check of the `.req` limiter costs with few and with many hits in the window. Few and many take turns, each
 * round with new keys; the ratio is that of the medians.
 */
// eslint-disable-next-line @typescript-eslint/require-await -- all benches are asynchronous
export async function rateLimitBench(): Promise<BenchRow[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'micrologs-bench-'))
  try {
    round(dir, 10, 'warm-up')
    const few: number[] = []
    const many: number[] = []
    for (let n = 0; n < ROUNDS; n++) {
      few.push(round(dir, 10, `${n} few`))
      many.push(round(dir, 10_000, `${n} many`))
    }
    const ratio = median(many) / median(few)
    return [
      { name: 'rate limit check, 10 in the window', value: micros(median(few)) },
      { name: 'rate limit check, 10,000 in the window', value: micros(median(many)) },
      { name: 'rate limit check, 10,000 against 10', value: ratio.toFixed(2), goal: `≤ ${GOAL}`, ok: ratio <= GOAL },
      { name: 'rate limit check in memory (under the threshold)', value: micros(inMemory(dir)) },
      { name: 'rate limit check that refuses', value: micros(refusing(dir)) },
    ]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Milliseconds per check on keys that have had `hits` hits in this window. */
function round(dir: string, hits: number, name: string): number {
  const keys = Array.from({ length: KEYS }, (_, i) => `${name} ${i}`)
  // Hits below its threshold stay in memory and the next one writes them all: a quick way to long files.
  const filler = counterOf(dir, hits - 1)
  for (const key of keys) hit(filler, key, hits)
  const counter = counterOf(dir, 0)
  // The first hit of a key also looks at the window before, once.
  for (const key of keys) hit(counter, key, 1)
  return timed(KEYS * CHECKS_PER_KEY, () => {
    for (const key of keys) hit(counter, key, CHECKS_PER_KEY)
  })
}

function inMemory(dir: string): number {
  const counter = counterOf(dir, 8)
  const keys = Array.from({ length: 20_000 }, (_, i) => `visitor ${i}`)
  for (const key of keys) hit(counter, key, 1)
  return timed(keys.length * 5, () => {
    for (const key of keys) hit(counter, key, 5)
  })
}

function refusing(dir: string): number {
  const counter = counterOf(dir, 0)
  const refuse = (times: number) => {
    for (let n = 0; n < times; n++) counter.hit('stubborn', { limit: 100, windowMs: RULE.windowMs })
  }
  refuse(200)
  return timed(100_000, () => refuse(100_000))
}

/** The clock stands still, so that no window ends in the middle of a round. */
const counterOf = (dir: string, threshold: number): ReqCounter =>
  makeReqCounter({ dir, threshold, clock: { now: () => 1_767_614_400_000 }, log: silentLog, random: () => 1 })

function hit(counter: ReqCounter, key: string, times: number): void {
  for (let n = 0; n < times; n++) counter.hit(key, RULE)
}

function timed(checks: number, work: () => void): number {
  const start = elapsed()
  work()
  return (elapsed() - start) / checks
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

const micros = (ms: number): string => `${(ms * 1000).toFixed(ms < 0.001 ? 2 : 1)} µs`
