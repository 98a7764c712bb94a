import type { Condition, Test } from './condition.ts'
import { takesValues } from './condition.ts'

/**
 * Filters that are shown as chips: conditions that all hold. Their text is that of the API (docs/reports.md); anything
 * more in it (`or`, parentheses) is left to who wrote it.
 */

export const writeFilter = (conditions: readonly Condition[]): string => conditions.map(written).join(' and ')

function written({ dimension, test, values }: Condition): string {
  const name = dimension.startsWith('property:') ? `property:${quotedKey(dimension.slice(9))}` : dimension
  return takesValues(test) ? `${name} ${test} ${values.map(quoted).join('|')}` : `${name} ${test}`
}

const RESERVED = /^(?:and|or|not|absent|present)$/i
const PLAIN = /^[^\s()|"]+$/
const inQuotes = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`
const quoted = (text: string) => (PLAIN.test(text) && !RESERVED.test(text) ? text : inQuotes(text))
const quotedKey = (text: string) => (PLAIN.test(text) ? text : inQuotes(text))

interface Token {
  readonly kind: 'word' | 'quoted' | 'sign'
  readonly text: string
}

const NEXT = /\s*(?:([()|])|"((?:[^"\\]|\\["\\])*)"|([^\s()|"]+))/y

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  for (let at = 0; at < end; at = NEXT.lastIndex) {
    NEXT.lastIndex = at
    const found = NEXT.exec(text)
    if (found === null) return undefined
    const [, sign, inside, word] = found
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else if (inside !== undefined) tokens.push({ kind: 'quoted', text: inside.replace(/\\(["\\])/g, '$1') })
    else tokens.push({ kind: 'word', text: word ?? '' })
  }
  return tokens
}

/** Longest first, so that `is not absent` is not read as `is`. */
const WRITTEN_TESTS: readonly (readonly [text: string, test: Test])[] = [
  ['is not absent', 'is present'],
  ['is not present', 'is absent'],
  ['is absent', 'is absent'],
  ['is present', 'is present'],
  ['is not', 'is not'],
  ['is', 'is'],
  ['does not contain', 'does not contain'],
  ['does not match', 'does not match'],
  ['contains', 'contains'],
  ['matches', 'matches'],
]

/** The conditions of a text; undefined where it says more than conditions that all hold. */
export function readFilter(text: string): Condition[] | undefined {
  const tokens = tokensOf(text)
  if (tokens === undefined) return undefined
  const conditions: Condition[] = []
  let at = 0
  const isWord = (place: number, word: string) =>
    tokens[place]?.kind === 'word' && tokens[place].text.toLowerCase() === word

  while (at < tokens.length) {
    if (conditions.length > 0 && !isWord(at++, 'and')) return undefined
    const dimension = takeDimension()
    const test = dimension === undefined ? undefined : takeTest()
    const values = test === undefined ? undefined : takesValues(test) ? takeValues() : []
    if (dimension === undefined || test === undefined || values === undefined) return undefined
    conditions.push({ dimension, test, values })
  }
  return conditions

  function takeDimension(): string | undefined {
    const token = tokens?.[at++]
    if (token?.kind !== 'word' || token.text.toLowerCase() === 'not') return undefined
    if (token.text.toLowerCase() !== 'property:') return token.text
    const key = tokens?.[at++]
    return key?.kind === 'quoted' ? `property:${key.text}` : undefined
  }

  function takeTest(): Test | undefined {
    for (const [words, test] of WRITTEN_TESTS) {
      const parts = words.split(' ')
      if (!parts.every((word, index) => isWord(at + index, word))) continue
      at += parts.length
      return test
    }
    return undefined
  }

  function takeValues(): string[] | undefined {
    const values: string[] = []
    do {
      const token = tokens?.[at++]
      if (token === undefined || token.kind === 'sign') return undefined
      if (token.kind === 'word' && RESERVED.test(token.text)) return undefined
      values.push(token.text)
    } while (tokens?.[at]?.kind === 'sign' && tokens[at]?.text === '|' && ++at)
    return values
  }
}
