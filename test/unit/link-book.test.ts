import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { silentLog } from '../../lib/core/log.ts'
import type { LinkTarget } from '../../lib/links/link.ts'
import { openLinkBook } from '../../lib/links/link-book.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { eventually } from '../kit/eventually.ts'

/** The database is a map here, which may be away; what a real one does is in test/http/redirect.test.ts. */
let links: Map<string, LinkTarget>
let isAway: boolean
let asked: string[][]
let clock: MovedClock
let storage: string
let folder: string

beforeEach(() => {
  links = new Map([
    ['one', target(1)],
    ['two', target(2)],
  ])
  isAway = false
  asked = []
  clock = clockAt('2026-03-10T12:00:00Z')
  storage = mkdtempSync(path.join(tmpdir(), 'micrologs-links-'))
  folder = path.join(storage, 'links')
})
afterEach(() => rmSync(storage, { recursive: true, force: true }))

const target = (id: number, more: Partial<LinkTarget> = {}): LinkTarget => ({
  id,
  project: 1,
  destination: `https://shop.example/${id}`,
  isActive: true,
  ...more,
})

function read(codes: readonly string[]): Promise<ReadonlyMap<string, LinkTarget>> {
  asked.push([...codes])
  if (isAway) return Promise.reject(new Error('The database is away'))
  return Promise.resolve(new Map([...links].filter(([code]) => codes.includes(code))))
}

const open = (clockOfIt = clock, log = silentLog) => openLinkBook({ folder, read, clock: clockOfIt, log })
const shardFiles = () => readdirSync(folder).map((name) => path.join(folder, name))

test('a link is asked for once, and known to every process from then on, also when the database is away', async () => {
  const book = open()
  const found = await Promise.all([book.find('one'), book.find('one'), book.find('two')])
  expect(found).toEqual([target(1), target(1), target(2)])
  expect(asked).toEqual([['one', 'two']])
  isAway = true
  expect(await book.find('one')).toEqual(target(1))
  expect(await open().find('one')).toEqual(target(1))
  expect(open().recall('two')).toEqual(target(2))
  expect(asked).toHaveLength(1)
})

test('the files are small, whole and for this account only', async () => {
  await open().find('one')
  const [file = '', ...more] = shardFiles()
  expect(more).toEqual([])
  expect(path.basename(file)).toMatch(/^[\da-f]{2}\.json$/)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    format: 1,
    links: [{ code: 'one', ...target(1), readAt: clock.now() }],
  })
})

test('one that is not there is not asked for again within 2 s', async () => {
  const book = open()
  expect(await book.find('none')).toBeUndefined()
  clock.advance(1999)
  expect(await book.find('none')).toBeUndefined()
  expect(asked).toHaveLength(1)
  links.set('none', target(3))
  clock.advance(1)
  expect(await book.find('none')).toEqual(target(3))
})

test('one that is made after it was missed is there at once, in other processes within a second', async () => {
  const [here, there] = [open(), open()]
  await Promise.all([here.find('new'), there.find('new')])
  links.set('new', target(3))
  await here.changed('new')
  expect(await here.find('new')).toEqual(target(3))
  clock.advance(1000)
  expect(await there.find('new')).toEqual(target(3))
  expect(asked).toHaveLength(3)
})

test('an edit and a delete are seen by other processes within a second', async () => {
  const [here, there] = [open(), open()]
  await Promise.all([here.find('one'), there.find('one')])
  links.set('one', target(1, { isActive: false }))
  await here.changed('one')
  expect(here.recall('one')).toEqual(target(1, { isActive: false }))
  clock.advance(1000)
  expect(there.recall('one')).toEqual(target(1, { isActive: false }))
  links.delete('one')
  await here.changed('one')
  expect(await here.find('one')).toBeUndefined()
  clock.advance(1000)
  expect(await there.find('one')).toBeUndefined()
})

test('what another machine has changed is answered as it was, and refreshed behind the answer after 30 s', async () => {
  const book = open()
  await book.find('one')
  links.set('one', target(9))
  clock.advance(29_999)
  expect(await book.find('one')).toEqual(target(1))
  expect(asked).toHaveLength(1)
  clock.advance(1)
  expect(await book.find('one')).toEqual(target(1))
  await eventually(() => Promise.resolve(book.recall('one')?.id === 9))
  expect(await open().find('one')).toEqual(target(9))
})

test('a refresh that says nothing new writes no file', async () => {
  const book = open()
  await book.find('one')
  const before = statSync(shardFiles()[0] ?? '').ino
  clock.advance(31_000)
  await book.find('one')
  await eventually(() => asked.length === 2)
  await book.find('one')
  expect(statSync(shardFiles()[0] ?? '').ino).toBe(before)
  clock.advance(29_000)
  await book.find('one')
  expect(asked).toHaveLength(2)
})

test('away: what is known stays, what is not is unavailable, and it says so once', async () => {
  const lines: string[] = []
  const keep = (_details: object, message: string) => void lines.push(message)
  const book = open(clock, { ...silentLog, warn: keep, info: keep })
  await book.find('one')
  isAway = true
  clock.advance(60_000)
  for (let i = 0; i < 3; i++) expect(await book.find('one')).toEqual(target(1))
  await eventually(() => asked.length === 2)
  await expect(book.find('two')).rejects.toMatchObject({ code: 'unavailable', retryAfter: 5 })
  expect(book.recall('two')).toBeUndefined()
  clock.advance(4000)
  await book.find('one')
  expect(asked).toHaveLength(3)
  isAway = false
  clock.advance(1000)
  await book.find('one')
  expect(await book.find('two')).toEqual(target(2))
  expect(lines).toEqual(['Links cannot be looked up; known ones lead on', 'Links can be looked up again'])
})

test('a change that cannot be read back is forgotten rather than remembered wrongly', async () => {
  const book = open()
  await book.find('one')
  isAway = true
  await book.changed('one')
  expect(book.recall('one')).toBeUndefined()
  expect(open().recall('one')).toBeUndefined()
})

test.each<[string, string]>([
  ['garbage', 'garbage'],
  ['half of itself', '{"format":1,"links":[{"code":"one","id":1,'],
  ['of another format', '{"format":0,"links":[]}'],
  ['JSON of another shape', '{"format":1,"links":[{"code":1}]}'],
  ['far too large', ' '.repeat(600_000)],
  ['empty', ''],
])('a file that is %s counts as empty, and is made anew', async (_what, content) => {
  await open().find('one')
  const [file = ''] = shardFiles()
  writeFileSync(file, content)
  const book = open()
  expect(book.recall('one')).toBeUndefined()
  expect(await book.find('one')).toEqual(target(1))
  expect(open().recall('one')).toEqual(target(1))
})

test('a folder that cannot be written costs nothing but the memory of others', async () => {
  writeFileSync(folder, 'a file in its place')
  const book = open()
  expect(await book.find('one')).toEqual(target(1))
  isAway = true
  expect(await book.find('one')).toEqual(target(1))
  await expect(open().find('one')).rejects.toMatchObject({ code: 'unavailable' })
})

test('the clock may be set back', async () => {
  const book = open()
  await book.find('one')
  clock.set('2026-03-10T08:00:00Z')
  links.set('one', target(9))
  await book.find('one')
  await eventually(() => book.recall('one')?.id === 9)
})

test('names that mean something to JavaScript are codes like others', async () => {
  links.set('__proto__', target(5)).set('constructor', target(6))
  await Promise.all([open().find('__proto__'), open().find('constructor')])
  isAway = true
  const book = open()
  expect([book.recall('__proto__')?.id, book.recall('constructor')?.id]).toEqual([5, 6])
  await expect(book.find('toString')).rejects.toMatchObject({ code: 'unavailable' })
})
