import type { IntervalWord } from '../../../lib/wire/explore.ts'
import { clockTime, day, month, weekday } from '../../format.ts'

/** The start of a bucket as short as an axis needs it. */
export function bucketLabel(interval: IntervalWord, at: string): string {
  if (interval === 'hour' || interval === 'minute') return at.endsWith(' 00:00') ? day(at.slice(0, 10)) : clockTime(at)
  return interval === 'month' ? month(at) : day(at)
}

/** The same in full, for tables and what is pointed at. */
export function bucketName(interval: IntervalWord, at: string): string {
  if (interval === 'hour' || interval === 'minute') return `${weekday(at.slice(0, 10))}, ${clockTime(at)}`
  return interval === 'month' ? month(at) : weekday(at)
}
