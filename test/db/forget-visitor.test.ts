import { HOUR } from '../../lib/core/clock.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { ForgetProgress } from '../../lib/retention/forget-visitor.ts'
import { forgetVisitor, visitorOfVisit, withNumber } from '../../lib/retention/forget-visitor.ts'
import { buildPart } from '../../lib/sealed-days/build-part.ts'
import { encodePart } from '../../lib/sealed-days/encode-part.ts'
import type { OpenRows } from '../../lib/sealed-days/open-rows.ts'
import { COLUMN_NAMES, numbersOf, sparseOf } from '../../lib/sealed-days/part.ts'
import { loadParts } from '../../lib/sealed-days/load-parts.ts'
import { catalogue, generationOf, insertPart } from '../../lib/sealed-days/part-store.ts'
import { clockAt } from '../kit/clock.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { joined, MONDAY, newcomersOf, numberOf, randomGroups } from '../kit/open-rows.ts'
import { mixRows, RAW_TABLES } from '../kit/raw-rows.ts'

const PROJECT = 1
const clock = clockAt('2026-04-01T00:00:00Z')
const VISITOR = 7

describe.each(engines)('forgetting a visitor on %s', (engine) => {
  let db: Db
  let drop: () => Promise<void>
  const sealed: OpenRows[] = []
  beforeAll(async () => {
    ;({ db, drop } = await freshDb(engine))
    for (const [index, seed] of [11, 12, 13].entries()) {
      const rows = joined(randomGroups(seed, 120))
      sealed.push(rows)
      // The first part has everybody's number.
      const newcomers = index === 0 ? newcomersOf(joined(randomGroups(11, 3000))) : []
      const part = buildPart({ firstDay: MONDAY, lastDay: MONDAY + 1 }, rows, numberOf, newcomers)
      const encoded = await encodePart(part)
      await db.write((tx) => insertPart(tx, engine, PROJECT, part, encoded, { partNumber: index + 1, sealedAt: 0 }))
    }
    const head = { project_id: PROJECT, next_visitor: 61, next_part: 4, generation: 5 }
    await db.write((tx) => insertRows(tx, engine, 'seal_heads', [head]))
    const from = clock.now() - 3 * HOUR
    await mixRows(db, { seed: 3, project: PROJECT, from, to: clock.now(), visits: 60, strays: 10 })
  })
  afterAll(() => drop())

  async function forget(who: { visitor: number; number: number }): Promise<ForgetProgress[]> {
    const steps = []
    for await (const step of forgetVisitor(db, clock, PROJECT, who)) steps.push(step)
    return steps
  }

  const counted = async () => {
    const parts = await loadParts(db.read, PROJECT, await catalogue(db.read, PROJECT), COLUMN_NAMES)
    return parts.reduce((sum, { rows }) => sum + rows.visits + rows.events + rows.clicks + rows.errors, 0)
  }

  test('by a visit, sealed: found, gone from every part, the others as they were', async () => {
    const own = sealed.flatMap(({ visits }) => visits).find(({ visitor }) => visitor === VISITOR)
    const who = await visitorOfVisit(db, PROJECT, own?.id ?? 0)
    expect(who).toEqual({ visitor: 2 ** 52 + VISITOR * 7_919, number: VISITOR })
    expect(await withNumber(db, PROJECT, who?.visitor ?? 0)).toEqual(who)
    const before = await counted()
    const generation = await generationOf(db.read, PROJECT)
    const steps = await forget(who ?? { visitor: 0, number: 0 })
    const removed = steps.at(-1)?.removed ?? 0
    expect(removed).toBeGreaterThan(1)
    expect(before - (await counted())).toBe(removed)
    expect(await generationOf(db.read, PROJECT)).toBeGreaterThan(generation)
    for (const part of await loadParts(db.read, PROJECT, await catalogue(db.read, PROJECT), COLUMN_NAMES)) {
      for (const name of [
        'visit.visitor',
        'event.visitor',
        'click.visitor',
        'error.visitor',
        'newcomer.visitor',
      ] as const)
        expect(numbersOf(part, name)).not.toContain(VISITOR)
      expect(sparseOf(part, 'view.visitor').values).not.toContain(VISITOR)
    }
    expect(await visitorOfVisit(db, PROJECT, own?.id ?? 0)).toBeUndefined()
    // Asked for again there is nothing left to do, and nothing is written.
    const again = await generationOf(db.read, PROJECT)
    expect((await forget(who ?? { visitor: 0, number: 0 })).at(-1)?.removed).toBe(0)
    expect(await generationOf(db.read, PROJECT)).toBe(again)
  })

  test('by a visit in rows: nothing of the visitor is left in any table', async () => {
    const row = await db.read.selectFrom('visits').select(['id', 'visitor']).orderBy('id').executeTakeFirstOrThrow()
    const who = await visitorOfVisit(db, PROJECT, row.id)
    expect(who?.visitor).toBe(row.visitor)
    const before = await rowsOf(db)
    expect(before.some(({ visitor }) => visitor === row.visitor)).toBe(true)
    await forget({ visitor: row.visitor, number: 0 })
    const after = await rowsOf(db)
    expect(after.length).toBeLessThan(before.length)
    expect(after.filter(({ visitor, visit }) => visitor === row.visitor || visit === row.id)).toEqual([])
    expect(await db.read.selectFrom('visitors').select('visitor').where('visitor', '=', row.visitor).execute()).toEqual(
      [],
    )
  })

  test('a visit that is nowhere, and another project’s', async () => {
    expect(await visitorOfVisit(db, PROJECT, 999)).toBeUndefined()
    const [own] = sealed[1]?.visits ?? []
    expect(await visitorOfVisit(db, PROJECT + 1, own?.id ?? 0)).toBeUndefined()
  })
})

async function rowsOf(db: Db): Promise<{ visitor: number; visit: number }[]> {
  const rows = []
  for (const table of RAW_TABLES)
    for (const row of (await db.read.selectFrom(table).selectAll().execute()) as Record<string, unknown>[])
      rows.push({ visitor: Number(row.visitor ?? 0), visit: Number(row.visit ?? row.id) })
  return rows
}
