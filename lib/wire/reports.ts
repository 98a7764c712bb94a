import type {
  AuditsReport,
  ErrorDetailReport,
  ErrorsReport,
  ErrorsTrendReport,
  LinkDetailReport,
  LinksReport,
} from './record-reports.ts'
import type { ReferrerCategory, ReportRange, ThinnedMark } from './report-parts.ts'

/**
 * `data` of the answers of `GET /api/analytics/*`, keys in the order in which they travel. Counts are whole numbers,
 * `*_rate` and `*_pct` percents with one decimal. `over_time` ascends by date and leaves out days without data.
 */

/** The word in the URL, and the shape of its answer. */
export interface ReportShapes {
  visitors: VisitorsReport
  'visitors-returning': VisitorsReturningReport
  sessions: SessionsReport
  pages: PagesReport
  referrers: ReferrersReport
  devices: DevicesReport
  locations: LocationsReport
  utm: UtmReport
  events: EventsReport
  errors: ErrorsReport
  'errors-trend': ErrorsTrendReport
  'error-detail': ErrorDetailReport
  audits: AuditsReport
  links: LinksReport
  'link-detail': LinkDetailReport
  dropped: DroppedReport
}

export interface VisitorsReport extends ThinnedMark {
  range: ReportRange
  unique_visitors: number
  total_pageviews: number
  total_sessions: number
  bounce_rate: number
  over_time: { date: string; pageviews: number; unique_visitors: number }[]
}

export interface VisitorsReturningReport {
  range: ReportRange
  total_visitors: number
  new_visitors: number
  returning_visitors: number
  new_pct: number
  returning_pct: number
  over_time: { date: string; new_visitors: number; returning_visitors: number }[]
}

/** Durations are whole seconds. */
export interface SessionsReport {
  range: ReportRange
  total_sessions: number
  bounce_rate: number
  avg_duration_seconds: number
  /** Of the visits that are no bounce. */
  avg_duration_engaged: number
  /** Two decimals. */
  avg_pages_per_session: number
  over_time: { date: string; sessions: number; avg_duration_seconds: number }[]
  /** Ours: the time in which a page was in view, over all visits. */
  avg_engaged_seconds: number
}

export interface PagesReport {
  range: ReportRange
  /** Of the pages in this answer. */
  count: number
  pages: { url: string; page_title: string; pageviews: number; unique_visitors: number }[]
}

export interface ReferrersReport {
  range: ReportRange
  by_category: { category: ReferrerCategory; pageviews: number; unique_visitors: number }[]
  top_referrers: { referrer_url: string; pageviews: number }[]
}

export interface DevicesReport {
  range: ReportRange
  /** `desktop`, `mobile`, `tablet`, `tv`, `console`, `wearable`, `unknown`. */
  by_device: { device_type: string; pageviews: number; unique_visitors: number }[]
  by_os: { os: string; pageviews: number }[]
  by_browser: { browser: string; pageviews: number }[]
}

/** `country` is the English name, `country_code` ISO 3166-1 alpha-2. */
export interface LocationsReport {
  range: ReportRange
  by_country: { country: string; country_code: string; pageviews: number; unique_visitors: number }[]
  by_region: { country: string; country_code: string; region: string; pageviews: number }[]
  by_city: { city: string; region: string; country_code: string; pageviews: number }[]
}

export interface UtmReport {
  range: ReportRange
  count: number
  campaigns: {
    utm_source: string
    utm_medium: string
    utm_campaign: string
    pageviews: number
    unique_visitors: number
  }[]
}

/** Custom events by name, most frequent first. */
export interface EventsReport {
  range: ReportRange
  count: number
  events: { name: string; events: number; unique_visitors: number }[]
}

/** What came and was not counted. `at` is `YYYY-MM-DD HH:MM:SS` in the project's time zone, newest first. */
export interface DroppedReport {
  range: ReportRange
  total: number
  by_reason: { reason: string; count: number }[]
  newest: { at: string; reason: string; user_agent: string; page: string }[]
}
