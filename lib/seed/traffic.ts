import type { SeedDay } from './calendar.ts'
import type { SeedRecord } from './day-records.ts'
import { dayRecords } from './day-records.ts'
import type { Scene } from './visit-records.ts'

/**
 * The traffic of consecutive days in the order of time, before `until`. Made day by day; never more than one day and
 * what runs over its end is held. A later `until` on the last day only makes it longer.
 */
export function* traffic(scene: Scene, days: readonly SeedDay[], until: number): Generator<SeedRecord> {
  let left: SeedRecord[] = []
  for (const [index, day] of days.entries()) {
    const records = left.concat(dayRecords(scene, day)).sort((a, b) => a.at - b.at || a.id - b.id)
    const end = Math.min(until, index === days.length - 1 ? Infinity : day.end)
    const count = countBefore(records, end)
    yield* records.slice(0, count)
    left = records.slice(count)
  }
}

/** How many page views `traffic` will bring. Only the days that can reach past `until` are made for it. */
export function countViews(scene: Scene, days: readonly SeedDay[], until: number): number {
  // A visit lasts hours, not days: what began before the last two days is over.
  const whole = days.slice(0, -2).reduce((sum, { views }) => sum + views, 0)
  const open = days.slice(-2).flatMap((day) => dayRecords(scene, day))
  return whole + open.filter(({ kind, at }) => kind === 'pageview' && at < until).length
}

function countBefore(records: readonly SeedRecord[], end: number): number {
  const found = records.findIndex(({ at }) => at >= end)
  return found < 0 ? records.length : found
}
