import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Kysely } from 'kysely'
import { backupInto, restoreFrom } from '../../lib/backup/files.ts'
import { LEFT_OUT } from '../../lib/backup/format.ts'
import { DAY } from '../../lib/core/clock.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { tableShapes } from '../../lib/db/table-shapes.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { exploredShop } from '../kit/explored-shop.ts'
import { insertWorld, makeWorld } from '../kit/report-world.ts'
import { somebody } from '../kit/people.ts'

type Shop = Awaited<ReturnType<typeof exploredShop>>

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'micrologs-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const MARCH = Date.parse('2026-03-01T00:00:00Z')
const DAYS = { from: MARCH, to: MARCH + 9 * DAY }

const about = { version: '1.2.3', madeAt: '2026-04-01 12:00:00' }
const linesIn = (file: string) => gunzipSync(readFileSync(file)).toString('utf8').split('\n')
/** What a backup says of its data, without when and from where it was made. */
const contentOf = (file: string) => linesIn(file).slice(1).join('\n')

async function backupOf(db: Db, name: string): Promise<string> {
  const file = path.join(folder, name)
  await backupInto(file, { db, ...about })
  return file
}

describe.each(engines)('from %s', (engine) => {
  let shop: Shop
  let file: string
  let place: string
  beforeAll(async () => {
    shop = await exploredShop(engine, true)
    await somebody(shop, { isOwner: true })
    await shop.save('goals', { name: 'Sign-up', trigger: { type: 'event', event: 'signup' } })
    await shop.post(
      '/api/links/create',
      { destination_url: 'https://shop.example/' },
      { 'X-API-Key': shop.project.secretKey },
    )
    place = mkdtempSync(path.join(tmpdir(), 'micrologs-backup-'))
    file = path.join(place, 'shop.backup')
    await backupInto(file, { db: shop.app.db, ...about })
  })
  afterAll(async () => {
    await shop.close()
    rmSync(place, { recursive: true })
  })

  test.each(engines)('into %s: every table has the same rows, and a backup of it is the same', async (other) => {
    const { db, drop } = await freshDb(other)
    const rows = await restoreFrom(file, { db, replace: false })
    const { end } = JSON.parse(linesIn(file).at(-2) ?? '') as { end: Record<string, number> }
    expect(rows).toBe(Object.values(end).reduce((sum, count) => sum + count, 0))
    for (const table of ['projects', 'users', 'sealed_columns', 'links', 'goals'])
      expect([table, end[table]]).not.toEqual([table, 0])
    expect(contentOf(await backupOf(db, 'again.backup'))).toBe(contentOf(file))
    await drop()
  })

  test('tables are longer than what is read at once', async () => {
    const { db, drop } = await freshDb(engine)
    await insertWorld(db, makeWorld({ seed: 3, ...DAYS, visits: 900 }))
    const world = await backupOf(db, 'world.backup')
    const told: number[] = []
    const onProgress = (done: number, total: number) => told.push(done / total)
    await restoreFrom(world, { db, replace: true, onProgress })
    expect(told.length).toBeGreaterThan(5)
    expect(told.at(-1)).toBe(1)
    expect(contentOf(await backupOf(db, 'again.backup'))).toBe(contentOf(world))
    const views = await db.read
      .selectFrom('pageviews')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirst()
    expect(Number(views?.count)).toBeGreaterThan(1200)
    await drop()
  })

  test('nobody else may read the file', () => {
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  test('all tables are in it, along a key, but for the two that belong to one database', async () => {
    const shapes = await tableShapes(shop.app.db.read as unknown as Kysely<never>, engine)
    expect(shapes.filter(({ key }) => key.length === 0)).toEqual([])
    const heads = linesIn(file).filter((line) => line.startsWith('{"table"'))
    const names = heads.map((line) => (JSON.parse(line) as { table: string }).table)
    expect(names).toEqual(shapes.map(({ name }) => name).filter((name) => !LEFT_OUT.has(name)))
  })
})

test('reports say the same of what was restored, keys and sign-ins work', async () => {
  const shop = await exploredShop('sqlite', true)
  const file = await backupOf(shop.app.db, 'shop.backup')
  const ask = () => shop.explore('overview', 'range=30d')
  const before = await ask()
  await restoreFrom(file, { db: shop.app.db, replace: true })
  expect(await ask()).toEqual(before)
  await shop.close()
})

describe('what is no good', () => {
  let db: Db
  let drop: () => Promise<void>
  let good: string
  beforeEach(async () => {
    ;({ db, drop } = await freshDb('sqlite'))
    const now = 0
    await db.write((tx) =>
      tx
        .insertInto('salts')
        .values({ day: '2026-04-01', salt: 'x'.repeat(40), created_at: now })
        .execute(),
    )
    good = await backupOf(db, 'good.backup')
  })
  afterEach(() => drop())

  const saved = (bytes: Buffer): string => {
    const file = path.join(folder, 'bad.backup')
    writeFileSync(file, bytes)
    return file
  }

  test.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['empty', () => Buffer.alloc(0), 'no backup of Micrologs'],
    ['a picture', () => Buffer.from('GIF89a, what else'), 'no backup of Micrologs'],
    ['gzip of something else', () => gzipSync('{"a":1}\n'), 'no backup of Micrologs'],
    ['cut off in its packing', (bytes) => bytes.subarray(0, bytes.length - 20), 'cut off or damaged'],
    ['cut off between lines', (bytes) => repacked(bytes, (lines) => lines.slice(0, -2)), 'cut off or damaged'],
    [
      'without a row',
      (bytes) => repacked(bytes, (lines) => lines.filter((line) => !line.startsWith('["2026'))),
      'cut off or damaged',
    ],
    [
      'of a newer format',
      (bytes) => repacked(bytes, (lines) => lines.map((line) => line.replace('backup":1', 'backup":2'))),
      'Update first',
    ],
    [
      'of a newer version',
      (bytes) => repacked(bytes, (lines) => lines.map((line) => line.replace('0001-', '9001-'))),
      'Update first',
    ],
  ])('%s', async (_name, harm, said) => {
    const file = saved(harm(readFileSync(good)))
    await expect(restoreFrom(file, { db, replace: false })).rejects.toThrow(said)
    await restoreFrom(good, { db, replace: true })
    expect(contentOf(await backupOf(db, 'after.backup'))).toBe(contentOf(good))
  })

  const repacked = (bytes: Buffer, change: (lines: string[]) => string[]) =>
    gzipSync(change(gunzipSync(bytes).toString('utf8').split('\n')).join('\n'))

  test('a database in use is left alone, unless it is to be replaced', async () => {
    const shop = await exploredShop('sqlite', false)
    const before = contentOf(await backupOf(shop.app.db, 'before.backup'))
    await expect(restoreFrom(good, { db: shop.app.db, replace: false })).rejects.toThrow('--replace')
    expect(contentOf(await backupOf(shop.app.db, 'kept.backup'))).toBe(before)
    await shop.close()
  })

  test('no file is written over, and none is left half-written', async () => {
    await expect(backupOf(db, 'good.backup')).rejects.toThrow('is there already')
    await expect(backupOf(db, 'no/such/folder.backup')).rejects.toThrow('ENOENT')
    expect(readdirSync(folder)).toEqual(['good.backup'])
  })

  test('there is no such file', async () => {
    await expect(restoreFrom(path.join(folder, 'nonesuch'), { db, replace: false })).rejects.toThrow('There is no file')
  })
})

test('a backup of an older version is brought up to date', async () => {
  const { db, drop } = await freshDb('sqlite')
  const all = await db.migrationsDone()
  await db.dropAll()
  await db.migrate(all.slice(0, 3))
  const file = await backupOf(db, 'old.backup')
  await restoreFrom(file, { db, replace: false })
  expect((await db.migrationsDone()).sort()).toEqual([...all].sort())
  await drop()
})
