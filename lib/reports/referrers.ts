import type { ReferrersReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import { referrerCategory } from './referrer-category.ts'
import type { Report } from './report.ts'

const TOP = 20

/** Where visits came from. Each page view counts for the source of its visit, not for the link on the page before. */
export const referrers: Report<ReferrersReport> = {
  message: 'Referrers fetched successfully',
  answer: async (engine, { scope }) => {
    const [channels, top] = await Promise.all([
      engine.breakdown(scope, 'channel', ['pageviews', 'visitors']),
      engine.breakdown(scope, 'referrer', ['pageviews'], { limit: TOP }),
    ])
    return {
      range: wireRange(scope.range),
      by_category: channels.map(({ channel, pageviews, visitors }) => ({
        category: referrerCategory(channel),
        pageviews,
        unique_visitors: visitors,
      })),
      top_referrers: top.map(({ url, pageviews }) => ({ referrer_url: url, pageviews })),
    }
  },
}
