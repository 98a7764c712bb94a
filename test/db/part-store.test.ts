import type { Db } from '../../lib/db/open-db.ts'
import { buildPart } from '../../lib/sealed-days/build-part.ts'
import { encodePart, MissingColumn } from '../../lib/sealed-days/encode-part.ts'
import type { Part } from '../../lib/sealed-days/part.ts'
import { COLUMN_NAMES, numbersOf } from '../../lib/sealed-days/part.ts'
import type { PartEntry } from '../../lib/sealed-days/part-store.ts'
import { loadParts } from '../../lib/sealed-days/load-parts.ts'
import { catalogue, deleteParts, generationOf, insertPart } from '../../lib/sealed-days/part-store.ts'
import { samePart } from '../../lib/sealed-days/same-part.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { joined, MONDAY, newcomersOf, numberOf, randomGroups } from '../kit/open-rows.ts'

const PROJECT = 3
const SEALED_AT = Date.UTC(2026, 2, 11)

function partOf(seed: number, count: number, day = MONDAY): Part {
  const rows = joined(randomGroups(seed, count))
  return buildPart({ firstDay: day, lastDay: MONDAY + 1 }, rows, numberOf, newcomersOf(rows))
}

describe.each(engines)('%s: parts', (engine) => {
  let db: Db
  let drop: () => Promise<void>
  beforeAll(async () => ({ db, drop } = await freshDb(engine)))
  afterAll(() => drop())
  afterEach(async () => {
    await db.write(async (tx) => {
      await tx.deleteFrom('sealed_parts').execute()
      await tx.deleteFrom('sealed_columns').execute()
      await tx.deleteFrom('seal_heads').execute()
    })
  })

  async function insert(part: Part, partNumber: number, project = PROJECT): Promise<PartEntry> {
    const encoded = await encodePart(part)
    return db.write((tx) => insertPart(tx, engine, project, part, encoded, { partNumber, sealedAt: SEALED_AT }))
  }

  test('parts large, small and empty come back whole, in the order asked for', async () => {
    const parts = [partOf(1, 1_200), partOf(2, 20), partOf(3, 0), partOf(4, 300, MONDAY - 1)]
    const entries = await Promise.all(parts.map((part, index) => insert(part, index + 1)))
    await insert(partOf(9, 10), 1, PROJECT + 1)
    const loaded = await loadParts(db.read, PROJECT, entries, COLUMN_NAMES)
    expect(loaded.map((part, index) => samePart(part, parts[index] ?? part))).toEqual([true, true, true, true])
    const backwards = await loadParts(db.read, PROJECT, entries.toReversed(), ['visit.visitor'])
    expect(backwards.map(({ columns }) => [...columns.keys()])).toEqual(parts.map(() => ['visit.visitor']))
    expect(backwards.map((part) => numbersOf(part, 'visit.visitor'))).toEqual(
      parts.map((part) => numbersOf(part, 'visit.visitor')).toReversed(),
    )
    expect(await loadParts(db.read, PROJECT, [], COLUMN_NAMES)).toEqual([])
  })

  test('a small part is one row, and no row is more than a page holds three of', async () => {
    await insert(partOf(2, 20), 1)
    const rows = await db.read.selectFrom('sealed_columns').selectAll().execute()
    expect(rows.map(({ number, piece }) => [number, piece])).toEqual([[0, 0]])
    await insert(partOf(1, 1_200), 2)
    const all = await db.read.selectFrom('sealed_columns').select('body').execute()
    expect(Math.max(...all.map(({ body }) => body.length))).toBe(5_000)
  })

  test('the catalogue has what lies in a range, and all that is known of it', async () => {
    const part = partOf(5, 50)
    const entry = await insert(part, 7)
    const { columns: _, ...frame } = part
    const encoded = await encodePart(part)
    expect(entry).toEqual({
      ...frame,
      part: 7,
      bytes: encoded.bytes,
      format: 1,
      checksum: encoded.checksum,
      sealedAt: SEALED_AT,
    })
    expect(await catalogue(db.read, PROJECT)).toEqual([entry])
    expect(await catalogue(db.read, PROJECT + 1)).toEqual([])
    const found = async (from: number, to: number) => (await catalogue(db.read, PROJECT, { from, to })).length
    expect(await found(part.lastAt, part.lastAt + 1)).toBe(1)
    expect(await found(part.lastAt + 999, part.lastAt + 1_000)).toBe(1)
    expect(await found(part.lastAt + 1_000, part.lastAt + 5_000)).toBe(0)
    expect(await found(0, part.firstAt)).toBe(0)
    expect(await found(0, part.firstAt + 1)).toBe(1)
  })

  test('the catalogue is in the order of time', async () => {
    await insert(partOf(5, 50), 1)
    await insert({ ...partOf(6, 50), firstAt: 1_000 }, 2)
    expect((await catalogue(db.read, PROJECT)).map(({ part }) => part)).toEqual([2, 1])
  })

  test('a part that has gone meanwhile is said to be missing, and its neighbours are whole', async () => {
    const [gone, stays] = [await insert(partOf(1, 400), 1), await insert(partOf(2, 400), 2)]
    await insert(partOf(3, 10), 1, PROJECT + 1)
    await db.write((tx) => deleteParts(tx, PROJECT, [gone]))
    await expect(loadParts(db.read, PROJECT, [stays, gone], ['visit.start'])).rejects.toThrow(MissingColumn)
    expect(await loadParts(db.read, PROJECT, [stays], ['visit.start'])).toHaveLength(1)
    expect((await catalogue(db.read, PROJECT)).map(({ part }) => part)).toEqual([2])
    const rows = await db.read.selectFrom('sealed_columns').select(['project_id', 'part']).distinct().execute()
    expect(rows.map(({ project_id, part }) => [project_id, part]).sort()).toEqual([
      [PROJECT, 2],
      [PROJECT + 1, 1],
    ])
    await expect(db.write((tx) => deleteParts(tx, PROJECT, [gone]))).rejects.toThrow('not there any more')
  })

  test('the generation is 0 before anything was sealed', async () => {
    expect(await generationOf(db.read, PROJECT)).toBe(0)
    await db.write((tx) =>
      tx
        .insertInto('seal_heads')
        .values({ project_id: PROJECT, next_visitor: 1, next_part: 1, generation: 5 })
        .execute(),
    )
    expect(await generationOf(db.read, PROJECT)).toBe(5)
  })

  test('hundreds of parts are read in the order asked for', async () => {
    const parts = [partOf(1, 1), partOf(2, 2), partOf(3, 3)]
    const encoded = await Promise.all(parts.map(encodePart))
    const entries = await db.write(async (tx) => {
      const made: PartEntry[] = []
      for (let index = 0; index < 260; index++) {
        const [part, bytes] = [parts[index % 3], encoded[index % 3]]
        if (part === undefined || bytes === undefined) break
        made.push(await insertPart(tx, engine, PROJECT, part, bytes, { partNumber: index + 1, sealedAt: SEALED_AT }))
      }
      return made
    })
    const loaded = await loadParts(db.read, PROJECT, entries, ['visit.start', 'event.props'])
    const starts = parts.map((part) => numbersOf(part, 'visit.start'))
    expect(loaded).toHaveLength(260)
    expect(loaded.map((part) => numbersOf(part, 'visit.start'))).toEqual(
      Array.from({ length: 260 }, (_, index) => starts[index % 3]),
    )
  })
})
