import type { VisitReport, VisitsReport } from '../../lib/wire/visits.ts'
import type { Words } from './ask.ts'
import { ask } from './ask.ts'

export const askVisits = (words: Words) => ask<VisitsReport>('analytics/visits', words)
/** `at`: a time in or near it, which makes it quick to find. */
export const askVisit = (project: number, id: number, at: string | undefined) =>
  ask<VisitReport>('analytics/visit', { project, id, at })
