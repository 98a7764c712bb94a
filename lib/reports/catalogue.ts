import type { ReportShapes } from '../wire/reports.ts'
import { events } from './events.ts'
import { errors } from './errors.ts'
import { errorsTrend } from './errors-trend.ts'
import { errorDetail } from './error-detail.ts'
import { audits } from './audits.ts'
import { links } from './links.ts'
import { linkDetail } from './link-detail.ts'
import { devices } from './devices.ts'
import { dropped } from './dropped.ts'
import { locations } from './locations.ts'
import { pages } from './pages.ts'
import { referrers } from './referrers.ts'
import type { Report } from './report.ts'
import { sessions } from './sessions.ts'
import { utm } from './utm.ts'
import { visitorsReturning } from './visitors-returning.ts'
import { visitors } from './visitors.ts'

export type ReportName = keyof ReportShapes

/** Every report there is, under the word that names it in `/api/analytics/<word>`. */
export const REPORTS: { readonly [Name in ReportName]: Report<ReportShapes[Name]> } = {
  visitors,
  'visitors-returning': visitorsReturning,
  sessions,
  pages,
  referrers,
  devices,
  locations,
  utm,
  events,
  errors,
  'errors-trend': errorsTrend,
  'error-detail': errorDetail,
  audits,
  links,
  'link-detail': linkDetail,
  dropped,
}
