import type { Lanes } from './lanes.ts'

/** What a visit counts for, by visit. */
export const MEASURES = {
  bounces: (lanes: Lanes) =>
    lanes.madeFloats('bounces', () => {
      const { visits } = lanes.part.rows
      const events = lanes.numbers('visit.events')
      const lane = lanes.floatRoom('bounces', visits)
      const views = lanes.numbers('visit.views')
      for (let row = 0; row < visits; row++) lane[row] = views[row] === 1 && events[row] === 0 ? 1 : 0
      // Some have counted more or fewer page views than they have rows.
      const { rows, values } = lanes.sparse('visit.counted')
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] as number
        lane[row] = values[at] === 1 && events[row] === 0 ? 1 : 0
      }
      return lane
    }),
  duration: (lanes: Lanes) => lanes.floats('visit.duration'),
  engagedDuration: (lanes: Lanes) =>
    lanes.madeFloats('engaged duration', () => {
      const { visits } = lanes.part.rows
      const isBounce = MEASURES.bounces(lanes)
      const durations = lanes.floats('visit.duration')
      const lane = lanes.floatRoom('engaged duration', visits)
      for (let row = 0; row < visits; row++) lane[row] = isBounce[row] === 1 ? 0 : (durations[row] as number)
      return lane
    }),
  visibleTime: (lanes: Lanes) => lanes.floats('visit.engaged'),
} as const satisfies Record<string, (lanes: Lanes) => Float64Array>

export type Measure = keyof typeof MEASURES
