import type { Grouped } from './grouping.ts'
import type { Histograms } from './histograms.ts'
import { NO_GROUP } from './kernels.ts'
import type { Lanes } from './lanes.ts'

/** A week; whatever claims to be longer is a fault of a clock. */
const MOST_SECONDS = 7 * 86_400

/** Another name for a group; NO_GROUP for one that does not matter. */
type Rename = (group: number) => number

const asItIs: Rename = (group) => group

/** Of visits that began, to the second. */
export function addVisibleTimes(histograms: Histograms, lanes: Lanes, { begun }: Grouped, rename = asItIs): void {
  const times = lanes.floats('visit.engaged')
  for (let at = 0; at < begun.count; at++) {
    const group = rename(begun.groups[at] as number)
    if (group === NO_GROUP) continue
    const seconds = Math.round((times[begun.rows[at] as number] as number) / 1000)
    histograms.add(group, Math.min(seconds, MOST_SECONDS))
  }
}

/** Of page views. */
export function addViewTimes(histograms: Histograms, lanes: Lanes, into: Grouped, rename = asItIs): void {
  const { selection, viewed, views, odd } = into
  const times = lanes.numbers('view.engaged')
  const first = lanes.firstViews
  const { mask } = selection
  const add = (unnamed: number, view: number) => {
    const group = unnamed === NO_GROUP ? NO_GROUP : rename(unnamed)
    if (group !== NO_GROUP) histograms.add(group, Math.min(times[view] as number, MOST_SECONDS))
  }
  const addRow = (row: number, group: number) => {
    for (let view = first[row] as number; view < (first[row + 1] as number); view++)
      if (mask === undefined || mask[view] !== 0) add(views === undefined ? group : (views[view] as number), view)
  }
  if (views === undefined)
    for (let at = 0; at < viewed.count; at++) addRow(viewed.rows[at] as number, viewed.groups[at] as number)
  else for (let at = 0; at < selection.count; at++) addRow(selection.rows[at] as number, 0)
  for (let at = 0; at < selection.odd.count; at++) add(odd[at] as number, selection.odd.views[at] as number)
}
