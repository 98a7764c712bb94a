import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundleForChild } from '../kit/bundle.ts'
import type { ChildOrder } from '../kit/rate-limit-child.ts'

const ORDER = { now: Date.UTC(2026, 0, 5, 12), windowMs: 60_000, threshold: 0 }

let script: string
let dir: string
const children = new Set<ChildProcess>()

beforeAll(() => (script = bundleForChild('test/kit/rate-limit-child.ts')))
beforeEach(() => (dir = mkdtempSync(path.join(tmpdir(), 'micrologs-rate-'))))
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  rmSync(dir, { recursive: true, force: true })
})

async function start(): Promise<ChildProcess> {
  const child = fork(script)
  children.add(child)
  await once(child, 'message')
  return child
}

async function run(
  child: ChildProcess,
  order: Pick<ChildOrder, 'limit' | 'hits'> & Partial<ChildOrder>,
): Promise<number[]> {
  child.send({ ...ORDER, dir, ...order })
  const [hits] = (await once(child, 'message')) as [number[]]
  return hits
}

const sizes = () =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.req'))
    .map((name) => statSync(path.join(dir, name)).size)

test('two processes admit exactly the limit together', async () => {
  const two = await Promise.all([start(), start()])
  const hits = (await Promise.all(two.map((child) => run(child, { limit: 100, hits: 100 })))).flat()
  expect(hits.filter((n) => n <= 100)).toHaveLength(100)
})

test('no increment is lost and no two hits get the same number', async () => {
  const two = await Promise.all([start(), start()])
  const hits = (await Promise.all(two.map((child) => run(child, { limit: 1e6, hits: 5000 })))).flat()
  expect(new Set(hits)).toEqual(new Set(Array.from({ length: 10_000 }, (_, i) => i + 1)))
  expect(sizes()).toEqual([10_000])
})

test('exactly the limit, also in the race at its edge', async () => {
  const two = await Promise.all([start(), start()])
  for (let round = 0; round < 50; round++) {
    const order = { limit: 20, hits: 20, now: ORDER.now + round * 10 * ORDER.windowMs }
    const hits = (await Promise.all(two.map((child) => run(child, order)))).flat()
    expect(hits.filter((n) => n <= 20)).toHaveLength(20)
  }
})

test('with a threshold, at most one threshold too many per further process', async () => {
  const two = await Promise.all([start(), start()])
  const hits = (await Promise.all(two.map((child) => run(child, { limit: 100, hits: 200, threshold: 8 })))).flat()
  const admitted = hits.filter((n) => n <= 100).length
  expect(admitted).toBeGreaterThanOrEqual(100)
  expect(admitted).toBeLessThanOrEqual(108)
})

test('what a killed process counted stays counted', async () => {
  const [first, second] = await Promise.all([start(), start()])
  const limit = 100_000
  first.send({ ...ORDER, dir, limit, hits: limit, eachAtOnce: true })
  let told = 0
  await new Promise<void>((resolve) => {
    first.on('message', (hits: number) => {
      told = hits
      if (hits === 300) resolve()
    })
  })
  first.kill('SIGKILL')
  await once(first, 'exit')
  const [next = 0] = await run(second, { limit, hits: 1 })
  expect(next).toBeGreaterThan(told)
  expect(sizes()).toEqual([next])
})
