import type { AuditsReport, AuditsVerified } from '../../lib/wire/record-reports.ts'
import type { Words } from './ask.ts'
import { ask } from './ask.ts'

/** The audit log of a project. */

export const askAudits = (words: Words) => ask<AuditsReport>('analytics/audits', words)
/** A piece of the chain; on with its `next_cursor`. */
export const verifyAudits = (project: number, cursor: string | undefined) =>
  ask<AuditsVerified>('audits/verify', { project, cursor })
