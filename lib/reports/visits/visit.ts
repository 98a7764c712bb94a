import * as z from 'zod'
import { DAY, HOUR, SECOND } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { inQuery } from '../../core/input.ts'
import { instantOf } from '../../core/time-zone.ts'
import type { Reader } from '../../db/open-db.ts'
import type { Project } from '../../projects/project.ts'
import type { VisitReport } from '../../wire/visits.ts'
import { daysPeriod } from '../periods/period.ts'
import type { Goal } from '../query.ts'
import { answerTogether } from '../scan/batch.ts'
import { NO_FILTER } from '../scan/work.ts'
import { OneVisit, VisitFinder } from './one-visit.ts'
import { momentsOf } from './visit-moments.ts'
import { visitRows, visitsIn } from './visit-rows.ts'

const MOST_MOMENTS = 1000
/** A visit is at most a day long; what is known of it may be a little beside. */
const AROUND = (DAY + HOUR) / SECOND

const AT = 'at must be a time of the project’s zone in or near the visit, such as 2026-11-01 09:30:00'

/** Of the query string. */
export const visitInput = z.object({
  id: inQuery(
    z
      .string('id is required')
      .regex(/^[1-9]\d{0,15}$/, 'id must be the number of a visit')
      .transform(Number)
      .refine((id) => Number.isSafeInteger(id), 'id must be the number of a visit'),
  ),
  at: inQuery(
    z
      .string()
      .regex(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/, AT)
      .transform((text) => Date.parse(`${text.replace(' ', 'T')}Z`))
      .refine((wall) => Number.isFinite(wall) && wall > DAY, AT)
      .optional(),
  ),
})

interface Around {
  readonly read: Reader
  readonly project: Pick<Project, 'id' | 'timeZone' | 'identity'>
  readonly goals: readonly Goal[]
}

/**
 * One visit with all that happened in it. Who says when it was (`at`) lets it be found in a few days rather than in all of
 * them. Throws `not_found`.
 */
export async function visitReport(
  { id, at }: z.output<typeof visitInput>,
  { read, project, goals }: Around,
): Promise<VisitReport> {
  const { timeZone: zone } = project
  const near = at === undefined ? undefined : instantOf(zone, at) / SECOND
  const searched =
    near === undefined
      ? { start: 0, end: Number.MAX_SAFE_INTEGER / SECOND / 2 }
      : { start: Math.floor(near) - AROUND, end: Math.ceil(near) + AROUND }
  const [span] = await answerTogether(read, project.id, () => {
    const finder = new VisitFinder(id, searched)
    return { selector: NO_FILTER, asks: [{ counters: [finder], answer: () => finder.found }] }
  })
  if (span === undefined) throw new AppError('not_found', 'There is no such visit, or it is kept no longer.')
  const whole = { start: span.start, end: span.end + 1 }
  const question = {
    scope: { project: project.id, range: daysPeriod(zone, '1970-01-02', '9998-12-30') },
    ...{ filter: undefined, goals },
  }
  const found = await visitsIn(read, question, { whole, window: whole, selector: () => new OneVisit(id) })
  const [visit] = await visitRows(read, found, { project: project.id, zone, knowsAgain: project.identity === 'cookie' })
  if (visit === undefined) throw new AppError('not_found', 'There is no such visit, or it is kept no longer.')
  const moments = await momentsOf(read, { project: project.id, zone, visit: id, ...span })
  return { visit, moments: moments.slice(0, MOST_MOMENTS), is_cut: moments.length > MOST_MOMENTS }
}
