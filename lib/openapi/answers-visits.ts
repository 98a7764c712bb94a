import * as z from 'zod'
import { DROP_REASONS } from '../spool/records.ts'
import type {
  DevicesReport,
  DroppedReport,
  EventsReport,
  LocationsReport,
  PagesReport,
  ReferrersReport,
  SessionsReport,
  UtmReport,
  VisitorsReport,
  VisitorsReturningReport,
} from '../wire/reports.ts'
import type { ReferrerCategory, ReportRange } from '../wire/report-parts.ts'
import { count, countryCode, countryName, day, percent, seconds, shape, time, word } from './shape.ts'

/** Reports about visits. */

export const range = shape<ReportRange>()(
  'ReportRange',
  z
    .strictObject({
      from: time.meta({ examples: ['2026-10-22 00:00:00'] }),
      to: time.meta({ examples: ['2026-11-20 23:59:59'] }),
    })
    .meta({ description: 'The days that the answer covers, both ends inside, in the project’s time zone.' }),
)

const visitors = count.meta({ description: 'Distinct visitors with a page view.' })
const pageviews = count.meta({ description: 'Page views.' })

/** Where days of which only totals are left are among the totals. */
export const thinnedMark = {
  exact: z.literal(false).exactOptional().meta({
    description:
      'There when totals have days in them of which only totals are left: their visitors were distinct in their day and are added up.',
  }),
  thinned_until: day.exactOptional().meta({ description: 'The last of those days.' }),
}

export const visitorsReport = shape<VisitorsReport>()(
  'VisitorsReport',
  z.strictObject({
    range,
    unique_visitors: visitors,
    total_pageviews: pageviews,
    total_sessions: count.meta({ description: 'Visits that began in the range. A visit ends after 30 quiet minutes.' }),
    bounce_rate: percent.meta({
      description:
        'Visits with one page view and no engaging event, of all that began in the range; percent, one decimal.',
    }),
    over_time: z
      .array(z.strictObject({ date: day, pageviews, unique_visitors: visitors }))
      .meta({ description: 'By day, ascending; days without a page view are left out.' }),
    ...thinnedMark,
  }),
)

const newVisitors = count.meta({ description: 'Visitors first seen inside the range.' })
const returningVisitors = count.meta({ description: 'Visitors first seen before the range.' })

export const visitorsReturningReport = shape<VisitorsReturningReport>()(
  'VisitorsReturningReport',
  z.strictObject({
    range,
    total_visitors: visitors,
    new_visitors: newVisitors,
    returning_visitors: returningVisitors,
    new_pct: percent,
    returning_pct: percent,
    over_time: z
      .array(
        z.strictObject({
          date: day,
          new_visitors: count.meta({ description: 'Visitors first seen on this day.' }),
          returning_visitors: count.meta({ description: 'Visitors first seen on another day.' }),
        }),
      )
      .meta({ description: 'By day, ascending; days without a page view are left out.' }),
  }),
)

export const sessionsReport = shape<SessionsReport>()(
  'SessionsReport',
  z.strictObject({
    range,
    total_sessions: count.meta({ description: 'Visits that began in the range.' }),
    bounce_rate: percent,
    avg_duration_seconds: seconds.meta({
      description: 'From the first to the last sign of life, over all visits; seconds.',
    }),
    avg_duration_engaged: seconds.meta({ description: 'The same over visits that are no bounce; seconds.' }),
    avg_pages_per_session: z
      .number()
      .nonnegative()
      .meta({ description: 'Two decimals.', examples: [2.35] }),
    over_time: z.array(z.strictObject({ date: day, sessions: count, avg_duration_seconds: seconds })),
    avg_engaged_seconds: seconds.meta({ description: 'Time in which a page was in view, over all visits; seconds.' }),
  }),
)

export const pagesReport = shape<PagesReport>()(
  'PagesReport',
  z.strictObject({
    range,
    count: count.meta({ description: 'Of the pages in this answer.' }),
    pages: z
      .array(
        z.strictObject({
          url: z.string().meta({ examples: ['https://shop.example/oils'] }),
          page_title: z.string().meta({ description: 'The newest one it was seen with.' }),
          pageviews,
          unique_visitors: visitors,
        }),
      )
      .meta({ description: 'Most page views first. A page is its address without campaign tags and fragment.' }),
  }),
)

const CATEGORIES: Readonly<Record<ReferrerCategory, true>> = {
  direct: true,
  organic_search: true,
  social: true,
  referral: true,
  email: true,
  ai: true,
  video: true,
  paid: true,
}
export const referrerCategory = z
  .enum(Object.keys(CATEGORIES) as ReferrerCategory[])
  .meta({ description: 'Where visits come from. `ai`, `video` and `paid` go beyond Micrologs.' })

export const referrersReport = shape<ReferrersReport>()(
  'ReferrersReport',
  z.strictObject({
    range,
    by_category: z.array(z.strictObject({ category: referrerCategory, pageviews, unique_visitors: visitors })),
    top_referrers: z
      .array(z.strictObject({ referrer_url: z.string().meta({ examples: ['www.google.com/'] }), pageviews }))
      .meta({ description: 'At most 20, most page views first.' }),
  }),
)

export const deviceType = word(['desktop', 'mobile', 'tablet', 'tv', 'console', 'wearable', 'unknown'])

export const devicesReport = shape<DevicesReport>()(
  'DevicesReport',
  z.strictObject({
    range,
    by_device: z.array(z.strictObject({ device_type: deviceType, pageviews, unique_visitors: visitors })),
    by_os: z.array(z.strictObject({ os: z.string(), pageviews })),
    by_browser: z.array(z.strictObject({ browser: z.string(), pageviews })),
  }),
)

const region = z.string().meta({ examples: ['Styria'] })

export const locationsReport = shape<LocationsReport>()(
  'LocationsReport',
  z
    .strictObject({
      range,
      by_country: z.array(
        z.strictObject({ country: countryName, country_code: countryCode, pageviews, unique_visitors: visitors }),
      ),
      by_region: z
        .array(z.strictObject({ country: countryName, country_code: countryCode, region, pageviews }))
        .meta({ description: 'At most 50.' }),
      by_city: z
        .array(z.strictObject({ city: z.string(), region, country_code: countryCode, pageviews }))
        .meta({ description: 'At most 50.' }),
    })
    .meta({ description: 'Page views from unknown places are left out.' }),
)

export const utmReport = shape<UtmReport>()(
  'UtmReport',
  z.strictObject({
    range,
    count,
    campaigns: z
      .array(
        z.strictObject({
          utm_source: z.string(),
          utm_medium: z.string(),
          utm_campaign: z.string(),
          pageviews,
          unique_visitors: visitors,
        }),
      )
      .meta({ description: 'Most page views first; views without a campaign name are left out.' }),
  }),
)

export const eventsReport = shape<EventsReport>()(
  'EventsReport',
  z.strictObject({
    range,
    count,
    events: z
      .array(z.strictObject({ name: z.string(), events: count, unique_visitors: count }))
      .meta({ description: 'By name, most frequent first.' }),
  }),
)

const reason = word(DROP_REASONS)

export const droppedReport = shape<DroppedReport>()(
  'DroppedReport',
  z.strictObject({
    range,
    total: count.meta({ description: 'Counted by UTC day: every UTC day that the range touches.' }),
    by_reason: z.array(z.strictObject({ reason, count })),
    newest: z
      .array(z.strictObject({ at: time, reason, user_agent: z.string(), page: z.string() }))
      .meta({ description: 'At most 50, inside the range, newest first. Of who opted out no user agent is kept.' }),
  }),
)
