import { AppError } from '../core/errors.ts'
import { faultKind } from '../db/faults.ts'

const RETRY_AFTER_SECONDS = 30

/**
 * Runs what reads the database for somebody who waits. A database that is away, out of quota or too busy becomes
 * `unavailable` (503, `Retry-After: 30`); every other fault passes as it is.
 */
export async function whileReachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (fault) {
    if (fault instanceof AppError || faultKind(fault) === 'refused') throw fault
    throw new AppError(
      'unavailable',
      'The database cannot be reached right now. Nothing is lost: what arrives is kept and counted later. Ask again in half a minute.',
      { retryAfter: RETRY_AFTER_SECONDS, cause: fault },
    )
  }
}
