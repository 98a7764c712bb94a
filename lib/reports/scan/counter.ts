import type { ColumnName } from '../../sealed-days/part.ts'
import type { FirstSeen } from './first-seen.ts'
import type { Period } from './period.ts'
import type { Work } from './work.ts'

/** Something that is counted in a scan: it is shown every part that overlaps its period, and remembers what it needs. */
export interface Counter {
  readonly period: Period
  readonly columns: readonly ColumnName[]
  /** What it must know of visitors before the first part; undefined for nothing. */
  readonly firstSeen?: FirstSeen | undefined
  count(work: Work): Promise<void> | void
  /** When everything has been answered: gives back what it borrowed. */
  release?(): void
}
