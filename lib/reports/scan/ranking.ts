import type { Texts } from './dictionary-reader.ts'

/** The `most` first of a list in an order, without sorting the rest. `before` tells which of two comes first. */
export function firstOf(list: Iterable<number>, most: number, before: (a: number, b: number) => boolean): number[] {
  if (most <= 0) return []
  // A heap whose root is the last of those that are in it.
  const heap: number[] = []
  const sink = (from: number) => {
    let at = from
    for (;;) {
      const left = 2 * at + 1
      if (left >= heap.length) return
      const right = left + 1
      const last = right < heap.length && before(heap[left] as number, heap[right] as number) ? right : left
      if (!before(heap[at] as number, heap[last] as number)) return
      ;[heap[at], heap[last]] = [heap[last] as number, heap[at] as number]
      at = last
    }
  }
  for (const item of list) {
    if (heap.length < most) {
      heap.push(item)
      if (heap.length === most) for (let at = most >>> 1; at >= 0; at--) sink(at)
    } else if (before(item, heap[0] as number)) {
      heap[0] = item
      sink(0)
    }
  }
  return heap.sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0))
}

/** The order of both databases: by the numbers of the characters, which JavaScript has another one of beyond 16 bits. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left !== right) return ranked(left) - ranked(right)
  }
  return a.length - b.length
}

/** Halves of characters beyond 16 bits come last. */
const ranked = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

/** Value by value. */
export function compareLists(a: Texts, b: Texts): number {
  for (const [at, text] of a.entries()) {
    const found = compareTexts(text, b[at] ?? '')
    if (found !== 0) return found
  }
  return 0
}

/** The `most` first of these values by a figure, equal ones by their texts. */
export function firstByFigure(
  values: Iterable<number>,
  most: number,
  figureOf: (value: number) => number,
  by: { readonly ascending: boolean; readonly texts: readonly Texts[] },
): number[] {
  const figures = new Map<number, number>()
  const figure = (value: number) => {
    const known = figures.get(value)
    if (known !== undefined) return known
    const found = figureOf(value)
    figures.set(value, found)
    return found
  }
  return firstOf(values, most, (a, b) => {
    const [left, right] = [figure(a), figure(b)]
    if (left !== right) return by.ascending ? left < right : left > right
    return compareLists(by.texts[a] ?? [], by.texts[b] ?? []) < 0
  })
}
