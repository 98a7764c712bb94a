import { DAY, HOUR } from '../../lib/core/clock.ts'
import { localDay } from '../../lib/core/time-zone.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { DayTotals } from '../../lib/retention/day-totals.ts'
import { makeDayAdder } from '../../lib/retention/day-totals.ts'
import type { Retained } from '../../lib/retention/retain.ts'
import { borderOf, retainStep } from '../../lib/retention/retain.ts'
import { buildPart } from '../../lib/sealed-days/build-part.ts'
import { encodePart } from '../../lib/sealed-days/encode-part.ts'
import { COLUMN_NAMES, numbersOf } from '../../lib/sealed-days/part.ts'
import { loadParts } from '../../lib/sealed-days/load-parts.ts'
import { catalogue, insertPart } from '../../lib/sealed-days/part-store.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { joined, MONDAY, numberOf, randomGroups } from '../kit/open-rows.ts'

const zone = 'Asia/Kolkata'
const DAYS = 6

test('the border is a midnight of the project’s zone', () => {
  const now = Date.parse('2026-03-20T20:00:00Z') // the 21st there
  expect(borderOf(zone, 2, now)).toBe(Date.parse('2026-03-18T18:30:00Z'))
  expect(borderOf(zone, 0, now)).toBeUndefined()
})

describe.each(engines)('what a project keeps on %s', (engine) => {
  let db: Db
  let drop: () => Promise<void>
  let project: Retained
  beforeEach(async () => {
    ;({ db, drop } = await freshDb(engine))
    project = { id: 1, timeZone: zone, keepDays: 0, detailDays: 0 }
    for (const part of partsOf()) {
      const encoded = await encodePart(part)
      await db.write((tx) => insertPart(tx, engine, 1, part, encoded, { partNumber: part.firstDay, sealedAt: 0 }))
    }
  })
  afterEach(() => drop())

  const now = (MONDAY + DAYS) * DAY + 3 * HOUR

  async function retain(): Promise<number> {
    for (let steps = 1; ; steps++) if (!(await retainStep(db, project, now))) return steps
  }

  const stored = async () => loadParts(db.read, 1, await catalogue(db.read, 1), COLUMN_NAMES)

  async function totals() {
    const adder = makeDayAdder(zone)
    for (const part of await stored()) adder.add(part, { visit: () => true, event: () => true })
    return adder.totals()
  }

  const thinned = () => db.read.selectFrom('thinned_days').selectAll().orderBy('day').execute()

  test('nothing goes where nothing is said', async () => {
    const before = await totals()
    expect(await retain()).toBe(1)
    expect(await totals()).toEqual(before)
    expect(await thinned()).toEqual([])
  })

  test('details become totals of days; nothing is lost of what is counted', async () => {
    const before = await totals()
    project = { ...project, detailDays: 3 }
    const border = borderOf(zone, 3, now) ?? 0
    expect(await retain()).toBeGreaterThan(2)
    for (const part of await stored())
      expect(part.rows.visits === 0 || part.base + (numbersOf(part, 'visit.start')[0] ?? 0) * 1000 >= border).toBe(true)
    const left = await totals()
    const rows = await thinned()
    expect(rows.length).toBeGreaterThan(1)
    for (const field of [
      'pageviews',
      'visits',
      'bounces',
      'events',
      'duration',
      'engaged_duration',
      'visible_time',
    ] as const)
      for (const { day, [field]: sum } of before) {
        const of = (list: readonly DayTotals[]) =>
          list.filter((row) => row.day === day).reduce((all, row) => all + row[field], 0)
        expect([day, field, of(left) + of(rows)]).toEqual([day, field, sum])
      }
    // Days wholly before the border lie in one part each here, so their visitors are exact too.
    const first = before[0]
    expect(rows[0]).toMatchObject({ day: first?.day, visitors: first?.visitors })
    // A second run of the same day finds nothing to do.
    expect(await retain()).toBe(1)
    expect(await thinned()).toEqual(rows)
  })

  test('what is too old goes, totals too', async () => {
    project = { ...project, detailDays: 1 }
    await retain()
    expect((await thinned()).length).toBeGreaterThan(3)
    project = { ...project, keepDays: 2 }
    await retain()
    const border = localDay(zone, borderOf(zone, 2, now) ?? 0)
    const days = (await thinned()).map(({ day }) => day)
    expect(days.length).toBeGreaterThan(0)
    expect(days.filter((day) => day < border)).toEqual([])
  })

  test('deleting without thinning leaves no totals', async () => {
    project = { ...project, keepDays: 2, detailDays: 5 }
    await retain()
    expect(await thinned()).toEqual([])
    const border = localDay(zone, borderOf(zone, 2, now) ?? 0)
    expect((await totals()).map(({ day }) => day).filter((day) => day < border)).toEqual([])
  })
})

/** A part for each UTC day, with visits around midnight. */
function partsOf() {
  const groups = randomGroups(21, 300, DAYS)
  return Array.from({ length: DAYS }, (_, index) => {
    const day = MONDAY + index
    const isOwn = (at: number | undefined) => at !== undefined && Math.floor(at / DAY) === day
    const own = groups.filter(({ visits, views, errors }) =>
      isOwn(visits[0]?.started_at ?? views[0]?.at ?? errors[0]?.at),
    )
    return buildPart({ firstDay: day, lastDay: day }, joined(own), numberOf)
  })
}
