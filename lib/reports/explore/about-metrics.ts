import type { MetricsReport } from '../../wire/explore.ts'
import type { DimensionName } from '../filter.ts'
import { DEED_DIMENSIONS, EVENT_DIMENSIONS, VIEW_DIMENSIONS, VISIT_DIMENSIONS } from '../filter.ts'
import { DIMENSIONS } from '../filters/written-filter.ts'
import { METRIC_NAMES, METRICS } from '../metrics.ts'
import { CHANNEL_WORDS } from '../referrer-category.ts'
import type { ExploreReport } from './explore-report.ts'

/** One sentence for each. */
const DEFINITIONS: Readonly<Record<DimensionName, string>> = {
  page: 'Address of the page without the host, and without campaign tags.',
  hostname: 'Host of the page.',
  title: 'Title of the page.',
  entry_page: 'The first page of the visit.',
  exit_page: 'The last page of the visit.',
  referrer: 'Address of the page that led to the visit.',
  source: 'Name of what led to the visit, such as Google.',
  channel: `Kind of source: ${CHANNEL_WORDS.join(', ')}.`,
  utm_source: 'Campaign tag utm_source.',
  utm_medium: 'Campaign tag utm_medium.',
  utm_campaign: 'Campaign tag utm_campaign.',
  utm_content: 'Campaign tag utm_content.',
  utm_term: 'Campaign tag utm_term.',
  click_id: 'Kind of the advertiser’s click id, such as gclid.',
  country: 'Country, ISO 3166-1 alpha-2.',
  region: 'Region, English name.',
  city: 'City, English name.',
  language: 'Preferred language of the browser, such as de-AT.',
  device: 'desktop, mobile, tablet, tv, console or wearable.',
  browser: 'Name of the browser.',
  browser_version: 'Browser with its major version.',
  os: 'Name of the operating system.',
  os_version: 'Operating system with its version.',
  screen: 'Width of the screen: mobile, tablet, laptop or desktop.',
  event: 'Name of a custom event.',
  property: 'A property of custom events, with its name: property:plan.',
  goal: 'Name of a goal that the visit reached.',
  link: 'Code of the short link that led to the visit.',
}

const OF = [
  ['page view', VIEW_DIMENSIONS],
  ['visit', VISIT_DIMENSIONS],
  ['event', EVENT_DIMENSIONS],
  ['deed', DEED_DIMENSIONS],
] as const

/** Every metric and every dimension there is, and what it means. Asks nothing of the data. */
export const aboutMetrics: ExploreReport<MetricsReport> = {
  message: 'Metrics fetched successfully',
  answer: () =>
    Promise.resolve({
      metrics: METRIC_NAMES.map((name) => {
        const { unit, definition, needs, sort } = METRICS[name]
        return { name, unit, definition, needs: needs ?? null, is_sortable: sort !== undefined }
      }),
      dimensions: DIMENSIONS.map((name) => ({ name, of: kindOf(name), definition: DEFINITIONS[name] })),
    }),
  tables: ({ metrics, dimensions }) => [
    { name: 'metrics', columns: ['name', 'unit', 'definition', 'needs', 'is_sortable'], rows: metrics },
    { name: 'dimensions', columns: ['name', 'of', 'definition'], rows: dimensions },
  ],
}

const kindOf = (name: DimensionName) =>
  OF.find(([, names]) => (names as readonly DimensionName[]).includes(name))?.[0] ?? 'visit'
