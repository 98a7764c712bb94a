import type { VisitReport, VisitsReport } from '../../lib/wire/visits.ts'
import type { Words } from './ask.ts'
import { ask } from './ask.ts'

/** The visits behind a number, and what happened in one. */

export const askVisits = (words: Words) => ask<VisitsReport>('analytics/visits', words)
export const askVisit = (project: number, id: number, at: string | undefined) =>
  ask<VisitReport>('analytics/visit', { project, id, at })
