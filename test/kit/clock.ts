import type { Clock } from '../../lib/core/clock.ts'

/** A clock that stands still until it is moved. */
export interface MovedClock extends Clock {
  set(at: string): void
  advance(ms: number): void
}

/** `at` as ISO text, `2026-03-01T12:00:00Z`. */
export function clockAt(at: string): MovedClock {
  let now = Date.parse(at)
  return {
    now: () => now,
    set: (text) => {
      now = Date.parse(text)
    },
    advance: (ms) => {
      now += ms
    },
  }
}
