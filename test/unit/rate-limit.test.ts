import fc from 'fast-check'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { silentLog } from '../../lib/core/log.ts'
import { makeLimiter, rateLimitHeaders } from '../../lib/rate-limit/check-limit.ts'
import { LIMITS } from '../../lib/rate-limit/limits.ts'
import type { ReqCounterParts } from '../../lib/rate-limit/req-counter.ts'
import { makeReqCounter } from '../../lib/rate-limit/req-counter.ts'

const START = Date.UTC(2026, 0, 5, 12)
const MINUTE = 60_000
const TEN = { limit: 10, windowMs: MINUTE }

let dir: string
let clock: { at: number; now(): number }

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'micrologs-rate-'))
  clock = {
    at: START,
    now() {
      return this.at
    },
  }
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const counterOf = (parts: Partial<ReqCounterParts> = {}) =>
  makeReqCounter({ dir, clock, log: silentLog, random: () => 1, ...parts })

const times = <T>(n: number, call: () => T): T[] => Array.from({ length: n }, call)

describe.each([0, 8])('counting with a threshold of %i', (threshold) => {
  test('counts up to the limit, then refuses', () => {
    const counter = counterOf({ threshold })
    const hits = times(12, () => counter.hit('a', TEN).hits)
    expect(hits).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11])
    expect(counter.hit('b', TEN).hits).toBe(1)
    expect(counter.hit('a', { ...TEN, windowMs: 1000 }).hits).toBe(1)
  })

  test('the window before counts by the share of it that is still covered', () => {
    const counter = counterOf({ threshold })
    times(10, () => counter.hit('a', TEN))
    const admittedAt = (ms: number) => {
      clock.at = START + ms
      return times(20, () => counter.hit('a', TEN)).filter(({ hits }) => hits <= TEN.limit).length
    }
    expect([0, 59_999, 60_000, 65_999, 66_000, 90_000, 119_999].map(admittedAt)).toEqual([0, 0, 0, 0, 1, 4, 4])
    // 9 were admitted in the window before, so half of them count.
    expect(admittedAt(150_000)).toBe(5)
    expect(admittedAt(300_000)).toBe(10)
  })

  test('who waits as told gets in, who comes a moment earlier does not', () => {
    const counter = counterOf({ threshold })
    for (let round = 0; round < 200; round++) {
      const { hits, resetMs } = counter.hit('a', { limit: 7, windowMs: MINUTE })
      if (hits <= 7) continue
      clock.at += resetMs - 1
      expect(counter.hit('a', { limit: 7, windowMs: MINUTE }).hits).toBeGreaterThan(7)
      clock.at += 1
      expect(counter.hit('a', { limit: 7, windowMs: MINUTE }).hits).toBeLessThanOrEqual(7)
    }
  })

  test('refused hits do not make the wait longer', () => {
    const counter = counterOf({ threshold })
    times(10, () => counter.hit('a', TEN))
    const waits = times(50, () => counter.hit('a', TEN).resetMs)
    expect(new Set(waits)).toEqual(new Set([66_000]))
  })

  test('never more than the limit in a fixed window, nor twice the limit in any other', () => {
    const arrivals = fc.array(fc.tuple(fc.integer({ min: 0, max: 25_000 }), fc.integer({ min: 1, max: 15 })), {
      maxLength: 40,
    })
    let run = 0
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 30 }), fc.string(), (bursts, limit, key) => {
        clock.at = START
        const counter = counterOf({ threshold, dir: path.join(dir, String(run++)) })
        const admitted: number[] = []
        for (const [gap, size] of bursts) {
          clock.at += gap
          const allowed = times(size, () => counter.hit(key, { limit, windowMs: MINUTE })).filter(
            (h) => h.hits <= limit,
          )
          admitted.push(...allowed.map(() => clock.at))
        }
        for (const start of admitted) {
          const fixed = Math.floor(start / MINUTE)
          expect(admitted.filter((at) => Math.floor(at / MINUTE) === fixed).length).toBeLessThanOrEqual(limit)
          expect(admitted.filter((at) => at >= start && at < start + MINUTE).length).toBeLessThan(2 * limit)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('check', () => {
  test('tells what the headers need', () => {
    const limiter = makeLimiter({ counter: counterOf(), enabled: true })
    clock.at += 15_500
    const results = times(6, () => limiter.check('projects/create', 'a'))
    expect(results.map(rateLimitHeaders)).toEqual([
      ...[4, 3, 2, 1, 0].map((remaining) => ({
        'RateLimit-Limit': '5',
        'RateLimit-Remaining': String(remaining),
        'RateLimit-Reset': '45',
      })),
      { 'RateLimit-Limit': '5', 'RateLimit-Remaining': '0', 'RateLimit-Reset': '57', 'Retry-After': '57' },
    ])
    expect(results.map((result) => result.allowed)).toEqual([true, true, true, true, true, false])
    expect(limiter.check('projects/delete', 'a').allowed).toBe(true)
  })

  test('off: allows all, counts nothing, sets no header', () => {
    const limiter = makeLimiter({ counter: counterOf({ threshold: 0 }), enabled: false })
    const results = times(50, () => limiter.check('projects/create', 'a'))
    expect(results.every((result) => result.allowed)).toBe(true)
    expect(rateLimitHeaders(limiter.check('projects/create', 'a'))).toEqual({})
    expect(readdirSync(dir)).toEqual([])
  })

  test('every family has a limit that a person can live with', () => {
    for (const [family, { limit, windowMs }] of Object.entries(LIMITS)) {
      expect(limit).toBeGreaterThanOrEqual(5)
      // Guessing a password is the one thing that who goes on with it waits longer for.
      if (!family.startsWith('sign-in/')) expect([family, windowMs]).toEqual([family, MINUTE])
    }
  })
})
