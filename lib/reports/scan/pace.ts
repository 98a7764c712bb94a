import { setImmediate as turn } from 'node:timers/promises'
import { elapsed } from '../../core/clock.ts'

/** Counting goes on for so long before others get their turn; single steps take up to about as long again. */
const MOST_MS = 8

/**
 * Gives the event loop back while a report counts, so that what arrives meanwhile is not kept waiting. Parts that are still decoded
 * come without anybody else having had a turn, so the time between them counts, too.
 */
export class Pace {
  #since = elapsed()

  /** To be awaited between steps. */
  async step(): Promise<void> {
    if (elapsed() - this.#since < MOST_MS) return
    await turn()
    this.#since = elapsed()
  }
}
