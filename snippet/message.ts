import type { AuditBody, EngagementBody, ErrorBody, EventBody, PageviewBody } from '../lib/wire/track.ts'

interface Bodies {
  pageview: PageviewBody
  engagement: EngagementBody
  event: EventBody
  error: ErrorBody
  audit: AuditBody
}

/**
 * Sends what happened to `/api/track/<to>`. `leaving`: the page is being hidden, so this may be the last moment in which
 * anything is sent. `at`: when it happened, epoch milliseconds; now unless told.
 */
export type Send = <To extends keyof Bodies>(to: To, body: Bodies[To], leaving?: boolean, at?: number) => void
