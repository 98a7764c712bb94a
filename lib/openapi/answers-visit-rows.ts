import * as z from 'zod'
import type { VisitMoment, VisitorForgotten, VisitReport, VisitRow, VisitsReport } from '../wire/visits.ts'
import { range } from './answers-visits.ts'
import { count, nextCursor, rowId, seconds, shape, time } from './shape.ts'

/** Visits one by one. */

const text = z.string()

const visit = shape<VisitRow>()(
  'VisitRow',
  z
    .strictObject({
      id: rowId,
      started_at: time,
      visitor: text.meta({
        description:
          'The same for all visits of a visitor, as far as the identity of the project knows them: with `daily` and `cache` those of one day. One that begins with `~` changes once a visit of theirs is packed, within some hours.',
      }),
      is_new: z.boolean().nullable().meta({ description: 'Null where the identity cannot tell.' }),
      duration: seconds.meta({ description: 'From the first page view to the last sign of life, seconds.' }),
      engaged_time: seconds.meta({ description: 'With a page in view, seconds.' }),
      pageviews: count,
      events: count,
      event_names: z.array(z.strictObject({ name: text, count })).max(20),
      goals: z
        .array(z.strictObject({ id: rowId, name: text }))
        .max(20)
        .meta({ description: 'Those that the visit reached.' }),
      ...{ hostname: text, entry_page: text, exit_page: text, source: text, channel: text, referrer: text },
      ...{ utm_source: text, utm_medium: text, utm_campaign: text, utm_content: text, utm_term: text },
      ...{ country: text, country_name: text, region: text, city: text, language: text },
      ...{ device: text, browser: text, browser_version: text, os: text, os_version: text, screen: text },
    })
    .meta({ description: 'One visit. Empty text for what is not known.' }),
)

export const visitsReport = shape<VisitsReport>()(
  'VisitsReport',
  z.strictObject({
    range,
    filter: text.nullable().meta({ description: 'The filter that holds, in canonical words; null for none.' }),
    count: count.meta({ description: 'Of this piece.' }),
    visits: z.array(visit).meta({ description: 'Those that began in the range, newest first.' }),
    next_cursor: nextCursor,
  }),
)

const at = time

const moment = shape<VisitMoment>()(
  'VisitMoment',
  z
    .union([
      z.strictObject({
        ...{ kind: z.literal('view'), at, page: text, title: text },
        ...{ engaged_time: seconds, scroll: count.meta({ description: 'How far down it was seen, percent.' }) },
      }),
      z.strictObject({ kind: z.literal('event'), at, name: text, page: text, properties: z.unknown() }),
      z.strictObject({ kind: z.literal('click'), at, code: text, label: text }),
      z.strictObject({
        ...{ kind: z.literal('error'), at, issue: rowId, error_type: text, message: text, severity: text },
      }),
      z.strictObject({
        ...{ kind: z.literal('audit'), at, sequence: rowId, action: text, actor: text, target: text, outcome: text },
      }),
    ])
    .meta({ description: 'Something that happened in a visit. New kinds may come.' }),
)

export const visitReport = shape<VisitReport>()(
  'VisitReport',
  z.strictObject({
    visit,
    moments: z.array(moment).meta({ description: 'In the order of time; the first 1,000.' }),
    is_cut: z.boolean().meta({ description: 'Whether there were more.' }),
  }),
)

export const visitorForgotten = shape<VisitorForgotten>()(
  'VisitorForgotten',
  z.strictObject({
    finished: z.boolean(),
    done: count,
    total: count.meta({ description: 'Parts of sealed days that are looked through.' }),
    removed: count.meta({
      description: 'Visits, and events, clicks and errors outside of any, that this request removed.',
    }),
    rest: text.meta({ description: 'To be sent again when it is not finished; else empty.' }),
  }),
)
