import type {
  BreakdownReport,
  FunnelReport,
  LiveReport,
  OverviewReport,
  RetentionReport,
} from '../../lib/wire/explore.ts'
import type { Words } from './ask.ts'
import { ask } from './ask.ts'

/** `/api/analytics/*`; `words` as docs/reports.md has them. */

export const askOverview = (words: Words) => ask<OverviewReport>('analytics/overview', words)
export const askBreakdown = (words: Words) => ask<BreakdownReport>('analytics/breakdown', words)
export const askLive = (words: Words) => ask<LiveReport>('analytics/live', words)
export const askFunnel = (words: Words) => ask<FunnelReport>('analytics/funnel', words)
export const askRetention = (words: Words) => ask<RetentionReport>('analytics/retention', words)
