import type { ReportShapes } from '../../wire/reports.ts'
import type { Table } from './table.ts'

/** The lists in an answer that become tables. */
type Lists<T> = { [K in keyof T]-?: T[K] extends readonly (infer Row extends object)[] ? Row : never }

/** Keys of all rows of a list, each once: the compiler asks for every one. Of an object inside, its own keys. */
type Keys<Row> = { [K in keyof Row]-?: Row[K] extends Record<string, unknown> ? Keys<Row[K]> : true }

type ListName<T> = { [K in keyof T]-?: T[K] extends readonly object[] ? K : never }[keyof T]

/** Each list with its columns; the one that is given unless told otherwise comes first. */
type Plans = {
  readonly [Name in keyof ReportShapes]: {
    readonly [List in ListName<ReportShapes[Name]>]: Keys<Lists<ReportShapes[Name]>[List]>
  }
}

const country = { country: true, country_code: true } as const
const views = { pageviews: true, unique_visitors: true } as const

const PLANS: Plans = {
  visitors: { over_time: { date: true, ...views } },
  'visitors-returning': { over_time: { date: true, new_visitors: true, returning_visitors: true } },
  sessions: { over_time: { date: true, sessions: true, avg_duration_seconds: true } },
  pages: { pages: { url: true, page_title: true, ...views } },
  referrers: {
    by_category: { category: true, ...views },
    top_referrers: { referrer_url: true, pageviews: true },
  },
  devices: {
    by_device: { device_type: true, ...views },
    by_os: { os: true, pageviews: true },
    by_browser: { browser: true, pageviews: true },
  },
  locations: {
    by_country: { ...country, ...views },
    by_region: { ...country, region: true, pageviews: true },
    by_city: { city: true, region: true, country_code: true, pageviews: true },
  },
  utm: { campaigns: { utm_source: true, utm_medium: true, utm_campaign: true, ...views } },
  events: { events: { name: true, events: true, unique_visitors: true } },
  errors: {
    errors: {
      id: true,
      error_type: true,
      message: true,
      file: true,
      line: true,
      severity: true,
      environment: true,
      status: true,
      occurrence_count: true,
      first_seen: true,
      last_seen: true,
      regression: true,
      regressed_at: true,
    },
  },
  'errors-trend': {
    over_time: { date: true, occurrences: true, unique_groups: true },
    top_groups: { id: true, error_type: true, message: true, severity: true, status: true, occurrences: true },
  },
  'error-detail': {
    events: {
      id: true,
      stack_trace: true,
      url: true,
      environment: true,
      severity: true,
      context: true,
      created_at: true,
      device: { type: true, os: true, browser: true },
      location: { country: true, country_code: true, city: true },
      visit_id: true,
      view_id: true,
    },
    over_time: { date: true, occurrences: true },
  },
  audits: {
    logs: {
      id: true,
      action: true,
      actor: true,
      context: true,
      created_at: true,
      target: true,
      tenant: true,
      outcome: true,
      external_id: true,
      hash: true,
    },
    top_actions: { action: true, count: true },
  },
  links: {
    links: {
      code: true,
      short_url: true,
      label: true,
      destination_url: true,
      total_clicks: true,
      unique_clicks: true,
      created_at: true,
      other_clicks: true,
      visits: true,
    },
  },
  'link-detail': {
    over_time: { date: true, clicks: true },
    by_country: { ...country, clicks: true },
    by_referrer: { category: true, clicks: true },
    by_device: { device_type: true, clicks: true },
  },
  dropped: {
    by_reason: { reason: true, count: true },
    newest: { at: true, reason: true, user_agent: true, page: true },
  },
}

/** Whatever was sent. */
const LOOSE = ['context']

/** The lists of a report's answer, the main one first. */
export const reportTables = (name: keyof ReportShapes, answer: object): Table[] =>
  Object.entries(PLANS[name]).map(([list, keys]) => ({
    name: list,
    columns: columnsOf(keys as Nested),
    rows: (answer as Readonly<Record<string, readonly object[]>>)[list] ?? [],
    loose: LOOSE,
  }))

interface Nested {
  readonly [key: string]: true | Nested
}

const columnsOf = (keys: Nested, prefix = ''): string[] =>
  Object.entries(keys).flatMap(([key, inside]) =>
    inside === true ? [prefix + key] : columnsOf(inside, `${prefix}${key}.`),
  )

/** Names of the lists, for who documents them. */
export const tableNames = (name: keyof ReportShapes): readonly string[] => Object.keys(PLANS[name])
