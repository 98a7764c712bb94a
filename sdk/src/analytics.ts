import type { Envelope } from '../../lib/wire/envelope.ts'
import type { IssueStatus } from '../../lib/wire/record-reports.ts'
import type { ReportShapes } from '../../lib/wire/reports.ts'

/** What a method resolves with: the whole answer, or null after a warning. */
export type Answer<T> = Promise<Envelope<T> | null>

/** Parameters of a report; what is null or undefined is not sent, what the server does not know it ignores. */
export interface Query {
  /** `7d` (today and the six days before), any `Nd` up to 365, or `custom`. The server takes `30d` unless told. */
  readonly range?: string | undefined
  /** `YYYY-MM-DD`, with `custom`. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly limit?: number | undefined
  /** The `next_cursor` of the piece before. */
  readonly cursor?: string | undefined
  readonly [parameter: string]: string | number | boolean | null | undefined
}

export interface ErrorsQuery extends Query {
  readonly status?: IssueStatus | undefined
  readonly severity?: string | undefined
  readonly environment?: string | undefined
}

export interface AuditsQuery extends Query {
  readonly action?: string | undefined
  readonly actor?: string | undefined
}

/** A group by its number, or a link by its code. */
export type ErrorDetailQuery = Query & { readonly id: number }
export type LinkDetailQuery = Query & { readonly code: string }

export type Report<N extends keyof ReportShapes, Q = Query> = (query?: Q) => Answer<ReportShapes[N]>
/** Of one thing, which must be named. */
export type DetailReport<N extends keyof ReportShapes, Q> = (query: Q) => Answer<ReportShapes[N]>

/** The reports, each under the word of the other Micrologs clients. */
export interface Analytics {
  readonly visitors: Report<'visitors'>
  readonly returning: Report<'visitors-returning'>
  readonly sessions: Report<'sessions'>
  readonly pages: Report<'pages'>
  readonly devices: Report<'devices'>
  readonly locations: Report<'locations'>
  readonly referrers: Report<'referrers'>
  readonly utm: Report<'utm'>
  /** Groups of errors. */
  readonly errors: Report<'errors', ErrorsQuery>
  /** Of one group with `group_id`. */
  readonly errorsTrend: Report<'errors-trend', Query & { readonly group_id?: number | undefined }>
  readonly errorDetail: DetailReport<'error-detail', ErrorDetailQuery>
  readonly audits: Report<'audits', AuditsQuery>
  readonly links: Report<'links'>
  readonly linkDetail: DetailReport<'link-detail', LinkDetailQuery>
  /** Custom events. */
  readonly events: Report<'events'>
  /** What came and was not counted. */
  readonly dropped: Report<'dropped'>
}

export type Get = <T>(name: string, path: string, query: Query | undefined) => Answer<T>

export function makeAnalytics(get: Get): Analytics {
  const report =
    <N extends keyof ReportShapes>(method: keyof Analytics, word: N) =>
    (query?: Query): Answer<ReportShapes[N]> =>
      get(`analytics.${method}`, `/api/analytics/${word}.php`, query)
  return {
    visitors: report('visitors', 'visitors'),
    returning: report('returning', 'visitors-returning'),
    sessions: report('sessions', 'sessions'),
    pages: report('pages', 'pages'),
    devices: report('devices', 'devices'),
    locations: report('locations', 'locations'),
    referrers: report('referrers', 'referrers'),
    utm: report('utm', 'utm'),
    errors: report('errors', 'errors'),
    errorsTrend: report('errorsTrend', 'errors-trend'),
    errorDetail: report('errorDetail', 'error-detail'),
    audits: report('audits', 'audits'),
    links: report('links', 'links'),
    linkDetail: report('linkDetail', 'link-detail'),
    events: report('events', 'events'),
    dropped: report('dropped', 'dropped'),
  }
}
