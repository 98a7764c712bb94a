import { hasBit } from './bits.ts'
import { NO_GROUP } from './kernels.ts'

/** The loops of `visitor-rows.ts`, as those of `kernels.ts`. */

/** Rows sorted by member: those of `members[n]` end at `ends[n]`. Only the first `count` places are meant. */
export interface ByMember {
  readonly rows: Uint32Array
  readonly members: Uint32Array
  readonly ends: Uint32Array
  readonly count: number
}

/** `ends` and `members` are room for all members that may be, from `least` on, and one more. */
export function sortByMember(
  members: Uint32Array,
  rows: number,
  least: number,
  room: { readonly rows: Uint32Array; readonly members: Uint32Array; readonly ends: Uint32Array },
): ByMember {
  const { rows: sorted, ends, members: there } = room
  ends.fill(0)
  // First how many there are of each, one place further on; then where each begins; in the end where it ends.
  for (let row = 0; row < rows; row++) {
    const place = (members[row] as number) - least + 1
    ends[place] = (ends[place] as number) + 1
  }
  let sum = 0
  for (let place = 0; place < ends.length; place++) {
    sum += ends[place] as number
    ends[place] = sum
  }
  for (let row = 0; row < rows; row++) {
    const member = (members[row] as number) - least
    const place = ends[member] as number
    sorted[place] = row
    ends[member] = place + 1
  }
  let count = 0
  let before = 0
  for (let member = 0; member < ends.length; member++) {
    const end = ends[member] as number
    there[count] = least + member
    ends[count] = end
    if (end > before) count++
    before = end
  }
  return { rows: sorted, members: there, ends, count }
}

/** The rows whose member is in [from, to), with their members; answers how many. */
export function gatherInto(
  rows: Uint32Array,
  count: number,
  members: Uint32Array,
  from: number,
  to: number,
  into: { readonly rows: Uint32Array; readonly visitors: Uint32Array },
): number {
  const { rows: intoRows, visitors } = into
  let kept = 0
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number
    const member = members[row] as number
    if (member < from || member >= to) continue
    intoRows[kept] = row
    visitors[kept++] = member
  }
  return kept
}

interface Counted {
  readonly valueOf: Uint32Array
  readonly news: Uint32Array | undefined
  readonly into: { readonly visitors: Float64Array; readonly newVisitors: Float64Array }
}

/**
 * visitors[value] += 1 for each visitor and value of one of their rows; `groups` has 1 + the group of each row, or 0. `stamps`
 * remembers for each value the last visitor (+ 1) that was counted; it comes zeroed the first time.
 */
export function countByVisit(
  { rows, members, ends, count }: ByMember,
  groups: Uint32Array,
  { valueOf, news, into: { visitors, newVisitors } }: Counted,
  stamps: Uint32Array,
): void {
  let at = 0
  for (let place = 0; place < count; place++) {
    const end = ends[place] as number
    const stamp = (members[place] as number) + 1
    const isNew = news !== undefined && hasBit(news, stamp - 1)
    for (; at < end; at++) {
      const group = groups[rows[at] as number] as number
      if (group === 0) continue
      const value = valueOf[group - 1] as number
      if (value === NO_GROUP || stamps[value] === stamp) continue
      stamps[value] = stamp
      visitors[value] = (visitors[value] as number) + 1
      if (isNew) newVisitors[value] = (newVisitors[value] as number) + 1
    }
  }
}

/** The same where each row has several groups: those up to `endOf` of the row. */
export function countByView(
  { rows, members, ends, count }: ByMember,
  groups: Uint32Array,
  endOf: Uint32Array,
  { valueOf, news, into: { visitors, newVisitors } }: Counted,
  stamps: Uint32Array,
): void {
  let at = 0
  for (let place = 0; place < count; place++) {
    const end = ends[place] as number
    const stamp = (members[place] as number) + 1
    const isNew = news !== undefined && hasBit(news, stamp - 1)
    for (; at < end; at++) {
      const row = rows[at] as number
      const last = endOf[row] as number
      for (let view = row === 0 ? 0 : (endOf[row - 1] as number); view < last; view++) {
        const group = groups[view] as number
        if (group === 0) continue
        const value = valueOf[group - 1] as number
        if (value === NO_GROUP || stamps[value] === stamp) continue
        stamps[value] = stamp
        visitors[value] = (visitors[value] as number) + 1
        if (isNew) newVisitors[value] = (newVisitors[value] as number) + 1
      }
    }
  }
}
