import { AppError } from '../core/errors.ts'
import { localTime } from '../core/time-zone.ts'
import type { LinkDetailReport } from '../wire/record-reports.ts'
import { countryName } from './country-name.ts'
import type { LinkUses } from './engine-clicks.ts'
import { wireRange } from './range.ts'
import { referrerCategory } from './referrer-category.ts'
import type { Report } from './report.ts'

/** The clicks of one link, by people but for `other_clicks`. `code` names it; a code of another project is not found. */
export const linkDetail: Report<LinkDetailReport> = {
  message: 'Link detail fetched successfully',
  answer: async (engine, { scope, given }) => {
    // Without white space: MySQL takes no notice of spaces behind a text, SQLite does.
    const code = given('code')?.trim() ?? ''
    if (code === '') throw new AppError('invalid_input', 'code is required')
    const link = await engine.clicks.link(scope.project, code)
    if (link === undefined) throw new AppError('not_found', 'Link not found')
    const { range } = scope
    const uses = await engine.clicks.uses(scope, link.id)
    return {
      range: wireRange(range),
      link: {
        id: link.id,
        code: link.code,
        label: link.label,
        destination_url: link.destination,
        created_at: localTime(range.zone, link.createdAt),
      },
      total_clicks: uses.clicks,
      unique_clicks: uses.visitors,
      by_country: uses.countries.map(({ country, clicks }) => ({
        country: countryName(country),
        country_code: country,
        clicks,
      })),
      by_referrer: byCategory(uses.channels),
      by_device: uses.devices.map(({ device, clicks }) => ({ device_type: device, clicks })),
      over_time: uses.days.map(({ day, clicks }) => ({ date: day, clicks })),
      other_clicks: { bot: uses.bots, preview: uses.previews, head: uses.heads },
      visits: uses.visits,
    }
  },
}

/** Several channels may be one category. Most clicks first, equal ones by name. */
function byCategory(channels: LinkUses['channels']): LinkDetailReport['by_referrer'] {
  const clicks = new Map<LinkDetailReport['by_referrer'][number]['category'], number>()
  for (const { channel, clicks: more } of channels) {
    const category = referrerCategory(channel)
    clicks.set(category, (clicks.get(category) ?? 0) + more)
  }
  return [...clicks]
    .map(([category, count]) => ({ category, clicks: count }))
    .sort((a, b) => b.clicks - a.clicks || (a.category < b.category ? -1 : 1))
}
