import type { ExploreShapes } from '../../wire/explore.ts'
import { aboutMetrics } from './about-metrics.ts'
import { breakdown } from './breakdown.ts'
import type { ExploreReport } from './explore-report.ts'
import { funnel } from './funnel.ts'
import { goals } from './goals.ts'
import { live } from './live.ts'
import { overview } from './overview.ts'
import { retention } from './retention.ts'
import { timeseries } from './timeseries.ts'

export type ExploreName = keyof ExploreShapes

/** What shared dashboards show; visitors are counted in all of them, and none is told of. */
export const SHARED_REPORTS: readonly ExploreName[] = [
  'overview',
  'breakdown',
  'timeseries',
  'live',
  'goals',
  'funnel',
  'metrics',
]

/** The reports that are asked freely, under the word that names each in `/api/analytics/<word>`. */
export const EXPLORE_REPORTS: { readonly [Name in ExploreName]: ExploreReport<ExploreShapes[Name]> } = {
  overview,
  breakdown,
  timeseries,
  live,
  goals,
  funnel,
  retention,
  metrics: aboutMetrics,
}
