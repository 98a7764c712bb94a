import type { PagesReport } from '../../lib/wire/reports.ts'
import type { Reports } from '../api/reports.ts'
import { country, readable } from '../format.ts'
import { texts } from '../language.ts'
import type { Row } from './breakdown.tsx'
import { Breakdown } from './breakdown.tsx'

/** What was seen, where its readers came from, and what they read it with. */
export function Breakdowns({ reports: { visitors, pages, referrers, devices, locations } }: { reports: Reports }) {
  const words = texts.report.lists
  const total = visitors.total_pageviews
  const byName = (name: string, views: number): Row => ({
    key: name,
    label: name === 'Unknown' ? texts.unknown : name,
    views,
  })
  return (
    <div class="breakdowns">
      <Breakdown title={words.pages} total={total} rows={pageRows(pages)} />
      <Breakdown
        title={words.channels}
        total={total}
        rows={referrers.by_category.map(({ category, pageviews }) => ({
          key: category,
          label: texts.channels[category],
          views: pageviews,
        }))}
      />
      <Breakdown
        title={words.referrers}
        total={total}
        empty={words.noReferrers}
        rows={referrers.top_referrers.map(({ referrer_url, pageviews }) => ({
          key: referrer_url,
          label: readable(referrer_url).replace(/\/$/, ''),
          views: pageviews,
        }))}
      />
      <Breakdown
        title={words.countries}
        total={total}
        empty={words.noCountries}
        rows={locations.by_country.map(({ country_code, pageviews }) => ({
          key: country_code,
          label: country(country_code),
          views: pageviews,
        }))}
      />
      <Breakdown
        title={words.browsers}
        total={total}
        rows={devices.by_browser.map(({ browser, pageviews }) => byName(browser, pageviews))}
      />
      <Breakdown
        title={words.systems}
        total={total}
        rows={devices.by_os.map(({ os, pageviews }) => byName(os, pageviews))}
      />
      <Breakdown
        title={words.devices}
        total={total}
        rows={devices.by_device.map(({ device_type, pageviews }) => ({
          key: device_type,
          label: texts.devices[device_type] ?? texts.unknown,
          views: pageviews,
        }))}
      />
    </div>
  )
}

/** Pages by their path; the host goes first only where there are several. */
function pageRows({ pages }: PagesReport): readonly Row[] {
  const parts = pages.map((page) => ({ ...page, whole: readable(page.url) }))
  const hosts = new Set(parts.map(({ whole }) => whole.split('/', 1)[0]))
  return parts.map(({ url, page_title, pageviews, whole }) => ({
    key: url,
    label: hosts.size > 1 ? whole : whole.slice(whole.indexOf('/')),
    more: page_title === '' ? whole : `${page_title} · ${whole}`,
    views: pageviews,
  }))
}
