import type { ReportShapes } from '../wire/reports.ts'
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
  dropped,
}
