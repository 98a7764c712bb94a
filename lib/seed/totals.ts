import { utcDay } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import { partsEngine } from '../reports/parts-engine.ts'

/** What a project has in a stretch of time, or what was added to it. */
export interface SeedTotals {
  readonly views: number
  readonly visits: number
  /** As the project tells visitors apart: in the `daily` and `cache` modes somebody who comes on two days is two. */
  readonly visitors: number
  readonly errors: number
  /** Short links, whenever they were made. */
  readonly links: number
  /** By people and by programs. */
  readonly clicks: number
  readonly audits: number
  /** Custom events. */
  readonly events: number
}

export interface Stretch {
  readonly project: number
  readonly start: number
  /** The first instant after it. */
  readonly end: number
}

/** Counted as reports count: what a process seals meanwhile counts all the same. */
export async function totalsOf(db: Db, { project, start, end }: Stretch): Promise<SeedTotals> {
  const engine = partsEngine(db)
  const scope = { project, range: { zone: 'UTC', from: utcDay(start), to: utcDay(end - 1), start, end } }
  const [totals, errors, links, events] = await Promise.all([
    engine.totals(scope, ['pageviews', 'viewedVisits', 'visitors']),
    engine.errors.totals(scope),
    engine.clicks.links(scope, {}),
    engine.events.byName(scope, MOST_NAMES),
  ])
  const { audits } = await db.read
    .selectFrom('audit_entries')
    .select(({ fn }) => fn.countAll<number>().as('audits'))
    .where('project_id', '=', project)
    .where('at', '>=', start)
    .where('at', '<', end)
    .executeTakeFirstOrThrow()
  return {
    views: totals.pageviews,
    visits: totals.viewedVisits,
    visitors: totals.visitors,
    errors: errors.events,
    links: links.length,
    clicks: links.reduce((sum, { clicks, otherClicks }) => sum + clicks + otherClicks, 0),
    audits,
    events: events.reduce((sum, named) => sum + named.events, 0),
  }
}

const MOST_NAMES = 100_000

export const difference = (after: SeedTotals, before: SeedTotals): SeedTotals => ({
  views: after.views - before.views,
  visits: after.visits - before.visits,
  visitors: after.visitors - before.visitors,
  errors: after.errors - before.errors,
  links: after.links - before.links,
  clicks: after.clicks - before.clicks,
  audits: after.audits - before.audits,
  events: after.events - before.events,
})

/** What made-up records could not be told from: `5 page views, 1 error and 3 audit entries`; empty for nothing. */
export function shownTotals({ views, errors, clicks, audits, events }: SeedTotals): string {
  const parts = [
    shown(views, 'page view'),
    shown(errors, 'error'),
    shown(clicks, 'click'),
    shown(audits, 'audit entry', 'audit entries'),
    shown(events, 'custom event'),
  ].filter((part) => part !== '')
  const last = parts.pop() ?? ''
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

const shown = (count: number, one: string, many = `${one}s`) =>
  count === 0 ? '' : `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
