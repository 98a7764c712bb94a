import type { DevicesReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'

/** What pages were seen with. Every page view is in each of the three lists; what is not known is named so. */
export const devices: Report<DevicesReport> = {
  message: 'Devices fetched successfully',
  answer: async (engine, { scope }) => {
    const [byDevice, byOs, byBrowser] = await Promise.all([
      engine.breakdown(scope, 'device', ['pageviews', 'visitors']),
      engine.breakdown(scope, 'os', ['pageviews']),
      engine.breakdown(scope, 'browser', ['pageviews']),
    ])
    return {
      range: wireRange(scope.range),
      by_device: byDevice.map(({ device, pageviews, visitors }) => ({
        device_type: device,
        pageviews,
        unique_visitors: visitors,
      })),
      by_os: byOs.map(({ os, pageviews }) => ({ os: os || 'Unknown', pageviews })),
      by_browser: byBrowser.map(({ browser, pageviews }) => ({ browser: browser || 'Unknown', pageviews })),
    }
  },
}
