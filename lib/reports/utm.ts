import type { UtmReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'

/** Campaigns by source, medium and name. Page views of visits without a campaign name are left out. At most 1,000. */
export const utm: Report<UtmReport> = {
  message: 'UTM data fetched successfully',
  answer: async (engine, { scope }) => {
    const campaigns = await engine.breakdown(scope, 'campaign', ['pageviews', 'visitors'])
    return {
      range: wireRange(scope.range),
      count: campaigns.length,
      campaigns: campaigns.map(({ source, medium, campaign, pageviews, visitors }) => ({
        utm_source: source,
        utm_medium: medium,
        utm_campaign: campaign,
        pageviews,
        unique_visitors: visitors,
      })),
    }
  },
}
