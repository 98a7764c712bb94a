import type { Db } from '../db/open-db.ts'

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

export async function totalsOf(db: Db, stretch: Stretch): Promise<SeedTotals> {
  const { project, start, end } = stretch
  const count = async (table: 'error_events' | 'link_clicks' | 'audit_entries' | 'events') => {
    const { rows } = await db.read
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .where('project_id', '=', project)
      .where('at', '>=', start)
      .where('at', '<', end)
      .executeTakeFirstOrThrow()
    return rows
  }
  const { links } = await db.read
    .selectFrom('links')
    .select(({ fn }) => fn.countAll<number>().as('links'))
    .where('project_id', '=', project)
    .executeTakeFirstOrThrow()
  return {
    ...(await visitTotals(db, stretch)),
    errors: await count('error_events'),
    links,
    clicks: await count('link_clicks'),
    audits: await count('audit_entries'),
    events: await count('events'),
  }
}

const visitTotals = (db: Db, { project, start, end }: Stretch) =>
  db.read
    .selectFrom('pageviews')
    .select(({ fn }) => [
      fn.countAll<number>().as('views'),
      fn.count<number>('visit').distinct().as('visits'),
      fn.count<number>('visitor').distinct().as('visitors'),
    ])
    .where('project_id', '=', project)
    .where('at', '>=', start)
    .where('at', '<', end)
    .executeTakeFirstOrThrow()

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
