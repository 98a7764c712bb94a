import { MINUTE } from '../../core/clock.ts'
import { localTime } from '../../core/time-zone.ts'
import type { LiveReport, LiveRow, LiveSpan } from '../../wire/explore.ts'
import type { DimensionName } from '../filter.ts'
import { bucketName, bucketStarts } from '../periods/intervals.ts'
import { instantsPeriod } from '../periods/period.ts'
import type { Sums } from '../query.ts'
import type { ExploreQuestion, ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'
import { Inquiry } from './inquiry.ts'
import { wholeNumber } from './parameters.ts'
import { filled } from './series.ts'
import { valueRows, valueTable } from './value-rows.ts'

const SHORT = 5
const LONG = 30
const MOST_ROWS = 100
const SUMS = ['visitors', 'pageviews'] as const

/** Who is there right now: the last 5 and 30 minutes. The range of the question does not matter. */
export const live: ExploreReport<LiveReport> = {
  message: 'Live visitors fetched successfully',
  answer: async ({ query }, question) => {
    const { now, project, filterText, given } = question
    const zone = project.timeZone
    const limit = wholeNumber('limit', given('limit'), { least: 1, most: MOST_ROWS, fallback: 10 })
    // Whole minutes of the wall clock, of which this is the last.
    const whole = instantsPeriod(zone, Math.floor(now / MINUTE - LONG + 1) * MINUTE, now + 1)
    const inquiry = new Inquiry()
    const recent = inquiry.ask({
      ask: 'totals',
      range: instantsPeriod(zone, now - SHORT * MINUTE, now + 1),
      sums: SUMS,
    })
    const totals = inquiry.ask({ ask: 'totals', sums: SUMS })
    const series = inquiry.ask({ ask: 'series', interval: 'minute', weekStart: 1, sums: SUMS })
    const rows = (name: DimensionName) => askRows(inquiry, question, name, limit)
    const [pages, countries, cities, sources] = [rows('page'), rows('country'), rows('city'), rows('source')]
    await inquiry.answer(query, queryOf(question, whole))
    return {
      at: localTime(zone, now),
      filter: filterText,
      last_5_minutes: spanFigures(recent()),
      last_30_minutes: spanFigures(totals()),
      minutes: filled(series(), bucketStarts(whole, 'minute', 1)).map(({ at, sums }) => ({
        at: bucketName(zone, at, 'minute'),
        ...spanFigures(sums),
      })),
      pages: pages(),
      countries: countries(),
      cities: cities(),
      sources: sources(),
    }
  },
  tables: ({ minutes, pages, countries, cities, sources }) => [
    { name: 'minutes', columns: ['at', 'visitors', 'pageviews'], rows: minutes },
    ...Object.entries({ pages, countries, cities, sources }).map(([name, rows]) => valueTable(name, rows, SUMS)),
  ],
}

function askRows(inquiry: Inquiry, question: ExploreQuestion, name: DimensionName, limit: number): () => LiveRow[] {
  const by = { ask: 'breakdown', dimension: { name }, sort: 'visitors', limit, offset: 0 } as const
  const found = inquiry.ask({ ...by, sums: SUMS })
  return () => {
    const { rows } = found()
    return valueRows({ name }, rows, [], question).map((row, at) => ({ ...row, ...spanFigures(rows[at]?.sums ?? {}) }))
  }
}

const spanFigures = ({ visitors = 0, pageviews = 0 }: Sums): LiveSpan => ({ visitors, pageviews })
