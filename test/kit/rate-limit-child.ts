import { silentLog } from '../../lib/core/log.ts'
import { makeReqCounter } from '../../lib/rate-limit/req-counter.ts'

/** What a test tells this process to do: `hits` hits on one key, at an instant that does not move. */
export interface ChildOrder {
  readonly dir: string
  readonly now: number
  readonly limit: number
  readonly windowMs: number
  readonly hits: number
  readonly threshold: number
  /** Tell each hit when it is counted, not all at the end; for who gets killed in the middle. */
  readonly eachAtOnce?: boolean
}

const send = (message: unknown) => process.send?.(message)

process.on('message', (order: ChildOrder) => {
  const { dir, now, threshold } = order
  const counter = makeReqCounter({ dir, clock: { now: () => now }, log: silentLog, threshold, random: () => 1 })
  const next = () => counter.hit('key', order).hits
  const step = (left: number) => {
    if (left === 0) return
    send(next())
    setImmediate(step, left - 1)
  }
  if (order.eachAtOnce === true) step(order.hits)
  else send(Array.from({ length: order.hits }, next))
})

send('ready')
