import type { VisitorsReport } from '../../lib/wire/reports.ts'

export type Day = VisitorsReport['over_time'][number]

const DAY_MS = 86_400_000

/** Every day of the range: answers leave out those on which nothing happened. */
export function fillDays({ range, over_time }: Pick<VisitorsReport, 'range' | 'over_time'>): readonly Day[] {
  const known = new Map(over_time.map((day) => [day.date, day]))
  const [first, last] = [Date.parse(range.from.slice(0, 10)), Date.parse(range.to.slice(0, 10))]
  const days: Day[] = []
  for (let at = first; at <= last; at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10)
    days.push(known.get(date) ?? { date, pageviews: 0, unique_visitors: 0 })
  }
  return days
}

/** The smallest of 1, 2, 4, 5, 10, 20, 40 … that is no less: the top of a scale that people can halve in their heads. */
export function scaleTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)))
  return power * ([1, 2, 4, 5].find((step) => step * power >= most) ?? 10)
}
