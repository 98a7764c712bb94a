import type { Range } from './range.ts'

/** Whose data, and when. */
export interface Scope {
  readonly project: number
  readonly range: Range
}
