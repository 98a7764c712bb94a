import { localTime } from '../core/time-zone.ts'
import type { ErrorGroup } from '../wire/record-reports.ts'
import type { IssueFacts } from './engine-errors.ts'

/** An issue as answers show it, with times of the project's zone. */
export const errorGroup = (issue: IssueFacts, zone: string): ErrorGroup => ({
  id: issue.id,
  error_type: issue.type,
  message: issue.message,
  file: issue.file,
  line: issue.line === 0 ? null : issue.line,
  severity: issue.severity,
  environment: issue.environment,
  status: issue.status,
  occurrence_count: issue.occurrences,
  first_seen: localTime(zone, issue.firstSeen),
  last_seen: localTime(zone, issue.lastSeen),
  regression: issue.regressedAt > 0,
  regressed_at: issue.regressedAt > 0 ? localTime(zone, issue.regressedAt) : null,
})

/** The number that a parameter names; undefined for 0 and for what is no whole number. */
export function issueNumber(text: string | undefined): number | undefined {
  const id = /^\d+$/.test(text ?? '') ? Number(text) : 0
  return Number.isSafeInteger(id) && id > 0 ? id : undefined
}
