import type { Coded } from '../columns/values.ts'
import { SECOND } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import type { Part } from '../sealed-days/part.ts'
import { codedOf, numbersOf } from '../sealed-days/part.ts'
import { loadParts } from '../sealed-days/load-parts.ts'
import { catalogue } from '../sealed-days/part-store.ts'
import type { NewestView } from '../wire/first-steps.ts'
import { referrerCategory } from './referrer-category.ts'

/** What a page view was; ids of dictionaries. */
interface View {
  readonly at: number
  readonly page: number
  readonly title: number
  readonly agent: number
  readonly place: number
  readonly source: number
}

/**
 * The newest page view of a project; undefined while there is none. Reads one row from the end of the table's key, or the
 * newest part where every visit is sealed.
 */
export async function newestView(db: Db, project: number): Promise<NewestView | undefined> {
  const open = await db.read
    .selectFrom('pageviews')
    .select(['at', 'page', 'title', 'agent', 'place', 'source'])
    .where('project_id', '=', project)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const view = open ?? (await newestSealed(db, project))
  return view && named(db, view)
}

async function newestSealed(db: Db, project: number): Promise<View | undefined> {
  const entries = (await catalogue(db.read, project)).filter(({ rows }) => rows.views > 0)
  const [newest] = entries.sort((a, b) => b.lastAt - a.lastAt)
  if (newest === undefined) return undefined
  const [part] = await loadParts(db.read, project, [newest], NAMES)
  return part && newestIn(part)
}

const NAMES = [
  'visit.start',
  'visit.views',
  'visit.agent',
  'visit.place',
  'visit.source',
  'view.time',
  'view.page',
  'view.title',
] as const

function newestIn(part: Part): View {
  const [starts, counts, times] = [
    numbersOf(part, 'visit.start'),
    numbersOf(part, 'visit.views'),
    numbersOf(part, 'view.time'),
  ]
  let best = { second: -1, visit: 0, view: 0 }
  let view = 0
  for (let visit = 0; visit < starts.length; visit++) {
    for (const end = view + (counts[visit] ?? 0); view < end; view++) {
      const second = (starts[visit] ?? 0) + (times[view] ?? 0)
      if (second > best.second) best = { second, visit, view }
    }
  }
  const id = ({ codes, ids }: Coded, row: number) => ids[codes[row] ?? 0] ?? 0
  return {
    at: part.base + best.second * SECOND,
    page: id(codedOf(part, 'view.page'), best.view),
    title: id(codedOf(part, 'view.title'), best.view),
    agent: id(codedOf(part, 'visit.agent'), best.visit),
    place: id(codedOf(part, 'visit.place'), best.visit),
    source: id(codedOf(part, 'visit.source'), best.visit),
  }
}

async function named(db: Db, { at, page, title, agent, place, source }: View): Promise<NewestView> {
  const of = (table: 'pages' | 'texts' | 'agents' | 'places' | 'sources', id: number) =>
    db.read
      .selectFrom(table as 'pages')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst() as Promise<unknown> as Promise<Partial<Record<string, string>> | undefined>
  const program = await of('agents', agent)
  return {
    url: (await of('pages', page))?.url ?? '',
    page_title: (await of('texts', title))?.value ?? '',
    at: new Date(at).toISOString(),
    browser: program?.browser ?? '',
    os: program?.os ?? '',
    device_type: program?.device ?? '',
    country: (await of('places', place))?.country ?? '',
    channel: referrerCategory((await of('sources', source))?.channel ?? ''),
  }
}

/** How many page views a project has. Stops counting rows at `most`, so that it costs the same whatever there is. */
export async function countViews(db: Db, project: number, most: number): Promise<number> {
  const { views } = await db.read
    .selectFrom((from) =>
      from.selectFrom('pageviews').select('pageviews.id').where('project_id', '=', project).limit(most).as('some'),
    )
    .select(({ fn }) => fn.countAll<number>().as('views'))
    .executeTakeFirstOrThrow()
  const sealed = await db.read
    .selectFrom('sealed_parts')
    .select(({ fn }) => fn.sum<number | string | null>('views').as('views'))
    .where('project_id', '=', project)
    .executeTakeFirst()
  return Math.min(most, views + Number(sealed?.views ?? 0))
}
