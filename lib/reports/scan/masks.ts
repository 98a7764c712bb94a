import type { Node } from './conditions.ts'
import type { Lanes } from './lanes.ts'
import type { Selection } from './selection.ts'

/** Arrays with 1 for each row that is in, by what they are the answer to. */
export type Masks = Map<Node, Uint8Array>

/** Made once for each. */
export function kept(masks: Masks, node: Node, make: () => Uint8Array): Uint8Array {
  const known = masks.get(node)
  if (known !== undefined) return known
  const mask = make()
  masks.set(node, mask)
  return mask
}

/** mask[row] = lut[codes[row]] */
export function looked(codes: Uint32Array, lut: Uint8Array, mask: Uint8Array): Uint8Array {
  for (let row = 0; row < mask.length; row++) mask[row] = lut[codes[row] as number] as number
  return mask
}

/** Those that are in all of the masks, or in any. */
export function combined(kind: 'all' | 'any', rows: number, masks: readonly Uint8Array[]): Uint8Array {
  const isAll = kind === 'all'
  const whole = new Uint8Array(rows).fill(isAll ? 1 : 0)
  for (const mask of masks)
    for (let row = 0; row < rows; row++)
      whole[row] = isAll
        ? (whole[row] as number) & (mask[row] as number)
        : (whole[row] as number) | (mask[row] as number)
  return whole
}

/** The others. */
export function negated(rows: number, mask: Uint8Array): Uint8Array {
  const whole = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) whole[row] = (mask[row] as number) ^ 1
  return whole
}

/** The visits that are selected, whether by themselves or by a page view. */
export function markSelected(lanes: Lanes, { rows, count, begun, begunCount, odd }: Selection): Uint8Array {
  const mask = new Uint8Array(lanes.part.rows.visits)
  for (let at = 0; at < count; at++) mask[rows[at] as number] = 1
  for (let at = 0; at < begunCount; at++) mask[begun[at] as number] = 1
  for (const row of odd.rows) mask[row] = 1
  return mask
}
