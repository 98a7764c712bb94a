import type { Clock } from '../core/clock.ts'
import { HOUR } from '../core/clock.ts'
import { makeReqFolder, SWEEP_MOST } from '../rate-limit/req-folder.ts'
import type { Job } from './job.ts'

const FOLDERS = 256

/**
 * Deletes the expired `.req` files below `dir`. Requests sweep as they come; after a burst on a quiet site nobody else
 * would, and the names are made of addresses. Remembers the number of the folder it is at.
 */
export const sweepLimits = (dir: string, clock: Clock): Job => ({
  name: 'rate-sweep',
  schedule: { every: HOUR },
  async run({ progress, mayGoOn }) {
    const folder = makeReqFolder(dir)
    for (let number = Number(progress); number < FOLDERS; number++) {
      let swept = SWEEP_MOST
      while (swept === SWEEP_MOST) {
        if (!mayGoOn()) return { state: 'more', progress: String(number) }
        swept = await folder.sweep(number, clock.now())
      }
    }
    return { state: 'done' }
  },
})
