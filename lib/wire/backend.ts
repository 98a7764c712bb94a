import type { IssueStatus } from './reports.ts'

/** `data` of answers that only programs with the secret key ask for, keys in the order in which they travel. */

/** Of `POST /api/projects/verify`. An unknown key, and a key of a project that is switched off, are not valid. */
export type KeyVerified =
  { valid: false } | { valid: true; key_type: 'secret' | 'public'; project_name: string; allowed_domains: string[] }

/** Of `POST /api/track/errors-update-status`. */
export interface StatusUpdated {
  /** How many had another status before. */
  updated: number
  /** Groups of the project among those that were asked for. */
  ids: number[]
  status: IssueStatus
  /** The others; absent when there are none. */
  not_found?: number[]
}
