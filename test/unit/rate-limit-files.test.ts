import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { silentLog } from '../../lib/core/log.ts'
import type { ReqCounterParts } from '../../lib/rate-limit/req-counter.ts'
import { makeReqCounter } from '../../lib/rate-limit/req-counter.ts'
import { SWEEP_MOST } from '../../lib/rate-limit/req-folder.ts'

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

const reqFiles = () =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.req'))
    .map((name) => ({ name, size: statSync(path.join(dir, name)).size }))

const times = <T>(n: number, call: () => T): T[] => Array.from({ length: n }, call)

describe('files', () => {
  test('ordinary visitors cost none; the hit over the threshold writes all', () => {
    const counter = counterOf({ threshold: 8 })
    const rule = { limit: 300, windowMs: MINUTE }
    for (let visitor = 0; visitor < 100; visitor++) times(8, () => counter.hit(`visitor ${visitor}`, rule))
    expect(readdirSync(dir)).toEqual([])
    counter.hit('visitor 7', rule)
    expect(reqFiles()).toEqual([expect.objectContaining({ size: 9 })])
    counter.hit('visitor 7', rule)
    expect(reqFiles()).toEqual([expect.objectContaining({ size: 10 })])
  })

  test('the threshold is at most a tenth of the limit', () => {
    const counter = counterOf({ threshold: 8 })
    times(2, () => counter.hit('a', { limit: 20, windowMs: MINUTE }))
    expect(reqFiles()).toEqual([])
    counter.hit('a', { limit: 20, windowMs: MINUTE })
    expect(reqFiles()).toHaveLength(1)
  })

  test('refused hits write nothing, and a new process sees the count, also of the window before', () => {
    times(30, () => counterOf({ threshold: 0 }).hit('a', TEN))
    expect(reqFiles()).toEqual([expect.objectContaining({ size: 10 })])
    clock.at += 1.5 * MINUTE
    expect(counterOf({ threshold: 0 }).hit('a', TEN).hits).toBe(6)
  })

  test('say nothing about the key', () => {
    counterOf({ threshold: 0 }).hit('192.0.2.1', TEN)
    const other = mkdtempSync(path.join(tmpdir(), 'micrologs-rate-'))
    counterOf({ threshold: 0, dir: other }).hit('192.0.2.1', TEN)
    const [file] = reqFiles()
    expect(file?.name).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{30}\.[0-9a-z]+\.req$/)
    expect(readdirSync(other, { recursive: true })).not.toContain(file?.name)
    rmSync(other, { recursive: true })
  })

  test.each([
    ['empty', ''],
    ['NUL', 'a\0b'],
    ['a way out of the folder', '../../../../tmp/evil'],
    ['a lone surrogate', '\ud800'],
    ['prototype', '__proto__'],
    ['very long', 'x'.repeat(1_000_000)],
  ])('a hostile key is a key: %s', (_, key) => {
    const counter = counterOf({ threshold: 0 })
    expect(times(11, () => counter.hit(key, TEN).hits)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(reqFiles()).toHaveLength(1)
  })

  test('long keys that differ at the end are different keys', () => {
    const counter = counterOf()
    const long = 'x'.repeat(1000)
    expect([`${long}a`, `${long}b`, `${long}a`].map((key) => counter.hit(key, TEN).hits)).toEqual([1, 1, 2])
  })
})

describe('when files cannot be written', () => {
  test('hits are counted in memory, the log says so once a minute, and it heals', () => {
    const told: unknown[] = []
    const log = { ...silentLog, warn: (details: object) => told.push(details) }
    const blocked = path.join(dir, 'rate')
    writeFileSync(blocked, 'a file where the folder should be')
    const counter = counterOf({ dir: blocked, log, threshold: 0 })
    expect(times(6, () => counter.hit('a', TEN).hits)).toEqual([1, 2, 3, 4, 5, 6])
    clock.at += 59_000
    expect(counter.hit('a', TEN).hits).toBe(7)
    expect(told).toEqual([{ reason: expect.stringMatching(/^(EEXIST|ENOTDIR)$/) as unknown }])

    rmSync(blocked)
    clock.at += 999
    expect(times(5, () => counter.hit('a', TEN).hits)).toEqual([8, 9, 10, 11, 11])
    clock.at += 2 * MINUTE
    expect(counter.hit('a', TEN).hits).toBe(1)
    expect(reqFiles()).toHaveLength(1)
    expect(told).toHaveLength(1)
  })

  test('what was counted in memory is written when it is possible again', () => {
    const blocked = path.join(dir, 'rate')
    writeFileSync(blocked, '')
    const counter = counterOf({ dir: blocked, threshold: 0 })
    times(4, () => counter.hit('a', TEN))
    rmSync(blocked)
    clock.at += 1000
    expect(counter.hit('a', TEN).hits).toBe(5)
    expect(reqFiles()).toEqual([expect.objectContaining({ size: 5 })])
  })

  test('a folder emptied under a running process comes back, with the salt', () => {
    const counter = counterOf({ threshold: 0 })
    times(10, () => counter.hit('a', TEN))
    rmSync(dir, { recursive: true })
    expect(counter.hit('a', TEN).hits).toBe(11)
    times(10, () => counter.hit('b', TEN))
    expect(counterOf({ threshold: 0 }).hit('b', TEN).hits).toBe(11)
  })

  test('a damaged salt is replaced', () => {
    writeFileSync(path.join(dir, 'salt'), '')
    const counter = counterOf({ threshold: 0 })
    expect(counter.hit('a', TEN).hits).toBe(1)
    clock.at += 1000
    expect(counter.hit('a', TEN).hits).toBe(2)
    expect(reqFiles()).toEqual([expect.objectContaining({ size: 2 })])
  })
})

describe('sweeping', () => {
  /** `random` that always picks one folder; 1 % comes out true. */
  const always = (folder: string) => () => parseInt(folder, 16) / 256

  const countFor = (counter: ReturnType<typeof counterOf>, from: number, to: number) => {
    for (let key = from; key < to; key++) counter.hit(`key ${key}`, TEN)
  }

  test('deletes expired files and nothing else', async () => {
    const counter = counterOf({ threshold: 0 })
    countFor(counter, 0, 600)
    clock.at += MINUTE
    countFor(counter, 600, 1200)
    const foreign = reqFiles()[0]?.name.slice(0, 2) ?? ''
    writeFileSync(path.join(dir, foreign, 'notes.txt'), 'mine')
    // The first lot ends to matter when its window and the next are over.
    clock.at = START + 2 * MINUTE - 1
    for (let i = 0; i < 256; i++) await counterOf({ random: () => i / 256 }).sweep()
    expect(reqFiles()).toHaveLength(1200)
    clock.at += 1
    for (let i = 0; i < 256; i++) await counterOf({ random: () => i / 256 }).sweep()
    expect(reqFiles()).toHaveLength(600)
    expect(readdirSync(path.join(dir, foreign))).toContain('notes.txt')
    expect(counterOf({ threshold: 0 }).hit('key 600', TEN).hits).toBe(2)
  })

  test('is bounded, one at a time, and comes with a hit', async () => {
    const folder = '00'
    const gone = START.toString(36)
    mkdirSync(path.join(dir, folder))
    for (let i = 0; i < 250; i++) {
      writeFileSync(path.join(dir, folder, `${i.toString(16).padStart(30, '0')}.${gone}.req`), '.')
    }
    const left = () => readdirSync(path.join(dir, folder)).length

    const counter = counterOf({ random: always(folder) })
    counter.hit('a', TEN)
    counter.hit('a', TEN)
    await new Promise(setImmediate)
    expect(await counter.sweep()).toBe(SWEEP_MOST)
    expect(left()).toBe(250 - SWEEP_MOST)
    expect([await counter.sweep(), await counter.sweep(), await counter.sweep()]).toEqual([SWEEP_MOST, 50, 0])
  })

  test('of a folder that is not there finds nothing', async () => {
    expect(await counterOf({ dir: path.join(dir, 'never', 'made'), random: always('ff') }).sweep()).toBe(0)
  })
})
