/**
 * The loops that all the time goes into. They know arrays of one type each, make nothing, and are called with the same
 * types everywhere, so that they are compiled once and well.
 */

/** Rows of a table, and the group that each counts for. Only the first `count` places are meant. */
export interface Listed {
  readonly rows: Uint32Array
  readonly groups: Uint32Array
  readonly count: number
}

/** Counts in no group. */
export const NO_GROUP = 0xffffffff

/** sums[group of row] += values[row] */
export function addValues(sums: Float64Array, { rows, groups, count }: Listed, values: Float64Array): void {
  for (let at = 0; at < count; at++) {
    const group = groups[at] as number
    sums[group] = (sums[group] as number) + (values[rows[at] as number] as number)
  }
}

/** The same for whole numbers of 32 bits. */
export function addWeights(sums: Float64Array, { rows, groups, count }: Listed, weights: Uint32Array): void {
  for (let at = 0; at < count; at++) {
    const group = groups[at] as number
    sums[group] = (sums[group] as number) + (weights[rows[at] as number] as number)
  }
}

/** sums[group of row] += 1 */
export function addOnes(sums: Float64Array, { groups, count }: Listed): void {
  for (let at = 0; at < count; at++) {
    const group = groups[at] as number
    sums[group] = (sums[group] as number) + 1
  }
}

/** Whether the first `count` rows are 0, 1, 2, … */
export function areAll(rows: Uint32Array, count: number): boolean {
  for (let at = 0; at < count; at++) if (rows[at] !== at) return false
  return true
}

/** Whether the first `count` rows are all in a group. */
export function hasGroups(lane: Uint32Array, count: number): boolean {
  for (let row = 0; row < count; row++) if (lane[row] === NO_GROUP) return false
  return true
}

/** groups[at] = lane[rows[at]], without the rows that are in no group; answers how many are left. */
export function gather(
  rows: Uint32Array,
  count: number,
  lane: Uint32Array,
  intoRows: Uint32Array,
  intoGroups: Uint32Array,
): number {
  let kept = 0
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number
    const group = lane[row] as number
    intoRows[kept] = row
    intoGroups[kept] = group
    if (group !== NO_GROUP) kept++
  }
  return kept
}

/** lane[row] = map[codes[row]] */
export function mapCodes(codes: Uint32Array, rows: number, map: Uint32Array, lane: Uint32Array): void {
  for (let row = 0; row < rows; row++) lane[row] = map[codes[row] as number] as number
}

/** One set of members, whatever the group; `members` tells who a row is. */
export function addAllMembers(bits: Uint32Array, rows: Uint32Array, count: number, members: Uint32Array): void {
  for (let at = 0; at < count; at++) {
    const member = members[rows[at] as number] as number
    const place = member >>> 5
    bits[place] = (bits[place] as number) | (1 << (member & 31))
  }
}

/**
 * The pairs of (visit, group of one of its views) that there are, each once, in the order of visits. `stamps` remembers
 * for each group the last visit (+ 1) that had a view in it; it comes zeroed and goes used. `mask` selects views.
 */
export function touches(
  of: { readonly rows: Uint32Array; readonly count: number },
  firstViews: Uint32Array,
  groups: Uint32Array,
  mask: Uint8Array | undefined,
  stamps: Uint32Array,
  into: { readonly rows: Uint32Array; readonly groups: Uint32Array },
): number {
  const { rows, count } = of
  const [intoRows, intoGroups] = [into.rows, into.groups]
  let kept = 0
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number
    const end = firstViews[row + 1] as number
    for (let view = firstViews[row] as number; view < end; view++) {
      if (mask !== undefined && mask[view] === 0) continue
      const group = groups[view] as number
      if (group === NO_GROUP || stamps[group] === row + 1) continue
      stamps[group] = row + 1
      intoRows[kept] = row
      intoGroups[kept] = group
      kept++
    }
  }
  return kept
}

/** sums[group of view] += 1 for the views of these visits. */
export function addViews(
  sums: Float64Array,
  of: { readonly rows: Uint32Array; readonly count: number },
  firstViews: Uint32Array,
  groups: Uint32Array,
  mask: Uint8Array | undefined,
): void {
  const { rows, count } = of
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number
    const end = firstViews[row + 1] as number
    for (let view = firstViews[row] as number; view < end; view++) {
      if (mask !== undefined && mask[view] === 0) continue
      const group = groups[view] as number
      if (group !== NO_GROUP) sums[group] = (sums[group] as number) + 1
    }
  }
}

/** sums[group of view] += values[view] for the views of these visits. */
export function addViewValues(
  sums: Float64Array,
  of: { readonly rows: Uint32Array; readonly count: number },
  firstViews: Uint32Array,
  groups: Uint32Array,
  mask: Uint8Array | undefined,
  values: Uint32Array,
): void {
  const { rows, count } = of
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number
    const end = firstViews[row + 1] as number
    for (let view = firstViews[row] as number; view < end; view++) {
      if (mask !== undefined && mask[view] === 0) continue
      const group = groups[view] as number
      if (group !== NO_GROUP) sums[group] = (sums[group] as number) + (values[view] as number)
    }
  }
}

/** into[visit] = the sum over its views, for these visits. */
export function sumViews(
  of: { readonly rows: Uint32Array; readonly count: number },
  firstViews: Uint32Array,
  mask: Uint8Array | undefined,
  values: Uint32Array,
  into: Float64Array,
): void {
  const { rows, count } = of
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number
    const end = firstViews[row + 1] as number
    let sum = 0
    for (let view = firstViews[row] as number; view < end; view++)
      if (mask === undefined || mask[view] !== 0) sum += values[view] as number
    into[row] = sum
  }
}
