import * as z from 'zod'
import { INTERVALS } from '../reports/periods/intervals.ts'
import type {
  IssueDetailReport,
  IssueEvent,
  IssueEventsReport,
  IssueListReport,
  IssueRow,
  ReleaseListReport,
} from '../wire/issues.ts'
import { errorEventFields, errorGroupFields } from './answers-errors.ts'
import { range } from './answers-visits.ts'
import { count, countryName, nextCursor, shape, time } from './shape.ts'

const release = z
  .string()
  .nullable()
  .meta({ description: 'What `release` in the context says.', examples: ['4.18.0'] })
const interval = z.enum(INTERVALS)
const buckets = z.array(z.string()).meta({ description: 'The start of each bucket of the trends.' })

const issue = shape<IssueRow>()(
  'IssueRow',
  z
    .strictObject({
      ...errorGroupFields,
      events: count.meta({ description: 'In the range.' }),
      visitors: count.meta({ description: 'Distinct visitors that were hit; errors of a backend have none.' }),
      trend: z.array(count).meta({ description: 'Events by bucket.' }),
      last_release: release.meta({ description: 'The release in which it was seen last.' }),
    })
    .meta({ description: 'A group of errors, and what of it fell into the range.' }),
)

export const issueListReport = shape<IssueListReport>()(
  'IssueListReport',
  z.strictObject({
    range,
    interval,
    buckets,
    statuses: z
      .strictObject({ open: count, investigating: count, resolved: count, ignored: count })
      .meta({ description: 'How many there are of each status that fit the other conditions.' }),
    count: count.meta({ description: 'Of this piece.' }),
    issues: z.array(issue),
    next_cursor: nextCursor,
  }),
)

const event = shape<IssueEvent>()(
  'IssueEvent',
  z
    .strictObject({
      ...errorEventFields,
      release,
      tags: z
        .array(z.strictObject({ name: z.string(), value: z.string() }))
        .meta({ description: 'What `tags` in the context says.' }),
      breadcrumbs: z
        .array(z.unknown())
        .meta({ description: 'What `breadcrumbs` in the context says, as it was sent.' }),
    })
    .meta({ description: 'One error. Null where something is not known.' }),
)

const share = { value: z.string().meta({ description: 'Empty where it is not known.' }), events: count }
const shares = z.array(z.strictObject(share)).max(10)

export const issueDetailReport = shape<IssueDetailReport>()(
  'IssueDetailReport',
  z.strictObject({
    range,
    interval,
    buckets,
    issue,
    releases: z
      .array(z.strictObject({ release: z.string(), events: count, first_seen: time, last_seen: time }))
      .meta({ description: 'Whenever it was; the one seen last first.' }),
    newest_event: event.nullable().meta({ description: 'Whenever it was.' }),
    browsers: shares,
    operating_systems: shares,
    devices: shares,
    countries: z.array(z.strictObject({ ...share, country_name: countryName })).max(10),
    environments: shares,
    severities: shares,
    pages: shares.meta({ description: 'Of the newest 1,000 errors only: older ones are not kept word by word.' }),
  }),
)

export const releaseListReport = shape<ReleaseListReport>()(
  'ReleaseListReport',
  z.strictObject({
    count: count.meta({ description: 'Of this piece.' }),
    releases: z.array(
      z.strictObject({
        release: z.string(),
        issues: count.meta({ description: 'Groups of errors that were seen in it.' }),
        events: count,
        first_seen: time,
        last_seen: time,
      }),
    ),
    next_cursor: nextCursor,
  }),
)

export const issueEventsReport = shape<IssueEventsReport>()(
  'IssueEventsReport',
  z.strictObject({ range, count, events: z.array(event), next_cursor: nextCursor }),
)
