import { performance } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Both halves of V8's space for new objects; by itself it grows to 32 MB and stays there while there is load. */
const ENOUGH = 7 * 1024 * 1024
const LOOK_EVERY_MS = 250
/** Above this share of its time the process has better things to do than to collect garbage early. */
const BUSY = 0.8

/**
 * Hosts count every megabyte of every minute, and a burst must still be fast. While the process has time to spare, the
 * heap grows in steps of 2 MB; while it is busy, by half at a time, and the space for new objects may take 8 MB, so
 * that what a batch of the writer needs for a moment dies there. `npm run bench` shows both ends.
 */
export function keepHeapSmall(): void {
  let last = performance.eventLoopUtilization()
  const look = () => {
    const now = performance.eventLoopUtilization()
    const isBusy = performance.eventLoopUtilization(now, last).utilization > BUSY
    last = now
    const size = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0
    setFlagsFromString(`--semi-space-growth-factor=${isBusy && size < ENOUGH ? 2 : 1}`)
    setFlagsFromString(`--heap-growing-percent=${isBusy ? 50 : 10}`)
    setFlagsFromString(isBusy ? '--no-optimize-for-size' : '--optimize-for-size')
  }
  setInterval(look, LOOK_EVERY_MS).unref()
}
