/** What can be taken out row by row, in the order of time, and the columns of each. */
export const EXPORT_KINDS = ['visits', 'pageviews', 'events'] as const
export type ExportKind = (typeof EXPORT_KINDS)[number]

const CAME_BY = [
  'source',
  'channel',
  'referrer',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'click_id',
] as const

const CAME_WITH = [
  'country',
  'region',
  'city',
  'language',
  'device',
  'browser',
  'browser_version',
  'os',
  'os_version',
  'screen',
] as const

/** Of a visit, and of what happened in it. */
export const ATTRIBUTES = [...CAME_BY, ...CAME_WITH] as const
export type Attribute = (typeof ATTRIBUTES)[number]

/** `at` and `started_at` are UTC; `visitor` is null while the visitor has no number yet. */
export const EXPORT_COLUMNS = {
  visits: [
    'started_at',
    'visit',
    'visitor',
    'is_first',
    'pageviews',
    'events',
    'duration_seconds',
    'engaged_seconds',
    'hostname',
    'entry_page',
    'exit_page',
    ...ATTRIBUTES,
  ],
  pageviews: [
    'at',
    'visit',
    'visitor',
    'hostname',
    'page',
    'title',
    'engaged_seconds',
    'scroll_percent',
    ...ATTRIBUTES,
  ],
  events: ['at', 'visit', 'visitor', 'name', 'hostname', 'page', 'properties', ...ATTRIBUTES],
} as const satisfies Readonly<Record<ExportKind, readonly string[]>>

/** Properties of events may have any form. */
export const LOOSE_COLUMNS = ['properties'] as const

export type ExportRow = Readonly<Record<string, unknown>>
