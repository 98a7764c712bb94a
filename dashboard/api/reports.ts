import type {
  DevicesReport,
  LocationsReport,
  PagesReport,
  ReferrersReport,
  SessionsReport,
  VisitorsReport,
} from '../../lib/wire/reports.ts'
import type { RangeName } from '../report/ranges.ts'
import { DAYS } from '../report/ranges.ts'
import { ask } from './ask.ts'

/** All that one look at a project needs. */
export interface Reports {
  readonly visitors: VisitorsReport
  readonly sessions: SessionsReport
  readonly pages: PagesReport
  readonly referrers: ReferrersReport
  readonly devices: DevicesReport
  readonly locations: LocationsReport
}

/** The reports of one range, from the public API. */
export async function askReports(secretKey: string, range: RangeName): Promise<Reports> {
  const report = <T>(name: string) => ask<T>(`analytics/${name}?range=${DAYS[range]}d`, { 'X-API-Key': secretKey })
  const [visitors, sessions, pages, referrers, devices, locations] = await Promise.all([
    report<VisitorsReport>('visitors'),
    report<SessionsReport>('sessions'),
    report<PagesReport>('pages'),
    report<ReferrersReport>('referrers'),
    report<DevicesReport>('devices'),
    report<LocationsReport>('locations'),
  ])
  return { visitors, sessions, pages, referrers, devices, locations }
}
