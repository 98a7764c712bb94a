import type * as z from 'zod'
import type { ExploreName } from '../reports/explore/catalogue.ts'
import { EXPLORE_REPORTS, SHARED_REPORTS } from '../reports/explore/catalogue.ts'
import { METRIC_NAMES } from '../reports/metrics.ts'
import { INTERVALS } from '../reports/periods/intervals.ts'
import * as answers from './answers-explore.ts'
import { metricsReport } from './answers-metrics.ts'
import { FILE_TYPES, FILE_WRONG, fileParameters } from './in-query.ts'
import type { Operation, Parameter } from './operation.ts'
import { FILTER, QUESTION_WRONG, RANGE, text, whole, word } from './question-parameters.ts'

/** `GET /api/analytics/*` of the reports that are asked freely. */

const COMPARE: readonly Parameter[] = [
  word(
    'compare',
    '`previous`: as long, right before. `previous_weekday`: the same, moved by whole weeks. `year`: the same days a year before. `custom`: `compare_from` to `compare_to`. A period that is still running is held against as much of the other one.',
    ['previous', 'previous_weekday', 'year', 'custom'],
  ),
  word('align', 'Moves `previous` and `year` so that weekdays match.', ['weekday']),
  text('compare_from', 'With `compare=custom`, as `from`.', ['2026-10-01']),
  text('compare_to', 'With `compare=custom`, as `to`.', ['2026-10-20']),
]

const METRICS: readonly Parameter[] = [
  text('metrics', `Which, with commas between: ${METRIC_NAMES.join(', ')}.`, ['visitors,pageviews', 'bounce_rate']),
  text('goal', 'Name or number of the goal that conversions are about.', ['Sign-up']),
]

const WEEK = word('week', 'The day that weeks begin with.', ['monday', 'sunday'], 'monday')

const SERIES: readonly Parameter[] = [
  word('interval', 'By the length of the range, unless given. At most 5,000 buckets.', INTERVALS),
  WEEK,
  word('fill', '`1`: buckets with nothing in them are there, too.', ['0', '1'], '0'),
]

const DIMENSION = text(
  'dimension',
  'One of those that `/api/analytics/metrics` lists; a property of events as `property:plan`.',
  ['page', 'country', 'property:plan'],
  true,
)

interface ExplorePage {
  readonly summary: string
  readonly description: string
  readonly data: z.ZodType
  readonly parameters: readonly Parameter[]
  /** Names of its tables, the main one first. */
  readonly tables: readonly string[]
  readonly refusals?: Operation['refusals']
}

const PAGES: { readonly [Name in ExploreName]: ExplorePage } = {
  overview: {
    summary: 'A whole dashboard in one call',
    description: 'Totals, what they are compared with, a series, and the most frequent values of some dimensions.',
    data: answers.overviewReport,
    parameters: [
      ...RANGE,
      ...FILTER,
      ...COMPARE,
      ...METRICS,
      ...SERIES,
      text('panels', 'Dimensions with commas between; also `goals` and `dropped`.', ['page,country,goals', 'source']),
      whole('limit', 'Rows of each panel.', 1, 100, 10),
    ],
    tables: ['series', 'totals', 'goals', 'dropped'],
  },
  breakdown: {
    summary: 'The values of one dimension',
    description: 'With any metrics, in pieces, sorted by a metric that counts something.',
    data: answers.breakdownReport,
    parameters: [
      DIMENSION,
      ...RANGE,
      ...FILTER,
      ...COMPARE,
      ...METRICS,
      text('sort', 'The metric to sort by; the first that was asked for, unless given.', ['visitors']),
      word('order', 'Largest first, or smallest.', ['desc', 'asc'], 'desc'),
      text('search', 'Only values that contain this, whatever the case.', ['blog']),
      whole('limit', 'How many to list.', 1, 1000, 50),
      whole('offset', 'How many to leave out at the beginning.', 0, 1_000_000, 0),
      text('cursor', 'The `next_cursor` of the piece before, in place of `offset`.', []),
      WEEK,
    ],
    tables: ['rows'],
    refusals: { 400: ['sort must be one of: visitors, visits, pageviews, events, new_visitors, conversions'] },
  },
  timeseries: {
    summary: 'Metrics over time',
    description: 'By minute, hour, day, week or month of the project’s time zone.',
    data: answers.timeseriesReport,
    parameters: [...RANGE, ...FILTER, ...COMPARE, ...METRICS, ...SERIES],
    tables: ['rows', 'compare'],
  },
  live: {
    summary: 'Who is there right now',
    description: 'The last 5 and 30 minutes.',
    data: answers.liveReport,
    parameters: [...FILTER, whole('limit', 'Rows of each list.', 1, 100, 10)],
    tables: ['minutes', 'pages', 'countries', 'cities', 'sources'],
  },
  goals: {
    summary: 'All goals',
    description: 'How often each was reached, by how many, and for how much.',
    data: answers.goalsReport,
    parameters: [...RANGE, ...FILTER, ...COMPARE],
    tables: ['goals'],
  },
  funnel: {
    summary: 'A funnel',
    description:
      'How many took one step after the other (others may lie between), and where they were lost. A saved funnel, or steps as they come.',
    data: answers.funnelReport,
    parameters: [
      text('funnel', 'Name or number of a saved one.', ['Sign-up']),
      text(
        'step',
        'In place of `funnel`, 2 to 10 times: `event:<name>`, `page:<pattern>`, `goal:<name>`, `engaged:<seconds>`, `scroll:<percent>:<pattern>`.',
        ['page:/pricing', 'event:signup'],
      ),
      word('within', 'Whether all steps must lie in one visit.', ['visit', 'visitor'], 'visit'),
      ...RANGE,
      ...FILTER,
      ...COMPARE,
    ],
    tables: ['steps'],
    refusals: { 404: ['There is no funnel "Sign-up"'] },
  },
  retention: {
    summary: 'Who comes again',
    description: 'Visitors by when they were first seen, and how many of them came again. For `cookie` identity.',
    data: answers.retentionReport,
    parameters: [
      ...RANGE,
      ...FILTER,
      word('interval', 'By which visitors are put together.', ['week', 'day', 'month'], 'week'),
      WEEK,
    ],
    tables: ['cohorts'],
    refusals: {
      409: [
        'This project’s identity is "daily": a visitor is known for one day only, so nobody can tell who came again. Retention needs "cookie".',
      ],
    },
  },
  metrics: {
    summary: 'Every metric and every dimension',
    description: 'With what it means.',
    data: metricsReport,
    parameters: [],
    tables: ['metrics', 'dimensions'],
  },
}

export const EXPLORE_OPERATIONS: readonly Operation[] = Object.entries(EXPLORE_REPORTS).map(([name, { message }]) => {
  const { summary, description, data, parameters, tables, refusals = {} } = PAGES[name as ExploreName]
  return {
    method: 'get',
    path: `/api/analytics/${name}`,
    id: `explore${name[0]?.toUpperCase()}${name.slice(1)}`,
    tag: 'Reports',
    summary,
    description,
    key: SHARED_REPORTS.includes(name as ExploreName) ? 'figures' : 'secret',
    limit: 'analytics',
    parameters: [...parameters, ...fileParameters(tables)],
    answers: { 200: { description: 'The report.', data, message, files: FILE_TYPES } },
    refusals: { ...refusals, 400: [...QUESTION_WRONG, ...(refusals[400] ?? []), ...FILE_WRONG] },
  }
})
