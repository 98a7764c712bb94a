import { SECOND } from '../../core/clock.ts'
import type { Part } from '../../sealed-days/part.ts'

/** Whole seconds since 1970; `start <= at < end`. */
export interface Period {
  readonly start: number
  readonly end: number
}

/** Parts know seconds only, so an edge inside of a second moves to the next one. */
export const periodOf = ({ start, end }: { readonly start: number; readonly end: number }): Period => ({
  start: Math.ceil(start / SECOND),
  end: Math.ceil(end / SECOND),
})

type Extent = Pick<Part, 'firstAt' | 'lastAt'>

export const overlaps = (period: Period, { firstAt, lastAt }: Extent): boolean =>
  firstAt < period.end * SECOND && lastAt >= period.start * SECOND

export const covers = (period: Period, { firstAt, lastAt }: Extent): boolean =>
  firstAt >= period.start * SECOND && lastAt < period.end * SECOND
