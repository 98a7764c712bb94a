import { DAY, HOUR, MINUTE } from '../core/clock.ts'

/** How many requests of one kind may come in any one window. */
export interface Limit {
  readonly limit: number
  readonly windowMs: number
  /** Whom the limit holds for: one address, one project key used from one address, or one account. */
  readonly per: 'client' | 'key and client' | 'account'
}

const perMinute = (limit: number, per: Limit['per']): Limit => ({ limit, windowMs: MINUTE, per })

/**
 * Every limit there is, by route family.
 *
 * Micrologs allowed 60 a minute per address and endpoint, counted before the key was looked at, and one request more
 * shut that address out for 15 minutes: one noisy page in an office silenced every site its neighbours run, and a
 * backend that reported 61 errors lost the next quarter of an hour. Here a limit holds for a key *and* an address, it
 * is wide enough for an office or a mobile carrier behind one address, and who goes over it waits seconds, because the
 * window slides and a refused request is not counted. Guessing keys is what `bad-key` stops; `door` holds for all
 * requests of an address together, before any work is done for it.
 */
export const LIMITS = {
  'track/pageview': perMinute(300, 'key and client'),
  'track/engagement': perMinute(600, 'key and client'),
  'track/event': perMinute(300, 'key and client'),
  'track/error': perMinute(300, 'key and client'),
  'track/audit': perMinute(300, 'key and client'),
  // With the secret key: one address speaks for all of a program's users.
  'track/backend': perMinute(3000, 'key and client'),
  'errors/write': perMinute(60, 'key and client'),
  analytics: perMinute(120, 'key and client'),
  // Each may go on for minutes.
  export: perMinute(10, 'key and client'),
  'projects/list': perMinute(30, 'client'),
  'projects/glance': perMinute(60, 'key and client'),
  'projects/verify': perMinute(20, 'client'),
  'projects/edit': perMinute(10, 'client'),
  'projects/toggle': perMinute(10, 'client'),
  'projects/create': perMinute(5, 'client'),
  'projects/delete': perMinute(5, 'client'),
  'projects/regenerate-keys': perMinute(5, 'client'),
  'links/read': perMinute(60, 'key and client'),
  'links/write': perMinute(30, 'key and client'),
  'saved/read': perMinute(60, 'key and client'),
  'saved/write': perMinute(30, 'key and client'),
  'visitors/forget': perMinute(20, 'key and client'),
  // Over it people still get where they want to go, but their clicks are not counted; unknown codes are refused.
  redirect: perMinute(120, 'client'),
  'first-steps': perMinute(240, 'client'),
  // Timers ring once a minute at most; who guesses the key waits.
  cron: perMinute(10, 'client'),
  // What passwords cost is bounded by `sign-in/*`; this is for all that comes near them.
  'session/open': perMinute(20, 'client'),
  // Everybody in an office may look at the same link.
  'shares/open': perMinute(120, 'client'),
  'accounts/read': perMinute(120, 'key and client'),
  'accounts/write': perMinute(30, 'key and client'),
  'sign-in/address': { limit: 100, windowMs: HOUR, per: 'client' },
  // Attempts with the secret of one account, by strangers and by browsers it knows apart.
  'sign-in/minute': perMinute(6, 'account'),
  'sign-in/quarter': { limit: 20, windowMs: 15 * MINUTE, per: 'account' },
  'sign-in/day': { limit: 100, windowMs: DAY, per: 'account' },
  'bad-key': perMinute(60, 'client'),
  door: perMinute(6000, 'client'),
} as const satisfies Record<string, Limit>

export type RouteFamily = keyof typeof LIMITS
