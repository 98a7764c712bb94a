import type { IssueStatus } from './record-reports.ts'

/** `data` of the answer of `track/errors-update-status`. */
export interface StatusUpdated {
  /** How many had another status before. */
  updated: number
  /** Those that were found, in the order in which they were asked for. */
  ids: readonly number[]
  status: IssueStatus
  /** Those that were not; absent when there are none. */
  not_found?: readonly number[]
}
