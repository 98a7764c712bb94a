import type * as z from 'zod'
import { ISSUE_STATUSES } from '../issues/issue.ts'
import type { ReportName } from '../reports/catalogue.ts'
import { REPORTS } from '../reports/catalogue.ts'
import { reportQuery } from '../reports/report.ts'
import { tableNames } from '../reports/tables/report-tables.ts'
import { ENVIRONMENTS, OUTCOMES, SEVERITIES } from '../spool/records.ts'
import { errorDetailReport, errorsReport, errorsTrendReport } from './answers-errors.ts'
import { auditsReport, linkDetailReport, linksReport } from './answers-links.ts'
import * as visits from './answers-visits.ts'
import { REPORT_EXAMPLES } from './examples.data.ts'
import { FILE_TYPES, FILE_WRONG, fileParameters, inQuery } from './in-query.ts'
import type { JsonSchema } from './json-schema.ts'
import { requestSchema } from './json-schema.ts'
import type { Operation, Parameter } from './operation.ts'

/** `GET /api/analytics/*`: one operation for each report of the catalogue. */

const fields = requestSchema(reportQuery).properties as Readonly<Record<string, JsonSchema>>

const RANGE: readonly Parameter[] = ['range', 'from', 'to'].map((name) => {
  const { description, ...schema } = fields[name] ?? {}
  return inQuery(name, String(description), name === 'range' ? { ...schema, default: '30d' } : schema)
})

const limit = (most: number, byDefault?: number): Parameter =>
  inQuery('limit', `How many to list, 1 to ${most}${byDefault === undefined ? '; all without it' : ''}.`, {
    type: 'integer',
    minimum: 1,
    maximum: most,
    ...(byDefault !== undefined && { default: byDefault }),
  })

const CURSOR = inQuery('cursor', 'The `next_cursor` of the piece before.', { type: 'string' })

const filter = (name: string, words: readonly string[]) =>
  inQuery(name, 'Only these. A word that there is none of is ignored.', { type: 'string', enum: [...words] })

const exactly = (name: string) => inQuery(name, 'Only entries with exactly this.', { type: 'string' })

const number = (name: string, description: string, required = false) =>
  inQuery(name, description, { type: 'integer', minimum: 1 }, required)

interface ReportPage {
  readonly summary: string
  readonly description?: string
  readonly data: z.ZodType
  readonly parameters?: readonly Parameter[]
  readonly refusals?: Operation['refusals']
}

const PAGES: { readonly [Name in ReportName]: ReportPage } = {
  visitors: { summary: 'Visitors, page views and visits', data: visits.visitorsReport },
  'visitors-returning': {
    summary: 'New and returning visitors',
    description: 'Only projects in `cookie` mode know a visitor again on another day; in the others everybody is new.',
    data: visits.visitorsReturningReport,
  },
  sessions: {
    summary: 'Visits: how many, how long, how deep',
    description: 'A visit ("session" in names) ends after 30 minutes without a sign of life.',
    data: visits.sessionsReport,
  },
  pages: { summary: 'Pages', data: visits.pagesReport, parameters: [limit(100, 20)] },
  referrers: { summary: 'Where visits come from', data: visits.referrersReport },
  devices: { summary: 'Devices, systems, browsers', data: visits.devicesReport },
  locations: { summary: 'Countries, regions, cities', data: visits.locationsReport },
  utm: { summary: 'Campaigns', data: visits.utmReport },
  events: { summary: 'Custom events', data: visits.eventsReport, parameters: [limit(100, 20)] },
  errors: {
    summary: 'Groups of errors',
    description:
      'Errors that are the same fault are one group; it is in the range when its newest error is. `regression` marks a group that was resolved and happened again since.',
    data: errorsReport,
    parameters: [
      filter('status', ISSUE_STATUSES),
      filter('severity', SEVERITIES),
      filter('environment', ENVIRONMENTS),
      limit(100, 50),
      CURSOR,
    ],
    refusals: { 400: ['cursor must be a next_cursor that this list gave'] },
  },
  'errors-trend': {
    summary: 'Errors by day',
    data: errorsTrendReport,
    parameters: [number('group_id', 'Only errors of this group.')],
  },
  'error-detail': {
    summary: 'One group of errors, with its newest errors',
    data: errorDetailReport,
    parameters: [number('id', 'Of the group.', true), CURSOR],
    refusals: { 400: ['id is required'], 404: ['Error group not found'] },
  },
  audits: {
    summary: 'The audit log',
    data: auditsReport,
    parameters: [
      ...['action', 'actor', 'target', 'tenant'].map(exactly),
      filter('outcome', OUTCOMES),
      inQuery(
        'search',
        'Only entries with this in action, actor, target or tenant, whatever the case. It is looked for in the newest 20,000 entries of the range.',
        { type: 'string', maxLength: 200 },
      ),
      limit(200, 50),
      CURSOR,
    ],
    refusals: { 400: ['cursor must be a next_cursor that this list gave'] },
  },
  links: {
    summary: 'Clicks by link',
    data: linksReport,
    parameters: [
      inQuery('trend', 'Each link with its clicks by day or week, too.', { type: 'string', enum: ['day', 'week'] }),
      limit(1000),
      CURSOR,
    ],
  },
  'link-detail': {
    summary: 'Clicks of one link',
    data: linkDetailReport,
    parameters: [inQuery('code', 'Of the link.', { type: 'string' }, true)],
    refusals: { 400: ['code is required'], 404: ['Link not found'] },
  },
  dropped: {
    summary: 'What came and was not counted',
    description: 'Bots, programs that are no browser, and visitors who opted out.',
    data: visits.droppedReport,
  },
}

const RANGE_WRONG = [
  'Invalid date format. Use YYYY-MM-DD',
  "'from' must be before 'to'",
  'Custom date range cannot exceed 365 days',
]

const idOf = (name: string) => `report${name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`

export const REPORT_OPERATIONS: readonly Operation[] = Object.entries(REPORTS).map(([name, { message }]) => {
  const { summary, description, data, parameters = [], refusals = {} } = PAGES[name as ReportName]
  const example = REPORT_EXAMPLES[name as ReportName]
  const tables = tableNames(name as ReportName)
  return {
    method: 'get',
    path: `/api/analytics/${name}`,
    id: idOf(name),
    tag: 'Reports',
    summary,
    ...(description !== undefined && { description }),
    key: 'secret',
    limit: 'analytics',
    parameters: [...RANGE, ...parameters, ...fileParameters(tables)],
    answers: { 200: { description: 'The report.', data, message, files: FILE_TYPES, ...(example && { example }) } },
    refusals: { ...refusals, 400: [...RANGE_WRONG, ...(refusals[400] ?? []), ...FILE_WRONG] },
  }
})
