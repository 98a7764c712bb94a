import { decodeCursor, pieceOf } from '../core/cursor.ts'
import { localTime } from '../core/time-zone.ts'
import { shortUrl } from '../links/short-url.ts'
import type { LinksReport } from '../wire/record-reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'
import { limitOf } from './report.ts'

const MOST = 1000

/**
 * Every link with its clicks in the range, most first, also those without any. All of them, or with `limit` (1 to 1,000) a
 * piece, which begins behind `cursor`. Pieces are of the list as it is when they are asked for: a link that is clicked in
 * between may turn up twice, or not at all, when it moves over the border. With `trend` (`day` or `week`; another word is
 * ignored) each has its clicks by bucket, from the same scan.
 */
export const links: Report<LinksReport> = {
  message: 'Link analytics fetched successfully',
  answer: async (engine, question) => {
    const { scope, base, given } = question
    const { range } = scope
    const limit = question.limit === undefined ? undefined : limitOf(question, MOST, MOST)
    const cursor = decodeCursor(given('cursor'), 2)
    const trend = given('trend')
    const found = await engine.clicks.links(scope, {
      ...((trend === 'day' || trend === 'week') && { trend }),
      ...(limit !== undefined && { limit: limit + 1 }),
      ...(cursor !== undefined && { after: { clicks: cursor[0] ?? 0, id: cursor[1] ?? 0 } }),
    })
    const { rows, next } = pieceOf(found, limit, (link) => [link.clicks, link.id])
    return {
      range: wireRange(range),
      count: rows.length,
      links: rows.map((link) => ({
        code: link.code,
        short_url: shortUrl(base, link.code),
        label: link.label,
        destination_url: link.destination,
        total_clicks: link.clicks,
        unique_clicks: link.visitors,
        created_at: localTime(range.zone, link.createdAt),
        other_clicks: link.otherClicks,
        visits: link.visits,
      })),
      // Beside the list, which is a table in files.
      ...(trend !== undefined && {
        trends: Object.fromEntries(rows.flatMap(({ code, trend: counts }) => (counts ? [[code, [...counts]]] : []))),
      }),
      ...next,
    }
  },
}
