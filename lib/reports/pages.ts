import type { PagesReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'
import { limitOf } from './report.ts'

/** The pages most seen, by whole URL, with the newest title of each. `limit` 1 to 100, 20 by default. */
export const pages: Report<PagesReport> = {
  message: 'Pages fetched successfully',
  answer: async (engine, question) => {
    const { scope } = question
    const limit = limitOf(question, 20, 100)
    const top = await engine.breakdown(scope, 'page', ['pageviews', 'visitors'], { limit })
    return {
      range: wireRange(scope.range),
      count: top.length,
      pages: top.map(({ url, title, pageviews, visitors }) => ({
        url,
        page_title: title,
        pageviews,
        unique_visitors: visitors,
      })),
    }
  },
}
