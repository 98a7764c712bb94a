import type { AuditBody, EngagementBody, ErrorBody, PageviewBody } from '../lib/wire/track.ts'

interface Bodies {
  pageview: PageviewBody
  engagement: EngagementBody
  error: ErrorBody
  audit: AuditBody
}

/** Something that happened, on its way to `/api/track/<to>`. `at`: epoch milliseconds. */
export type Message = { [To in keyof Bodies]: { to: To; at: number; body: Bodies[To] } }[keyof Bodies]

/** `leaving`: the page is being hidden, so this may be the last moment in which anything is sent. */
export type Send = (message: Message, leaving?: boolean) => void
