import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '../../lib/core/clock.ts'
import { isAlive, NOBODY, thisProcess } from '../../lib/spool/owner.ts'
import { makeAppender } from '../../lib/spool/appender.ts'
import type { Spool } from '../../lib/spool/open-spool.ts'
import { openSpool } from '../../lib/spool/open-spool.ts'
import { readLines } from '../../lib/spool/spool-file.ts'
import { pageviewRecord } from '../kit/records.ts'

let folder: string
const open = (given: { maxBytes?: number; fsync?: boolean } = {}): Spool =>
  openSpool({ folder, maxBytes: 1e9, fsync: false, clock: systemClock, ...given })

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'micrologs-spool-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const files = () => readdirSync(folder).filter((name) => name.endsWith('.spool'))
const linesIn = (spool: Spool) => spool.own().flatMap((file) => readLines(file, 0, 1e6))

describe.each([false, true])('a spool (fsync %s)', (fsync) => {
  test('what was appended lies in the file in order, as JSON lines', async () => {
    const spool = open({ fsync })
    const titles = Array.from({ length: 300 }, (_, i) => `title ${i}`)
    await Promise.all(titles.map((title) => spool.append(pageviewRecord({ title }))))
    expect(linesIn(spool).map(({ text }) => (JSON.parse(text) as { title: string }).title)).toEqual(titles)
    spool.close()
  })

  test('closing writes what was still gathering', () => {
    const spool = open({ fsync })
    const kept = spool.append(pageviewRecord())
    spool.close()
    const [name] = files()
    expect(readFileSync(path.join(folder, name ?? ''), 'utf8').split('\n')).toHaveLength(2)
    return kept
  })
})

test('a file stored in full is removed when the spool is closed, one with records left is not', async () => {
  const spool = open()
  const record = pageviewRecord()
  await spool.append(record)
  const [file] = spool.own()
  const [line] = linesIn(spool)
  if (!file || !line) throw new Error('nothing was spooled')
  spool.stored(file, line.end)
  // Of the same length.
  await spool.append(record)
  spool.close()
  expect(files()).toEqual([`${file.id}~${NOBODY}.spool`])
  const next = open()
  expect(next.own().map(({ id }) => id)).toEqual([file.id])
  next.stored(next.own()[0] ?? file, 2 * line.end)
  next.close()
  expect(files()).toEqual([])
})

test('files of processes that are gone are taken over, those of living ones are not', async () => {
  const dead = thisProcess.replace(/\.\d+\.\d+$/, '.999999.12345')
  writeFileSync(path.join(folder, `abc-01~${dead}.0000.spool`), `${JSON.stringify(pageviewRecord())}\n`)
  const living = open()
  expect(living.own().map(({ id }) => id)).toEqual(['abc-01'])
  await living.append(pageviewRecord())
  const second = open()
  expect(second.own()).toEqual([])
  expect(second.waitingBytes).toBeGreaterThan(0)
})

test('of two that take over at once, one gets the file', () => {
  writeFileSync(path.join(folder, `abc-02~${NOBODY}.spool`), `${JSON.stringify(pageviewRecord())}\n`)
  const both = [open(), open()]
  expect(both.flatMap((spool) => spool.own())).toHaveLength(1)
})

test('a torn last line was never answered for and is left out', () => {
  const whole = JSON.stringify(pageviewRecord())
  const file = path.join(folder, `abc-03~${NOBODY}.spool`)
  writeFileSync(file, `${whole}\n${whole.slice(0, 40)}`)
  const spool = open()
  expect(linesIn(spool)).toHaveLength(1)
  const [mine] = spool.own()
  if (!mine) throw new Error('not taken over')
  spool.stored(mine, linesIn(spool)[0]?.end ?? 0)
  expect(spool.exhausted(mine)).toBe(true)
  expect(files()).toEqual([])
})

test('a line longer than a read is read whole', () => {
  const title = 'x'.repeat(5000)
  writeFileSync(path.join(folder, `abc-04~${NOBODY}.spool`), `${JSON.stringify(pageviewRecord({ title }))}\n`)
  const spool = open()
  const [file] = spool.own()
  expect(file && readLines(file, 0, 100)).toHaveLength(1)
})

test('over its ceiling a spool refuses and says when to come back', async () => {
  const spool = open({ maxBytes: 2000 })
  await spool.append(pageviewRecord())
  await spool.append(pageviewRecord())
  const refused = spool.append(pageviewRecord({ title: 'y'.repeat(500) }))
  await expect(refused).rejects.toMatchObject({ code: 'unavailable', retryAfter: 30 })
  expect(linesIn(spool)).toHaveLength(2)
})

test('a disk that takes no byte refuses the records, and the next ones go to another file', async () => {
  const places = ['/dev/full', path.join(folder, 'next')]
  const openFile = () => {
    const place = places.shift() ?? ''
    return { fd: openSync(place, 'a'), path: place }
  }
  const appender = makeAppender({ fsync: false, openFile, onWritten: () => undefined })
  await expect(appender.append('lost\n')).rejects.toMatchObject({ code: 'unavailable', retryAfter: 60 })
  await appender.append('kept\n')
  expect(readFileSync(path.join(folder, 'next'), 'utf8')).toBe('kept\n')
  appender.close()
})

test('a folder that takes no file refuses the records, and holds nothing afterwards', async () => {
  const spool = open()
  rmSync(folder, { recursive: true })
  await expect(spool.append(pageviewRecord())).rejects.toMatchObject({ code: 'unavailable', retryAfter: 60 })
  expect(spool.own()).toEqual([])
  mkdirSync(folder)
  await spool.append(pageviewRecord())
  expect(linesIn(spool)).toHaveLength(1)
})

test('a large file that is stored in full gives way to a new one', async () => {
  const spool = open()
  await Promise.all(Array.from({ length: 400 }, () => spool.append(pageviewRecord({ title: 'z'.repeat(400) }))))
  const [file] = spool.own()
  if (!file) throw new Error('nothing was spooled')
  spool.stored(file, readLines(file, 0, 1e9).at(-1)?.end ?? 0)
  expect(spool.exhausted(file)).toBe(true)
  await spool.append(pageviewRecord())
  expect(spool.own().map(({ id }) => id)).not.toContain(file.id)
})

test('a file that is no spool file is left alone', () => {
  appendFileSync(path.join(folder, 'not-a-spool-file'), 'x')
  expect(open().own()).toEqual([])
})

describe('who is alive', () => {
  const now = 1_000_000_000
  test.each([
    ['this process', thisProcess, 0, true],
    ['nobody', NOBODY, now, false],
    ['a process number that is free', thisProcess.replace(/\.\d+\.\d+$/, '.999999.1'), now, false],
    ['our number, but started at another time', thisProcess.replace(/\.\d+$/, '.1'), now, false],
    ['no start is told, just heard of', thisProcess.replace(/\.\d+$/, '.'), now - 60_000, true],
    ['no start is told, and nobody has the number', thisProcess.replace(/\.\d+\.\d+$/, '.999999.'), now, false],
    ['another machine, just heard of', 'ffffffffffff.12.34', now - 60_000, true],
    ['another machine, silent for long', 'ffffffffffff.12.34', now - 700_000, false],
  ])('%s', (_name, owner, touchedAt, expected) => expect(isAlive(owner, touchedAt, now)).toBe(expected))
})
