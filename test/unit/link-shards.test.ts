import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stampOf, writeWhole, writeWholeOver } from '../../lib/core/whole-file.ts'
import { Impatient, inBatches } from '../../lib/links/in-batches.ts'
import type { KnownLink } from '../../lib/links/link-shard.ts'
import { readShard, shardText } from '../../lib/links/link-shard.ts'

describe('a shard', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'micrologs-shard-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const link = (id: number, length = 30): KnownLink => ({
    target: { id, project: 1, destination: 'https://shop.example/'.padEnd(length, 'x'), isActive: true },
    readAt: id,
  })
  const linksOf = (count: number, length?: number) =>
    new Map(Array.from({ length: count }, (_, i) => [`code${i}`, link(i, length)]))
  function stored(links: ReadonlyMap<string, KnownLink>) {
    const file = path.join(folder, 'ab.json')
    writeFileSync(file, shardText(links))
    return readShard(file)
  }

  test('gives back what it was given, in order', () => {
    expect([...stored(linksOf(400))]).toEqual([...linksOf(400)])
    expect([...stored(new Map())]).toEqual([])
  })

  test('holds 400 links, the newest', () => {
    expect([...stored(linksOf(450)).keys()]).toEqual([...linksOf(450).keys()].slice(50))
  })

  test('holds 256 KB', () => {
    const text = shardText(linksOf(400, 2048))
    expect(Buffer.byteLength(text)).toBeLessThan(257 * 1024)
    expect(Buffer.byteLength(text)).toBeGreaterThan(250 * 1024)
    expect([...stored(linksOf(400, 2048)).keys()].at(-1)).toBe('code399')
  })

  test('that another process has replaced is not written over', () => {
    const file = path.join(folder, 'deeper/ab.json')
    expect(writeWholeOver(file, 'one', undefined)).toBe(stampOf(file))
    const before = stampOf(file)
    expect(writeWhole(file, 'two')).toBe(stampOf(file))
    expect(writeWholeOver(file, 'three', before)).toBeUndefined()
    expect(readFileSync(file, 'utf8')).toBe('two')
    expect(writeWholeOver(file, 'four', stampOf(file))).toBe(stampOf(file))
    expect([readFileSync(file, 'utf8'), readdirSync(path.dirname(file))]).toEqual(['four', ['ab.json']])
  })
})

describe('questions in batches', () => {
  /** A reader that answers when it is told to. */
  function slowReader() {
    const questions: { keys: readonly string[]; answer: () => void; fail: () => void }[] = []
    const read = (keys: readonly string[]) =>
      new Promise<Map<string, string>>((resolve, reject) =>
        questions.push({
          keys,
          answer: () => resolve(new Map(keys.map((key) => [key, key.toUpperCase()]))),
          fail: () => reject(new Error('away')),
        }),
      )
    return { questions, read }
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))

  test('one at a time; what comes meanwhile goes into the next', async () => {
    const { questions, read } = slowReader()
    const ask = inBatches(read, 5000)
    const first = [ask('a'), ask('b'), ask('a')]
    await settled()
    const second = [ask('c'), ask('a')]
    await settled()
    expect(questions.map(({ keys }) => keys)).toEqual([['a', 'b']])
    questions[0]?.answer()
    expect(await Promise.all(first)).toEqual(['A', 'B', 'A'])
    await settled()
    expect(questions.map(({ keys }) => keys)).toEqual([
      ['a', 'b'],
      ['c', 'a'],
    ])
    questions[1]?.answer()
    expect(await Promise.all(second)).toEqual(['C', 'A'])
  })

  test('a failure is of those who asked, not of the next', async () => {
    const { questions, read } = slowReader()
    const ask = inBatches(read, 5000)
    const first = ask('a')
    await settled()
    const second = ask('a')
    questions[0]?.fail()
    await expect(first).rejects.toThrow('away')
    await settled()
    questions[1]?.answer()
    expect(await second).toBe('A')
  })

  test('while one hangs, everybody is refused in time and nothing more is asked', async () => {
    const { questions, read } = slowReader()
    const ask = inBatches(read, 20)
    await expect(ask('a')).rejects.toThrow(Impatient)
    await expect(ask('b')).rejects.toThrow(Impatient)
    await expect(ask('c')).rejects.toThrow(Impatient)
    expect(questions).toHaveLength(1)
    questions[0]?.answer()
    await settled()
    questions[1]?.answer()
    await settled()
    const again = ask('d')
    await settled()
    questions[2]?.answer()
    expect(await again).toBe('D')
  })

  test('500 at once are enough', async () => {
    const { questions, read } = slowReader()
    const ask = inBatches(read, 5000)
    const many = Promise.allSettled(Array.from({ length: 501 }, (_, i) => ask(`k${i}`)))
    await settled()
    questions[0]?.answer()
    const results = await many
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(questions.map(({ keys }) => keys.length)).toEqual([500])
  })
})
