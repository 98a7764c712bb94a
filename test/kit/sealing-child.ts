import { setTimeout as pause } from 'node:timers/promises'
import { DAY } from '../../lib/core/clock.ts'
import { messageOf } from '../../lib/core/errors.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { compactProject } from '../../lib/sealed-days/compact.ts'
import { sealProject } from '../../lib/sealed-days/seal.ts'

/** What a test tells this process to do: to seal and merge all there is, again and again, until it is killed. */
export interface SealingOrder {
  readonly url: string
  readonly storageDir: string
  /** Everything long before this is settled, ms. */
  readonly now: number
  readonly sliceViews: number
}

async function work({ url, storageDir, now, sliceViews }: SealingOrder): Promise<never> {
  const db = openDb({ url, storageDir, connections: 1 })
  for (let round = 0; ; round++) {
    const onPart = () => void process.send?.('part')
    await sealProject(db, 1, { now, sliceViews, mayGoOn: () => true, onPart })
    // As if it were days later each time, so that parts are merged which were made just now.
    await compactProject(db, 1, {
      now: now + round * DAY,
      mayGoOn: () => true,
      onMerged: () => void process.send?.('merged'),
    })
    await pause(5 + 20 * Math.random())
  }
}

process.on('message', (order: SealingOrder) => {
  work(order).catch((fault: unknown) => process.send?.(`fault: ${messageOf(fault)}`))
})

process.send?.('ready')
