import { LONGEST_STACK, LONGEST_TEXT } from './limits.ts'

/**
 * JSON with every text cut to a length the server keeps. Lone surrogates (also those a cut leaves) and control
 * characters, which no server wants and JSON would make six times as long, are left out.
 */
export function toJson(message: unknown): string {
  return JSON.stringify(message, (name, value: unknown) =>
    typeof value === 'string'
      ? value.slice(0, name === 'stack' ? LONGEST_STACK : LONGEST_TEXT).replace(/(?!\s)\p{Cc}|\p{Cs}/gu, '')
      : value,
  )
}
