import type { Db } from '../../lib/db/open-db.ts'
import type { NumbersName, Part } from '../../lib/sealed-days/part.ts'
import { codedOf, COLUMN_NAMES, numbersOf, textsOf, VISIT_FLAGS } from '../../lib/sealed-days/part.ts'
import { loadParts } from '../../lib/sealed-days/load-parts.ts'
import { catalogue } from '../../lib/sealed-days/part-store.ts'
import type { RAW_TABLES } from './raw-rows.ts'

/** All parts of a project, whole. */
export async function partsOf(db: Db, project = 1): Promise<Part[]> {
  return loadParts(db.read, project, await catalogue(db.read, project), COLUMN_NAMES)
}

/** Everything that can be counted and summed up, over rows and parts together: the same before and after. */
export async function tally(db: Db, project = 1): Promise<Record<string, number>> {
  const sums: Record<string, number> = {}
  const add = (name: string, value: number) => (sums[name] = (sums[name] ?? 0) + value)
  const rows = async (table: (typeof RAW_TABLES)[number]) =>
    (await db.read
      .selectFrom(table as 'visits')
      .selectAll()
      .where('project_id', '=', project)
      .execute()) as unknown as Record<string, number | string>[]
  const second = (at: unknown) => Math.floor(Number(at) / 1000)
  for (const row of await rows('visits')) {
    add('visits', 1)
    add('visit ids', Number(row.id) % 9973)
    add('visit starts', second(row.started_at))
    add('durations', Number(row.last_at) - Number(row.started_at))
    for (const name of ['views', 'events', 'engaged_ms', 'entry_page', 'source', 'screen'])
      add(`visit ${name}`, Number(row[name]))
  }
  for (const row of await rows('pageviews')) {
    add('views', 1)
    add('view times', second(row.at))
    for (const name of ['page', 'title', 'place']) add(`view ${name}`, Number(row[name]))
  }
  for (const row of await rows('engagements')) {
    add('engaged seconds', second(row.engaged_ms))
  }
  for (const row of await rows('events')) {
    add('events', 1)
    add('event times', second(row.at))
    add('event names', Number(row.name))
    add('event props', String(row.props).length)
  }
  for (const row of await rows('link_clicks')) {
    add('clicks', 1)
    add('click times', second(row.at))
    add('click links', Number(row.link))
  }
  for (const row of await rows('error_events')) {
    add('errors', 1)
    add('error times', second(row.at))
    add('error issues', Number(row.issue))
  }
  for (const part of await partsOf(db, project)) addPart(part, add)
  return sums
}

function addPart(part: Part, add: (name: string, value: number) => void): void {
  const flags = numbersOf(part, 'visit.flags')
  const starts = numbersOf(part, 'visit.start')
  const base = part.base / 1000
  const coded = (name: Parameters<typeof codedOf>[1]) => {
    const { codes, ids } = codedOf(part, name)
    return Array.from(codes, (code) => ids[code] ?? 0)
  }
  const total = (name: NumbersName) => sum(Array.from(numbersOf(part, name)))
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
  const entries = coded('visit.entry')
  const sources = coded('visit.source')
  const screens = coded('visit.screen')
  const counted = part.columns.get('visit.counted')
  const others = new Map<number, number>()
  if (counted?.form === 'sparse') counted.rows.forEach((row, at) => others.set(row, counted.values[at] ?? 0))
  const own = numbersOf(part, 'visit.views')
  let view = 0
  const times = numbersOf(part, 'view.time')
  const places = coded('visit.place')
  const elsewhere = new Map<number, number>()
  const sparse = part.columns.get('view.place')
  if (sparse?.form === 'sparse') sparse.rows.forEach((row, at) => elsewhere.set(row, sparse.values[at] ?? 0))
  flags.forEach((flag: number, row: number) => {
    const start = starts[row] ?? 0
    for (let left = own[row] ?? 0; left > 0; left--, view++) {
      add('view times', base + start + (times[view] ?? 0))
      add('view place', elsewhere.get(view) ?? places[row] ?? 0)
    }
    if ((flag & VISIT_FLAGS.holder) !== 0) return
    add('visits', 1)
    add('visit ids', (numbersOf(part, 'visit.id')[row] ?? 0) % 9973)
    add('visit starts', base + start)
    add('durations', numbersOf(part, 'visit.duration')[row] ?? 0)
    add('visit views', others.get(row) ?? own[row] ?? 0)
    add('visit events', numbersOf(part, 'visit.events')[row] ?? 0)
    add('visit engaged_ms', numbersOf(part, 'visit.engaged')[row] ?? 0)
    add('visit entry_page', entries[row] ?? 0)
    add('visit source', sources[row] ?? 0)
    add('visit screen', screens[row] ?? 0)
  })
  add('views', part.rows.views)
  add('view page', sum(coded('view.page')))
  add('view title', sum(coded('view.title')))
  add('engaged seconds', total('view.engaged') + total('stay.engaged'))
  add('events', part.rows.events)
  add('event times', part.rows.events * base + total('event.time'))
  add('event names', sum(coded('event.name')))
  const { codes, texts } = textsOf(part, 'event.props')
  add('event props', sum(Array.from(codes, (code) => texts[code]?.length ?? 0)))
  add('clicks', part.rows.clicks)
  add('click times', part.rows.clicks * base + total('click.time'))
  add('click links', sum(coded('click.link')))
  add('errors', part.rows.errors)
  add('error times', part.rows.errors * base + total('error.time'))
  add('error issues', sum(coded('error.issue')))
}
