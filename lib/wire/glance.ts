import type { RoleName } from './accounts.ts'
import type { ReportRange } from './report-parts.ts'

/** `GET /api/projects/glance`. */
export interface GlanceReport {
  count: number
  projects: ProjectGlance[]
  next_cursor?: string
}

export interface GlanceFigures {
  visitors: number
  pageviews: number
}

/** One project in few figures. Days and times are of its own time zone. */
export interface ProjectGlance {
  id: number
  name: string
  allowed_domains: string[]
  is_active: boolean
  identity: string
  time_zone: string
  /** Of who asks; null for the admin key. */
  role: RoleName | null
  range: ReportRange
  today: GlanceFigures
  /** In the range, and in as much time right before it. */
  current: GlanceFigures
  previous: GlanceFigures
  /** Every day of the range, ascending. */
  days: ({ date: string } & GlanceFigures)[]
  /** Visitors of the last 5 minutes. */
  live: number
  /** Groups of errors that are open. */
  open_issues: number
  /** The newest page view, event or error; null where there is none. */
  last_seen_at: string | null
}
