import * as z from 'zod'
import type { LinkCreated, LinkDeleted, LinkEdited, LinkList, LinkShape } from '../wire/links.ts'
import type { AuditEntry, AuditsReport, LinkDetailReport, LinksReport } from '../wire/record-reports.ts'
import { deviceType, range, referrerCategory } from './answers-visits.ts'
import { count, countryCode, countryName, day, nextCursor, rowId, shape, time, word } from './shape.ts'

/** Short links, their clicks, and the audit log. */

const code = z.string().meta({ examples: ['k3JxPq9Z'] })
const short_url = z.string().meta({ examples: ['https://stats.example/api/redirect.php?c=k3JxPq9Z'] })
const destination_url = z.string().meta({ examples: ['https://shop.example/spring'] })
const label = z.string().meta({ examples: ['Spring mail'] })

export const linkCreated = shape<LinkCreated>()(
  'LinkCreated',
  z.strictObject({ code, short_url, destination_url, label }),
)

const link = {
  id: rowId,
  code,
  short_url,
  destination_url,
  label,
  is_active: z.boolean().meta({ description: 'False: the short link answers 404.' }),
}

export const linkEdited = shape<LinkEdited>()('LinkEdited', z.strictObject({ ...link, created_at: time }))

export const linkShape = shape<LinkShape>()(
  'Link',
  z.strictObject({
    ...link,
    total_clicks: count.meta({ description: 'By people, of all time.' }),
    created_at: time,
  }),
)

export const linkList = shape<LinkList>()(
  'LinkList',
  z.strictObject({
    count: count.meta({ description: 'Of the links in this answer.' }),
    links: z.array(linkShape).meta({ description: 'Newest first.' }),
    next_cursor: nextCursor,
  }),
)

export const linkDeleted = shape<LinkDeleted>()('LinkDeleted', z.strictObject({ code }))

const clicks = count.meta({ description: 'Clicks by people in the range.' })
const visitsThatFollowed = count.meta({ description: 'Visits to the target’s site that followed a click.' })

export const linksReport = shape<LinksReport>()(
  'LinksReport',
  z.strictObject({
    range,
    count: count.meta({ description: 'Of the links in this answer.' }),
    links: z
      .array(
        z.strictObject({
          code,
          short_url,
          label,
          destination_url,
          total_clicks: clicks,
          unique_clicks: count.meta({ description: 'People among them, by the day’s hash.' }),
          created_at: time,
          other_clicks: count.meta({ description: 'By bots, link previews and HEAD requests.' }),
          visits: visitsThatFollowed,
        }),
      )
      .meta({ description: 'Most clicks first; links without any are there too.' }),
    trends: z.record(z.string(), z.array(count)).exactOptional().meta({
      description: 'With `trend`: clicks by day or week of the range, by code; links without any are left out.',
    }),
    next_cursor: nextCursor,
  }),
)

export const linkDetailReport = shape<LinkDetailReport>()(
  'LinkDetailReport',
  z.strictObject({
    range,
    link: z.strictObject({ id: rowId, code, label, destination_url, created_at: time }),
    total_clicks: clicks,
    unique_clicks: count,
    by_country: z.array(z.strictObject({ country: countryName, country_code: countryCode, clicks })),
    by_referrer: z.array(z.strictObject({ category: referrerCategory, clicks })),
    by_device: z.array(z.strictObject({ device_type: deviceType, clicks })),
    over_time: z.array(z.strictObject({ date: day, clicks })),
    other_clicks: z
      .strictObject({ bot: count, preview: count, head: count })
      .meta({ description: 'Not by people: bots, link previews of chat programs, and HEAD requests.' }),
    visits: visitsThatFollowed,
  }),
)

const auditEntry = shape<AuditEntry>()(
  'AuditEntry',
  z
    .strictObject({
      id: rowId.meta({ description: 'Number of the entry in the project’s log: 1, 2, 3 and on, without gaps.' }),
      action: z.string().meta({ examples: ['invoice.deleted'] }),
      actor: z.string().meta({ examples: ['user-17'] }),
      context: z.unknown().meta({ description: 'As it was sent, or null.' }),
      created_at: time,
      target: z.string(),
      tenant: z.string(),
      outcome: word(['success', 'failure', '']),
      external_id: z.string(),
      hash: z.string().meta({ description: 'SHA-256 of the entry and of all before it, hex.' }),
    })
    .meta({ description: 'One line of the audit log. Empty text for what was not said.' }),
)

export const auditsReport = shape<AuditsReport>()(
  'AuditsReport',
  z.strictObject({
    range,
    count: count.meta({ description: 'Of the entries in this answer.' }),
    top_actions: z
      .array(z.strictObject({ action: z.string(), count }))
      .meta({ description: 'Of the range, at most 20, whatever the filters say.' }),
    logs: z.array(auditEntry).meta({ description: 'Newest first.' }),
    searched_since: time.exactOptional().meta({
      description: 'With `search`, where the range has more than 20,000 entries: older ones were not looked at.',
    }),
    next_cursor: nextCursor,
  }),
)
