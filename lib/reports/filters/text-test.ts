import type { Condition } from '../filter.ts'

/** Whether a text passes one of a condition's tests; `absent` takes another way. */
export function textTest(
  test: Exclude<Condition['test'], 'absent'>,
  values: readonly string[],
): (text: string) => boolean {
  switch (test) {
    case 'is':
      return (text) => values.includes(text)
    case 'contains': {
      const parts = values.map((value) => value.toLowerCase())
      return (text) => parts.some((part) => text.toLowerCase().includes(part))
    }
    case 'matches': {
      const patterns = values.map((value) => value.split('*'))
      return (text) => patterns.some((pieces) => fits(pieces, text))
    }
  }
}

/**
 * Whether a text fits a pattern in which `*` is any text. The pieces between the stars are looked for one after the other,
 * which finds a fit where there is one and takes time in proportion to the lengths; a regular expression may take for ever.
 */
function fits(pieces: readonly string[], text: string): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
