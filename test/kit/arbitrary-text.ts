import * as fc from 'fast-check'

/**
 * fast-check's own `unit: 'binary'` and `webUrl` make the same texts, but first a table of all 1.1 million characters, in
 * each test file: half a second and 100 MB.
 */

const SURROGATES = { from: 0xd800, count: 0x800 }

const characterAt = (index: number) => String.fromCodePoint(index < SURROGATES.from ? index : index + SURROGATES.count)

function indexOf(character: unknown): number {
  const point = typeof character === 'string' ? (character.codePointAt(0) ?? NaN) : NaN
  if (String.fromCodePoint(point) !== character) throw new Error('That is no single character')
  return point < SURROGATES.from ? point : point - SURROGATES.count
}

const character = fc.nat({ max: 0x10ffff - SURROGATES.count }).map(characterAt, indexOf)

/** Text of any characters that Unicode has room for. */
export const anyText = (constraints: Omit<fc.StringConstraints, 'unit'> = {}): fc.Arbitrary<string> =>
  fc.string({ ...constraints, unit: character })

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Text of the characters that may be in a part of an address, others in their percent form. */
function partOf(others: string): fc.Arbitrary<string> {
  const escaped = character.map((char) =>
    encodeURIComponent(char) === char ? `%${char.charCodeAt(0).toString(16)}` : encodeURIComponent(char),
  )
  const plain = fc.constantFrom(...Array.from(PLAIN + others))
  return fc.string({ unit: fc.oneof({ weight: 10, arbitrary: plain }, { weight: 1, arbitrary: escaped }) })
}

/** An address of any page; with a query or a fragment now and then when they are asked for. */
export function anyUrl({ query = false, fragment = false } = {}): fc.Arbitrary<string> {
  const path = fc
    .array(partOf("-._~!$&'()*+,;=:@").map((segment) => `/${segment}`))
    .map((segments) => segments.join(''))
  const rest = partOf("-._~!$&'()*+,;=:@/?")
  const after = (mark: string, isWanted: boolean) =>
    isWanted ? fc.option(rest.map((text) => mark + text)).map((text) => text ?? '') : fc.constant('')
  return fc
    .tuple(fc.constantFrom('http://', 'https://'), fc.domain(), path, after('?', query), after('#', fragment))
    .map((parts) => parts.join(''))
}
