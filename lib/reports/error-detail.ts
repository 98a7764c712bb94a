import { decodeCursor, pieceOf } from '../core/cursor.ts'
import { AppError } from '../core/errors.ts'
import { localTime } from '../core/time-zone.ts'
import type { ErrorDetailReport, ErrorEvent } from '../wire/record-reports.ts'
import { countryName } from './country-name.ts'
import type { ErrorFacts } from './engine-errors.ts'
import { errorGroup, issueNumber } from './error-group.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'

const NEWEST = 100

/**
 * One group of errors, whenever it happened, with its days and its newest events in the range; `cursor` for what comes
 * behind. Throws `invalid_input` without an `id`, `not_found` for one that is not the project's.
 */
export const errorDetail: Report<ErrorDetailReport> = {
  message: 'Error detail fetched successfully',
  answer: async (engine, { scope, given }) => {
    const id = issueNumber(given('id'))
    if (id === undefined) throw new AppError('invalid_input', 'id is required')
    const after = decodeCursor(given('cursor'), 2)
    const issue = await engine.errors.issue(scope.project, id)
    if (issue === undefined) throw new AppError('not_found', 'Error group not found')
    const [days, found] = await Promise.all([
      engine.errors.perDay(scope, id),
      engine.errors.events(scope, id, { most: NEWEST + 1, after }),
    ])
    const { zone } = scope.range
    const { rows, next } = pieceOf(found, NEWEST, (event) => [event.at, event.id])
    return {
      range: wireRange(scope.range),
      group: errorGroup(issue, zone),
      over_time: days.map(({ day, events }) => ({ date: day, occurrences: events })),
      events: rows.map((event) => errorEvent(event, zone)),
      ...next,
    }
  },
}

const orNull = (text: string) => (text === '' ? null : text)

/** An error as answers show it, with times of the project's zone. */
export const errorEvent = (event: ErrorFacts, zone: string): ErrorEvent => ({
  id: event.id,
  stack_trace: orNull(event.stack),
  url: event.url,
  environment: event.environment,
  severity: event.severity,
  context: event.context === '' ? null : JSON.parse(event.context),
  created_at: localTime(zone, event.at),
  device: {
    type: event.device === 'unknown' ? null : orNull(event.device),
    os: orNull(event.os),
    browser: orNull(event.browser),
  },
  location: {
    country: event.country === '' ? null : countryName(event.country),
    country_code: orNull(event.country),
    city: orNull(event.city),
  },
  visit_id: event.visit === 0 ? null : event.visit,
  view_id: event.view === 0 ? null : event.view,
})
