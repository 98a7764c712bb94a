import * as z from 'zod'
import { MINUTE } from '../core/clock.ts'
import { inQuery, wholeInQuery } from '../core/input.ts'
import { localDay, localTime } from '../core/time-zone.ts'
import type { Reader } from '../db/open-db.ts'
import { shownDomains } from '../projects/domains.ts'
import type { Project } from '../projects/project.ts'
import type { GlanceFigures, ProjectGlance } from '../wire/glance.ts'
import { Inquiry } from './explore/inquiry.ts'
import { filled } from './explore/series.ts'
import { lastDataAt } from './last-data.ts'
import { parseComparison } from './periods/comparison.ts'
import { bucketStarts } from './periods/intervals.ts'
import { instantsPeriod, parsePeriod, wirePeriod } from './periods/period.ts'
import type { QueryEngine, Sums } from './query.ts'

const MOST_PROJECTS = 100
const MOST_DAYS = 90
const LIVE = 5 * MINUTE
const SUMS = ['visitors', 'pageviews'] as const
/** As many as there are connections: while one project is counted, the next is read. */
const AT_ONCE = 2

const RANGE = `range must be a number of days from 1d to ${MOST_DAYS}d, such as 7d`

/** Of the query string. */
export const glanceInput = z.object({
  range: inQuery(
    z
      .string()
      .regex(/^[1-9]\d?d$/, RANGE)
      .refine((range) => Number.parseInt(range) <= MOST_DAYS, RANGE)
      .default('7d'),
  ),
  limit: wholeInQuery('limit', 1, MOST_PROJECTS, MOST_PROJECTS),
  cursor: inQuery(z.string().optional()),
})

/** Figures of a project, without what is known of it anyway. */
type Figures = Pick<ProjectGlance, 'range' | 'today' | 'current' | 'previous' | 'days' | 'live'>

export interface GlanceParts {
  readonly read: Reader
  readonly query: QueryEngine
  readonly now: number
  /** As `glanceInput` has it. */
  readonly range: string
  readonly roleIn: (project: number) => ProjectGlance['role']
}

/** Projects in the order given, each counted in one scan of twice the range. Bounded by `glanceInput`: at most 100 of them, and 90 days. */
export async function glance(projects: readonly Project[], parts: GlanceParts): Promise<ProjectGlance[]> {
  const ids = projects.map(({ id }) => id)
  const [issues, seen] = await Promise.all([openIssues(parts.read, ids), lastDataAt(parts.read, ids)])
  const figures = await inTurns(projects, (project) => figuresOf(project, parts))
  return projects.map((project, at) => {
    const lastAt = seen.get(project.id)
    return {
      id: project.id,
      name: project.name,
      allowed_domains: [...shownDomains(project.domains)],
      is_active: project.isActive,
      identity: project.identity,
      time_zone: project.timeZone,
      role: parts.roleIn(project.id),
      ...(figures[at] as Figures),
      open_issues: issues.get(project.id) ?? 0,
      last_seen_at: lastAt === undefined ? null : localTime(project.timeZone, lastAt),
    }
  })
}

async function figuresOf({ id, timeZone: zone }: Project, { query, now, range }: GlanceParts): Promise<Figures> {
  const period = parsePeriod({ range }, { zone, now })
  const before = parseComparison({ compare: 'previous' }, period, now) ?? period
  const inquiry = new Inquiry()
  const totals = (range = period) => inquiry.ask({ ask: 'totals', range, sums: SUMS })
  const [current, previous] = [totals(), totals(before)]
  const today = totals(parsePeriod({ range: 'today' }, { zone, now }))
  const live = totals(instantsPeriod(zone, now - LIVE, now + 1))
  const series = inquiry.ask({ ask: 'series', interval: 'day', weekStart: 1, sums: SUMS })
  await inquiry.answer(query, { scope: { project: id, range: period }, filter: undefined, goals: [] })
  return {
    range: wirePeriod(period),
    today: pairOf(today()),
    current: pairOf(current()),
    previous: pairOf(previous()),
    days: filled(series(), bucketStarts(period, 'day', 1)).map(({ at, sums }) => ({
      date: localDay(zone, at),
      ...pairOf(sums),
    })),
    live: live().visitors ?? 0,
  }
}

const pairOf = ({ visitors = 0, pageviews = 0 }: Sums): GlanceFigures => ({ visitors, pageviews })

async function openIssues(read: Reader, projects: readonly number[]): Promise<Map<number, number>> {
  if (projects.length === 0) return new Map()
  const rows = await read
    .selectFrom('issues')
    .select(({ fn }) => ['project_id', fn.countAll<number | string>().as('issues')])
    .where('project_id', 'in', projects)
    .where('status', '=', 'open')
    .where('occurrences', '>', 0)
    .groupBy('project_id')
    .execute()
  return new Map(rows.map((row) => [row.project_id, Number(row.issues)]))
}

/** The results in the order of the items; a few are worked on at a time. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = items.entries()
  const worker = async () => {
    for (const [at, item] of waiting) results[at] = await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}
