import { MINUTE, SECOND } from '../core/clock.ts'
import { faultKind } from './faults.ts'

/** In ms: the wait after the first failure; it doubles with every further one, up to the longest. */
interface Wait {
  readonly first: number
  readonly most: number
}

/** How long to wait between tries while the database is away, and while the host's limit on its use is reached. */
export interface Waits {
  readonly away: Wait
  readonly quota: Wait
}

/** A quota counts by the hour, so knocking less is kinder. */
export const WAITS: Waits = {
  away: { first: SECOND, most: 30 * SECOND },
  quota: { first: 15 * SECOND, most: 5 * MINUTE },
}

/** Until the next try, ms. `failures` counts those before this fault. */
export function waitAfter(fault: unknown, failures: number, waits: Waits): number {
  const { first, most } = faultKind(fault) === 'quota' ? waits.quota : waits.away
  return Math.min(most, first * 2 ** failures)
}
