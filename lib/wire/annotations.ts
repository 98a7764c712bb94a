import type { ReportRange } from './report-parts.ts'

/** `/api/annotations/*`. Times are of the project's time zone. */

export interface AnnotationAnswer {
  id: number
  /** A day, or a day and a time. */
  at: string
  text: string
}

/** What happened at a time, written down by people or known anyway. */
export type AnnotationMark =
  | { kind: 'note'; at: string; text: string; id: number }
  /** The first error that named the release. */
  | { kind: 'release'; at: string; text: string }
  /** A short link was made. */
  | { kind: 'link'; at: string; text: string; code: string }

export interface AnnotationList {
  range: ReportRange
  count: number
  annotations: AnnotationMark[]
}
