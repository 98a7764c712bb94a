import { AppError } from '../../core/errors.ts'
import type { Condition, DimensionRef } from '../filter.ts'
import type { Token } from './filter-tokens.ts'
import { tokensOf } from './filter-tokens.ts'
import type { WrittenFilter } from './written-filter.ts'
import { DIMENSIONS, dimensionOf, LONGEST_VALUE } from './written-filter.ts'

/** Conditions in one filter, and parentheses inside each other. */
const MOST_CONDITIONS = 100
const DEEPEST = 20
const MOST_VALUES = 200

/**
 * Reads a filter as people write it:
 *
 *     country is AT|DE and not page matches "/blog/*" and (utm_source is absent or property:plan contains pro)
 *
 * `or` binds weaker than `and`, `and` weaker than `not`. Tests: `is`, `is not`, `contains`, `does not contain`, `matches`,
 * `does not match`, `is absent`, `is present`. Several values with `|` between them: any of them. Text with spaces,
 * parentheses or `|` goes into quotes. Undefined for text with nothing in it. Throws `invalid_input` with the place and
 * what was expected there. Takes time in proportion to the length.
 */
export function parseFilter(text: string): WrittenFilter | undefined {
  const reader = new TokenReader(tokensOf(text))
  if (reader.look().kind === 'end') return undefined
  const filter = anyOf(reader, 0)
  if (reader.look().kind !== 'end') throw reader.expected('"and", "or" or the end', SPACES)
  return filter
}

const SPACES = 'Text with spaces goes into quotes.'

class TokenReader {
  readonly #tokens: readonly Token[]
  #place = 0
  #conditions = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /** What comes next, left where it is. */
  look(): Token {
    return this.#tokens[this.#place] as Token
  }

  take(): Token {
    const token = this.look()
    if (token.kind !== 'end') this.#place++
    return token
  }

  /** Takes the next token when it is this word, in whatever case, or this sign. */
  skip(word: string): boolean {
    const { kind, text } = this.look()
    const isIt = kind === 'word' ? text.toLowerCase() === word : kind === word
    if (isIt) this.take()
    return isIt
  }

  countCondition(): void {
    if (++this.#conditions > MOST_CONDITIONS)
      throw new AppError('invalid_input', `A filter has at most ${MOST_CONDITIONS} conditions`)
  }

  expected(what: string, hint = ''): AppError {
    const { kind, text, at } = this.look()
    const there = kind === 'end' ? 'the filter ends' : `there is ${JSON.stringify(text.slice(0, 50))}`
    const sentence = `filter: ${what} was expected at character ${at}, but ${there}.`
    return new AppError('invalid_input', hint === '' ? sentence : `${sentence} ${hint}`)
  }
}

function anyOf(reader: TokenReader, depth: number): WrittenFilter {
  const parts = [allOf(reader, depth)]
  while (reader.skip('or')) parts.push(allOf(reader, depth))
  return parts.length === 1 ? (parts[0] as WrittenFilter) : { any: parts }
}

function allOf(reader: TokenReader, depth: number): WrittenFilter {
  const parts = [one(reader, depth)]
  while (reader.skip('and')) parts.push(one(reader, depth))
  return parts.length === 1 ? (parts[0] as WrittenFilter) : { all: parts }
}

function one(reader: TokenReader, depth: number): WrittenFilter {
  if (depth > DEEPEST) {
    throw new AppError('invalid_input', `A filter has at most ${DEEPEST} parentheses and "not" inside each other`)
  }
  if (reader.skip('not')) return { not: one(reader, depth + 1) }
  if (!reader.skip('(')) return condition(reader)
  const inside = anyOf(reader, depth + 1)
  if (!reader.skip(')')) throw reader.expected('")"', SPACES)
  return inside
}

function condition(reader: TokenReader): WrittenFilter {
  reader.countCondition()
  const { kind, text } = reader.look()
  if (kind === 'word' && text.toLowerCase() === 'segment') {
    reader.take()
    return segment(reader)
  }
  const dimension = takeDimension(reader)
  const { test, isNot } = takeTest(reader)
  const tested: Condition = { dimension, test, values: test === 'absent' ? [] : takeValues(reader) }
  return isNot ? { not: tested } : tested
}

function segment(reader: TokenReader): WrittenFilter {
  if (!reader.skip('is')) throw reader.expected('"is" or "is not"')
  const isNot = reader.skip('not')
  const named: WrittenFilter = { segments: takeValues(reader) }
  return isNot ? { not: named } : named
}

function takeDimension(reader: TokenReader): DimensionRef {
  const { kind, text, at } = reader.look()
  if (kind !== 'word') throw reader.expected('a dimension, such as country or page')
  const known = dimensionOf(text)
  if (known !== undefined) {
    reader.take()
    return known
  }
  if (text.toLowerCase().split(':')[0] === 'property') return takeProperty(reader)
  const names = ['segment', ...DIMENSIONS].join(', ')
  throw new AppError(
    'invalid_input',
    `filter: there is no dimension ${JSON.stringify(text.slice(0, 50))} (character ${at}). There are: ${names}. A property of events is written property:plan.`,
  )
}

/** `property:"with spaces"`: the key in quotes right behind the colon. */
function takeProperty(reader: TokenReader): DimensionRef {
  const { text, at } = reader.take()
  const { kind, text: key, at: keyAt } = reader.look()
  const dimension = dimensionOf(`property:${key}`)
  if (text.length !== 'property:'.length || kind !== 'quoted' || keyAt !== at + text.length || !dimension) {
    throw new AppError(
      'invalid_input',
      `filter: a property needs its name (character ${at}), at most 100 characters: property:plan, or in quotes property:"my plan".`,
    )
  }
  reader.take()
  return dimension
}

const TESTS = '"is", "is not", "contains", "does not contain", "matches", "does not match", "is absent" or "is present"'

function takeTest(reader: TokenReader): { test: Condition['test']; isNot: boolean } {
  if (reader.skip('is')) {
    const isNot = reader.skip('not')
    if (reader.skip('absent')) return { test: 'absent', isNot }
    if (reader.skip('present')) return { test: 'absent', isNot: !isNot }
    return { test: 'is', isNot }
  }
  if (reader.skip('contains')) return { test: 'contains', isNot: false }
  if (reader.skip('matches')) return { test: 'matches', isNot: false }
  if (!reader.skip('does')) throw reader.expected(TESTS)
  if (!reader.skip('not')) throw reader.expected('"not"')
  if (reader.skip('contain')) return { test: 'contains', isNot: true }
  if (reader.skip('match')) return { test: 'matches', isNot: true }
  throw reader.expected('"contain" or "match"')
}

const RESERVED = new Set(['and', 'or', 'not', 'absent', 'present'])

/** Whether a text can stand as a value without quotes. */
export const isBareValue = (text: string): boolean => /^[^\s()|"]+$/.test(text) && !RESERVED.has(text.toLowerCase())

function takeValues(reader: TokenReader): string[] {
  const values: string[] = []
  do {
    const { kind, text } = reader.look()
    const isValue = kind === 'quoted' || (kind === 'word' && isBareValue(text))
    if (!isValue) throw reader.expected('a value', 'Words like "and" go into quotes when they are meant as values.')
    if (text.length > LONGEST_VALUE) throw reader.expected(`a value of at most ${LONGEST_VALUE} characters`)
    values.push(text)
    reader.take()
  } while (reader.skip('|'))
  if (values.length > MOST_VALUES) throw new AppError('invalid_input', `A condition has at most ${MOST_VALUES} values`)
  return values
}
