import { SECOND } from '../core/clock.ts'
import type { Reader } from '../db/open-db.ts'
import type { Sum, Sums } from './query.ts'
import type { Scope } from './scope.ts'

/** A day of which only totals are left. Its visitors are counted by themselves: who came on other days, nobody knows. */
export interface ThinnedDay {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly sums: Sums
}

/** Those in the range, ascending. The day of the border may also have visits whose details are there. */
export async function thinnedDays(read: Reader, { project, range }: Scope): Promise<ThinnedDay[]> {
  const rows = await read
    .selectFrom('thinned_days')
    .selectAll()
    .where('project_id', '=', project)
    .where('day', '>=', range.from)
    .where('day', '<=', range.to)
    .orderBy('day')
    .execute()
  return rows.map((row) => ({
    day: row.day,
    sums: {
      pageviews: row.pageviews,
      visitors: row.visitors,
      visits: row.visits,
      viewedVisits: row.visits,
      bounces: row.bounces,
      events: row.events,
      duration: row.duration,
      engagedDuration: row.engaged_duration,
      visibleTime: row.visible_time,
      viewTime: Math.round(row.visible_time / SECOND),
    },
  }))
}

/** The sums that both may have, added up; what is not known of thinned days stays as it is. */
export function withThinned(sums: Sums, days: readonly ThinnedDay[]): Sums {
  const whole: Record<string, Sums[keyof Sums]> = { ...sums }
  for (const { sums: of } of days)
    for (const [name, more] of Object.entries(of) as [Sum, number][]) {
      const known = sums[name] === undefined ? undefined : whole[name]
      if (typeof known === 'number') whole[name] = known + more
    }
  return whole
}

/** What an answer says of figures in which visitors are summed up over thinned days; nothing where all are exact. */
export function thinnedMark(days: readonly ThinnedDay[]): { exact?: false; thinned_until?: string } {
  const last = days.reduce((latest, { day }) => (day > latest ? day : latest), '')
  return last === '' ? {} : { exact: false, thinned_until: last }
}
