import type { VisitorForgotten, VisitReport, VisitsReport } from '../../lib/wire/visits.ts'
import type { Words } from './ask.ts'
import { ask, send } from './ask.ts'

export const askVisits = (words: Words) => ask<VisitsReport>('analytics/visits', words)
/** `at`: a time in or near it, which makes it quick to find. */
export const askVisit = (project: number, id: number, at: string | undefined) =>
  ask<VisitReport>('analytics/visit', { project, id, at })
/** One step of forgetting whose visit this is; `rest` is of the step before. */
export const forgetVisitor = (project: number, visit: number, rest: string) =>
  send<VisitorForgotten>('visitors/forget', rest === '' ? { visit } : { rest }, { project })
