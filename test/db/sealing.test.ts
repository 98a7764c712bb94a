import { DAY, HOUR } from '../../lib/core/clock.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { codedOf, numbersOf } from '../../lib/sealed-days/part.ts'
import { catalogue, generationOf } from '../../lib/sealed-days/part-store.ts'
import { sealProject, SETTLED_AFTER } from '../../lib/sealed-days/seal.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { mixRows, RAW_TABLES } from '../kit/raw-rows.ts'
import { partsOf, tally } from '../kit/sealed.ts'

const START = Date.parse('2026-03-10T00:00:00Z')
const DAYS = 3
const LONG_AFTER = START + 10 * DAY

describe.each(engines)('%s: sealing', (engine) => {
  let db: Db
  let drop: () => Promise<void>
  beforeEach(async () => {
    ;({ db, drop } = await freshDb(engine))
  })
  afterEach(() => drop())

  const seal = (now = LONG_AFTER, sliceViews = 200, project = 1) =>
    sealProject(db, project, { now, sliceViews, mayGoOn: () => true })
  const left = async (project = 1) => {
    const counts: number[] = []
    for (const table of RAW_TABLES)
      counts.push(
        (
          await db.read
            .selectFrom(table as 'visits')
            .select('id')
            .where('project_id', '=', project)
            .execute()
        ).length,
      )
    return counts
  }
  const mix = (seed: number, project = 1) =>
    mixRows(db, { seed, project, from: START, to: START + DAYS * DAY, visits: 300, strays: 30 })

  test('keeps every count and sum, and leaves no rows', async () => {
    await mix(1)
    await mix(2, 2)
    const before = await tally(db)
    const others = await left(2)
    expect(await seal()).toBe(true)
    expect(await tally(db)).toEqual(before)
    expect(await left()).toEqual([0, 0, 0, 0, 0, 0])
    expect(await left(2)).toEqual(others)
    const parts = await partsOf(db)
    expect(parts.length).toBeGreaterThan(DAYS)
    expect(parts.every(({ firstDay, lastDay }) => firstDay === lastDay)).toBe(true)
  })
})
