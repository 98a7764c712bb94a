import { DAY, MINUTE, SECOND } from '../../lib/core/clock.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { codedOf, numbersOf, VISIT_FLAGS } from '../../lib/sealed-days/part.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { dice, RAW_TABLES } from './raw-rows.ts'
import { clickRecord, engagementRecord, errorRecord, pageviewRecord } from './records.ts'
import { partsOf } from './sealed.ts'

export const TRAFFIC_START = Date.parse('2026-03-10T00:00:00Z')

/** Between two records. */
const STEP = 300 * SECOND

type Kind = 'pageview' | 'engagement' | 'event' | 'error' | 'click'

/**
 * Records of two dozen browsers over days, in the order in which they arrive: some late, some of them by days. Each page
 * view, event and error has a page or a line of its own, so that none can pass for another.
 */
export function traffic(seed: number, count: number): Resolved<SpoolRecord>[] {
  const roll = dice(seed)
  const arriving: { place: number; record: Resolved<SpoolRecord> }[] = []
  for (let index = 0; index < count; index++) {
    const at = TRAFFIC_START + index * STEP
    const browser = 1 + roll(24)
    const day = Math.floor((at - TRAFFIC_START) / DAY)
    const visitor = day * 1000 + browser
    const isEarly = day > 0 && (at - TRAFFIC_START) % DAY < 30 * MINUTE
    const who = { visitor, ...(isEarly && { prior: visitor - 1000 }) }
    const late = roll(12) === 0 ? roll(60) : roll(150) === 0 ? 1000 : 0
    arriving.push({ place: index + late, record: recordOf(index, at, who, roll) as Resolved<SpoolRecord> })
  }
  return arriving.sort((a, b) => a.place - b.place).map(({ record }) => record)
}

function recordOf(
  index: number,
  at: number,
  who: { visitor: number; prior?: number },
  roll: (below: number) => number,
): SpoolRecord {
  const page = `/${index}`
  const kind: Kind =
    (['pageview', 'pageview', 'pageview', 'engagement', 'event', 'error', 'click'] as const)[roll(7)] ?? 'click'
  switch (kind) {
    case 'pageview':
      return pageviewRecord({ ...who, at, page })
    case 'engagement':
      return engagementRecord({ ...who, at, page, engagedMs: SECOND * (1 + roll(20)) })
    case 'event': {
      const { page: place } = engagementRecord({ page })
      return {
        v: 1,
        kind,
        id: index + 1,
        at,
        project: { id: 1 },
        ...who,
        name: `event ${index}`,
        props: null,
        page: place,
        view: 0,
      }
    }
    case 'error':
      return errorRecord({ ...who, at, line: index + 1 })
    case 'click':
      return clickRecord({ visitor: who.visitor, at, page })
  }
}

/** The link that the clicks are of. */
export async function addLink(db: Db): Promise<void> {
  const link = { project_id: 1, code: 'abc', destination: '', label: '', is_active: 1, clicks: 0 }
  await db.write((tx) =>
    tx
      .insertInto('links')
      .values({ id: 1, ...link, created_at: 1, updated_at: 1 })
      .execute(),
  )
}

/** What the books must say when all of these records are sealed. */
export function expected(records: readonly SpoolRecord[]) {
  const of = <K extends Kind>(kind: K) =>
    records.filter((record): record is Extract<SpoolRecord, { kind: K }> => record.kind === kind)
  return {
    rowsLeft: 0,
    pages: of('pageview')
      .map(({ page }) => page.url)
      .sort(),
    viewsOfVisits: of('pageview').length,
    engaged: of('engagement').reduce((sum, { engagedMs }) => sum + engagedMs / SECOND, 0),
    events: of('event')
      .map(({ name }) => name)
      .sort(),
    clicks: of('click').length,
    errors: of('error').length,
    twoVisits: 0,
    twoNumbers: 0,
    twoVisitors: 0,
    clicksOfLink: of('click').length,
    occurrences: of('error').length,
  }
}

/** What lies in parts, and how much does not. */
export async function books(db: Db): Promise<ReturnType<typeof expected>> {
  let rowsLeft = 0
  for (const table of RAW_TABLES)
    rowsLeft += (
      await db.read
        .selectFrom(table as 'visits')
        .select('id')
        .execute()
    ).length
  const parts = await partsOf(db)
  const urls = new Map(
    (await db.read.selectFrom('pages').select(['id', 'url']).execute()).map(({ id, url }) => [id, url]),
  )
  const names = new Map(
    (await db.read.selectFrom('texts').select(['id', 'value']).execute()).map(({ id, value }) => [id, value]),
  )
  const all = (name: 'view.page' | 'event.name', words: ReadonlyMap<number, string>) =>
    parts.flatMap((part) => {
      const { codes, ids } = codedOf(part, name)
      return Array.from(codes, (code) => words.get(ids[code] ?? 0) ?? '')
    })
  const visits = parts.flatMap((part) => {
    const flags = numbersOf(part, 'visit.flags')
    const views = numbersOf(part, 'visit.views')
    const counted = part.columns.get('visit.counted')
    const others = new Map(
      counted?.form === 'sparse' ? [...counted.rows].map((row, at) => [row, counted.values[at] ?? 0]) : [],
    )
    return Array.from(numbersOf(part, 'visit.id'), (id, row) => ({
      id,
      isHolder: ((flags[row] ?? 0) & VISIT_FLAGS.holder) !== 0,
      views: others.get(row) ?? views[row] ?? 0,
    })).filter(({ isHolder }) => !isHolder)
  })
  const newcomers = parts.flatMap((part) => {
    const ids = numbersOf(part, 'newcomer.id')
    return Array.from(numbersOf(part, 'newcomer.visitor'), (number, row) => ({ number, id: ids[row] }))
  })
  const sum = (name: 'view.engaged' | 'stay.engaged') =>
    parts.reduce((total, part) => total + Array.from(numbersOf(part, name)).reduce((a, b) => a + b, 0), 0)
  const twice = (list: readonly unknown[]) => list.length - new Set(list).size
  const issues = await db.read.selectFrom('issues').select('occurrences').execute()
  const link = await db.read.selectFrom('links').select('clicks').executeTakeFirstOrThrow()
  return {
    rowsLeft,
    pages: all('view.page', urls).sort(),
    viewsOfVisits: visits.reduce((total, { views }) => total + views, 0),
    engaged: sum('view.engaged') + sum('stay.engaged'),
    events: all('event.name', names).sort(),
    clicks: parts.reduce((total, { rows }) => total + rows.clicks, 0),
    errors: parts.reduce((total, { rows }) => total + rows.errors, 0),
    twoVisits: twice(visits.map(({ id }) => id)),
    twoNumbers: twice(newcomers.map(({ id }) => id)),
    twoVisitors: twice(newcomers.map(({ number }) => number)),
    clicksOfLink: link.clicks,
    occurrences: issues.reduce((total, { occurrences }) => total + occurrences, 0),
  }
}
