import { MINUTE } from '../../core/clock.ts'
import { localTime } from '../../core/time-zone.ts'
import type { LiveReport, LiveRow, LiveSpan } from '../../wire/explore.ts'
import type { DimensionName } from '../filter.ts'
import { bucketName, bucketStarts } from '../periods/intervals.ts'
import type { Period } from '../periods/period.ts'
import { instantsPeriod } from '../periods/period.ts'
import type { Breakdown, BreakdownAsk, Sums } from '../query.ts'
import type { Engines, ExploreQuestion, ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'
import { wholeNumber } from './parameters.ts'
import { filled } from './series.ts'
import { valueRows } from './value-rows.ts'

const SHORT = 5
const LONG = 30
const MOST_ROWS = 100
const SUMS = ['visitors', 'pageviews'] as const

/** Who is there right now: the last 5 and 30 minutes. The range of the question does not matter. */
export const live: ExploreReport<LiveReport> = {
  message: 'Live visitors fetched successfully',
  answer: async (engines, question) => {
    const { now, project, filterText, given } = question
    const zone = project.timeZone
    const limit = wholeNumber('limit', given('limit'), { least: 1, most: MOST_ROWS, fallback: 10 })
    // Whole minutes of the wall clock, of which this is the last.
    const whole = instantsPeriod(zone, Math.floor(now / MINUTE - LONG + 1) * MINUTE, now + 1)
    const within = await longSpan(engines, question, whole, limit)
    const recent = await spanOf(engines, question, instantsPeriod(zone, now - SHORT * MINUTE, now + 1))
    const rows = (name: DimensionName, found: Breakdown) => liveRows(name, found, question)
    return {
      at: localTime(zone, now),
      filter: filterText,
      last_5_minutes: recent,
      last_30_minutes: spanFigures(within.totals),
      minutes: filled(within.series, bucketStarts(whole, 'minute', 1)).map(({ at, sums }) => ({
        at: bucketName(zone, at, 'minute'),
        ...spanFigures(sums),
      })),
      pages: rows('page', within.pages),
      countries: rows('country', within.countries),
      cities: rows('city', within.cities),
      sources: rows('source', within.sources),
    }
  },
  tables: ({ minutes, pages, countries, cities, sources }) => [
    { name: 'minutes', columns: ['at', 'visitors', 'pageviews'], rows: minutes },
    ...Object.entries({ pages, countries, cities, sources }).map(([name, rows]) => ({ name, columns: COLUMNS, rows })),
  ],
}

const COLUMNS = ['value', 'visitors', 'pageviews']

async function longSpan({ query }: Engines, question: ExploreQuestion, period: Period, limit: number) {
  const by = (name: DimensionName): BreakdownAsk => ({
    ask: 'breakdown',
    dimension: { name },
    sums: SUMS,
    sort: 'visitors',
    limit,
    offset: 0,
  })
  const [totals, series, pages, countries, cities, sources] = await query.answer(queryOf(question, period), [
    { ask: 'totals', sums: SUMS },
    { ask: 'series', interval: 'minute', weekStart: 1, sums: SUMS },
    by('page'),
    by('country'),
    by('city'),
    by('source'),
  ])
  return { totals, series, pages, countries, cities, sources }
}

async function spanOf({ query }: Engines, question: ExploreQuestion, period: Period): Promise<LiveSpan> {
  const [totals] = await query.answer(queryOf(question, period), [{ ask: 'totals', sums: SUMS }])
  return spanFigures(totals)
}

const spanFigures = ({ visitors = 0, pageviews = 0 }: Sums): LiveSpan => ({ visitors, pageviews })

const liveRows = (name: DimensionName, { rows }: Breakdown, question: ExploreQuestion): LiveRow[] =>
  valueRows({ name }, rows, [], question).map((row, at) => ({ ...row, ...spanFigures(rows[at]?.sums ?? {}) }))
