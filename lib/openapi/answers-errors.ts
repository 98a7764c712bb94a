import * as z from 'zod'
import { ISSUE_STATUSES } from '../issues/issue.ts'
import { ENVIRONMENTS, SEVERITIES } from '../spool/records.ts'
import type {
  ErrorDetailReport,
  ErrorEvent,
  ErrorGroup,
  ErrorsReport,
  ErrorsTrendReport,
} from '../wire/record-reports.ts'
import type { StatusUpdated } from '../wire/errors.ts'
import { range } from './answers-visits.ts'
import { count, countryCode, countryName, day, nextCursor, rowId, shape, time, word } from './shape.ts'

/** Reports about errors. */

export const issueStatus = z.enum(ISSUE_STATUSES).meta({
  description: 'An error in a `resolved` group opens it again; `investigating` and `ignored` stay.',
})

const severity = word(SEVERITIES)
const environment = word(ENVIRONMENTS)

export const errorGroupFields = {
  id: rowId,
  error_type: z.string().meta({ examples: ['TypeError'] }),
  message: z.string().meta({ examples: ['Cannot read properties of undefined'] }),
  file: z.string(),
  line: z.int().nullable(),
  severity: severity.meta({ description: 'Of the newest error.' }),
  environment: environment.meta({ description: 'Of the first error.' }),
  status: issueStatus,
  occurrence_count: count.meta({ description: 'Of all time.' }),
  first_seen: time,
  last_seen: time,
  regression: z.boolean().meta({
    description: 'It was resolved, happened again, and nobody has given it a status since.',
  }),
  regressed_at: time.nullable().meta({ description: 'When that was.' }),
}

const group = shape<ErrorGroup>()(
  'ErrorGroup',
  z.strictObject(errorGroupFields).meta({ description: 'Errors that are the same fault.' }),
)

export const errorsReport = shape<ErrorsReport>()(
  'ErrorsReport',
  z.strictObject({
    range,
    summary: z
      .strictObject({
        total: count,
        open: count,
        investigating: count,
        resolved: count,
        ignored: count,
        critical: count,
        error: count,
        warning: count,
        info: count,
        regressions: count,
      })
      .meta({ description: 'Groups whose newest error lies in the range, whatever the filters and the limit say.' }),
    count: count.meta({ description: 'Of the groups in this answer.' }),
    errors: z.array(group).meta({ description: 'Groups whose newest error lies in the range, newest first.' }),
    next_cursor: nextCursor,
  }),
)

export const errorsTrendReport = shape<ErrorsTrendReport>()(
  'ErrorsTrendReport',
  z.strictObject({
    range,
    group_id: rowId.nullable().meta({ description: 'The one asked for; null for all.' }),
    total_occurrences: count.meta({ description: 'Errors in the range.' }),
    total_groups: count.meta({ description: 'Groups among them.' }),
    top_groups: z
      .array(
        z.strictObject({
          id: rowId,
          error_type: z.string(),
          message: z.string(),
          severity,
          status: issueStatus,
          occurrences: count,
        }),
      )
      .max(5),
    over_time: z
      .array(z.strictObject({ date: day, occurrences: count, unique_groups: count }))
      .meta({ description: 'By day, ascending; days without an error are left out.' }),
  }),
)

export const errorEventFields = {
  id: rowId,
  stack_trace: z.string().nullable(),
  url: z.string(),
  environment,
  severity,
  context: z.unknown().meta({ description: 'As it was sent, or null.' }),
  created_at: time,
  device: z.strictObject({
    type: z.string().nullable(),
    os: z.string().nullable(),
    browser: z.string().nullable(),
  }),
  location: z.strictObject({
    country: countryName.nullable(),
    country_code: countryCode.nullable(),
    city: z.string().nullable(),
  }),
  visit_id: rowId.nullable().meta({ description: 'The visit it happened in, where that is known.' }),
  view_id: rowId.nullable().meta({ description: 'The page view it happened in, where that is known.' }),
}

const event = shape<ErrorEvent>()(
  'ErrorEvent',
  z.strictObject(errorEventFields).meta({ description: 'One error. Null where something is not known.' }),
)

export const errorDetailReport = shape<ErrorDetailReport>()(
  'ErrorDetailReport',
  z.strictObject({
    range,
    group,
    over_time: z.array(z.strictObject({ date: day, occurrences: count })),
    events: z.array(event).max(100).meta({ description: 'In the range, newest first.' }),
    next_cursor: nextCursor,
  }),
)

export const statusUpdated = shape<StatusUpdated>()(
  'StatusUpdated',
  z.strictObject({
    updated: count.meta({ description: 'How many had another status before.' }),
    ids: z.array(z.int()).meta({ description: 'Those that were found.' }),
    status: issueStatus,
    not_found: z
      .array(z.int())
      .exactOptional()
      .meta({ description: 'Those that were not; absent when there are none.' }),
  }),
)
