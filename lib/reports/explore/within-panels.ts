import { AppError } from '../../core/errors.ts'
import type { LiveReport } from '../../wire/explore.ts'
import { dimensionOf } from '../filters/written-filter.ts'
import type { ExploreName } from './catalogue.ts'

type Query = Readonly<Record<string, unknown>>

/** What is no list of values, and comes with any page. */
const NO_LISTS: readonly string[] = ['goals', 'dropped']
/** The lists of `live` by what they list. */
const LIVE_LISTS = { pages: 'page', countries: 'country', cities: 'city', sources: 'source' } as const

/** Whether a page that shows these panels shows this dimension: the map is one of countries, and campaigns have one tab. */
const shows = (panels: readonly string[], dimension: string): boolean =>
  panels.includes(dimension) ||
  (dimension === 'country' && panels.includes('map')) ||
  (dimension.startsWith('utm_') && panels.includes('utm_campaign'))

/**
 * The question of somebody who has the link of a dashboard that is shared with some lists only; throws `forbidden` when it is
 * about others. An overview that names none is of those.
 */
export function withinPanels(report: ExploreName, query: Query, panels: readonly string[]): Query {
  const { dimension, panels: named } = query
  if (report === 'breakdown') refuseOthers([dimension], panels)
  if (report !== 'overview') return query
  if (named === undefined) {
    const own = panels.filter((name) => NO_LISTS.includes(name) || dimensionOf(name) !== undefined)
    return { ...query, panels: own.join(',') }
  }
  refuseOthers(typeof named === 'string' ? named.split(',') : [named], panels)
  return query
}

function refuseOthers(asked: readonly unknown[], panels: readonly string[]): void {
  for (const one of asked) {
    const name = typeof one === 'string' ? one.trim() : ''
    // What is no dimension at all is told so by the report.
    if (NO_LISTS.includes(name) || dimensionOf(name) === undefined || shows(panels, name)) continue
    const shown = panels.length === 0 ? 'none' : panels.join(', ')
    throw new AppError('forbidden', `This dashboard is shared without the list of ${name}. It shows: ${shown}.`)
  }
}

/** Who is there right now, without the lists that the page does not show. */
export function liveWithinPanels(live: LiveReport, panels: readonly string[]): LiveReport {
  const hidden = Object.entries(LIVE_LISTS).filter(([, dimension]) => !shows(panels, dimension))
  return { ...live, ...Object.fromEntries(hidden.map(([list]) => [list, []])) }
}
