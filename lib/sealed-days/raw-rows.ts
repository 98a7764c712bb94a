import { DAY, HOUR } from '../core/clock.ts'
import type { Reader } from '../db/open-db.ts'
import type { OpenRows, OpenVisit } from './open-rows.ts'

/** A stretch of time, ms; `from <= at < to`. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Rows of everything but visits: what hangs on a visit, or on none. */
export type Hanging = Omit<OpenRows, 'visits'>

/**
 * What hangs on a visit lies between so long before its start and so long after its last sign of life: an event or an
 * error up to 30 minutes (`VISIT_GAP` of `lib/visits/`), a click that led to it up to 5.
 */
export const AROUND = HOUR

/** No visit that began longer ago reaches into an instant: it ends after 24 hours, and its last page may be read on. */
export const LONGEST_VISIT = DAY + AROUND

const KINDS = {
  views: {
    table: 'pageviews',
    columns: ['visitor', 'page', 'title', 'source', 'campaign', 'place', 'agent', 'language', 'screen'],
  },
  stays: { table: 'engagements', columns: ['view', 'page', 'engaged_ms', 'scroll'] },
  events: { table: 'events', columns: ['name', 'visitor', 'page', 'props'] },
  clicks: { table: 'link_clicks', columns: ['link', 'kind', 'visitor', 'page', 'source', 'agent', 'place'] },
  errors: { table: 'error_events', columns: ['issue', 'visitor', 'severity', 'environment', 'agent', 'place'] },
} as const

type Kind = keyof Hanging

export const HANGING_KINDS = Object.keys(KINDS) as readonly Kind[]

export const tableOf = (kind: Kind) => KINDS[kind].table

/** What hangs on anything in a stretch of time, or on these visits alone; by time, then id. */
export async function readHanging(
  read: Reader,
  project: number,
  stretch: Stretch,
  visits?: readonly number[],
): Promise<Hanging> {
  const found: Record<Kind, unknown[]> = { views: [], stays: [], events: [], clicks: [], errors: [] }
  if (stretch.from >= stretch.to || visits?.length === 0) return found as unknown as Hanging
  for (const kind of HANGING_KINDS) {
    for (const ids of visits === undefined ? [undefined] : inChunks(visits)) {
      const { table, columns } = KINDS[kind]
      // The tables differ, what is asked of them does not.
      const all = read
        .selectFrom(table as 'pageviews')
        .select(['at', 'id', 'visit', ...(columns as unknown as 'page'[])])
        .where('project_id', '=', project)
        .where('at', '>=', stretch.from)
        .where('at', '<', stretch.to)
        .orderBy('at')
        .orderBy('id')
      // Not by push(...rows): a call takes only so many arguments.
      for (const row of await (ids === undefined ? all : all.where('visit', 'in', ids)).execute()) found[kind].push(row)
    }
  }
  return found as unknown as Hanging
}

/** Visits by their start, then id. */
export const readVisits = (read: Reader, project: number, { from, to }: Stretch, lastSince = 0): Promise<OpenVisit[]> =>
  read
    .selectFrom('visits')
    .select(['started_at', 'id', 'visitor', 'last_at', 'views', 'events', 'engaged_ms', 'entry_page', 'exit_page'])
    .select(['is_first', 'source', 'campaign', 'place', 'agent', 'language', 'screen'])
    .where('project_id', '=', project)
    .where('started_at', '>=', from)
    .where('started_at', '<', to)
    .where('last_at', '>=', lastSince)
    .orderBy('started_at')
    .orderBy('id')
    .execute()

/** From when to when a visit went. */
export type Span = Pick<OpenVisit, 'started_at' | 'last_at'>

/** Those of these visits that began in a stretch of time. */
export async function visitsAmong(
  read: Reader,
  project: number,
  { from, to }: Stretch,
  ids: readonly number[],
): Promise<Map<number, Span>> {
  const found = new Map<number, Span>()
  for (const some of inChunks(ids)) {
    const rows = await read
      .selectFrom('visits')
      .select(['id', 'started_at', 'last_at'])
      .where('project_id', '=', project)
      .where('started_at', '>=', from)
      .where('started_at', '<', to)
      .where('id', 'in', some)
      .execute()
    for (const row of rows) found.set(row.id, row)
  }
  return found
}

/** Numbers of visitors, and since when they are known; by visitor. Those not known are left out. */
export async function readVisitors(
  read: Reader,
  project: number,
  ids: readonly number[],
): Promise<Map<number, { readonly number: number; readonly firstSeen: number }>> {
  const found = new Map<number, { number: number; firstSeen: number }>()
  for (const some of inChunks(ids)) {
    const rows = await read
      .selectFrom('visitors')
      .select(['visitor', 'number', 'first_seen'])
      .where('project_id', '=', project)
      .where('visitor', 'in', some)
      .execute()
    for (const { visitor, number, first_seen } of rows) found.set(visitor, { number, firstSeen: first_seen })
  }
  return found
}

/** SQLite prepares every text once and keeps it, so lists come in a few lengths: the last id is repeated. */
const LENGTHS = [4, 16, 64, 256, 1024, 4096]

/** Lists of ids for one statement each, below 100 KB of text. */
export function inChunks(ids: readonly number[]): number[][] {
  const chunks: number[][] = []
  const most = LENGTHS.at(-1) ?? 1
  for (let at = 0; at < ids.length; at += most) {
    const some = ids.slice(at, at + most)
    const length = LENGTHS.find((size) => size >= some.length) ?? most
    chunks.push([...some, ...Array.from({ length: length - some.length }, () => some.at(-1) ?? 0)])
  }
  return chunks
}
