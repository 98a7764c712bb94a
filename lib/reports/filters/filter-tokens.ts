import { AppError } from '../../core/errors.ts'

/** Longest text of a filter, in characters. */
export const LONGEST_FILTER = 4000

/** A word or a sign of a filter. */
export interface Token {
  /** `quoted` keeps the text between the quotes, `word` what stands without; the signs are themselves. */
  readonly kind: 'word' | 'quoted' | '(' | ')' | '|' | 'end'
  readonly text: string
  /** Place of its first character, counted from 1. */
  readonly at: number
}

/** One reading for all kinds; what fits none is a quote that is not closed. */
const NEXT = /\s*(?:([()|])|"((?:[^"\\]|\\["\\])*)"|([^\s()|"]+))/y

/**
 * The words and signs of a filter, with an `end` behind them. Inside quotes, `\"` is a quote and `\\` a backslash. Throws
 * `invalid_input` for what is too long and for a quote that is not closed.
 */
export function tokensOf(text: string): Token[] {
  if (text.length > LONGEST_FILTER) {
    throw new AppError('invalid_input', `A filter has at most ${LONGEST_FILTER} characters`)
  }
  const tokens: Token[] = []
  const end = text.trimEnd().length
  for (let at = 0; at < end; at = NEXT.lastIndex) {
    NEXT.lastIndex = at
    const found = NEXT.exec(text)
    if (found === null) throw unclosed(text, at)
    const [whole, sign, quoted, word] = found
    const place = at + 1 + whole.length - whole.trimStart().length
    if (sign !== undefined) tokens.push({ kind: sign as '(', text: sign, at: place })
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replace(/\\(["\\])/g, '$1'), at: place })
    else tokens.push({ kind: 'word', text: word ?? '', at: place })
  }
  tokens.push({ kind: 'end', text: '', at: text.length + 1 })
  return tokens
}

function unclosed(text: string, from: number): AppError {
  const at = text.indexOf('"', from) + 1
  const hint = 'Inside quotes a backslash stands only before a quote or another backslash.'
  return new AppError('invalid_input', `The quote at character ${at} of the filter is not closed. ${hint}`)
}
