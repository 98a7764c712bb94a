import { cleanText } from '../core/text.ts'

export const LONGEST_RELEASE = 100

/** The release that the context of an error names, JSON text or empty; empty where it names none. */
export function releaseIn(context: string): string {
  // Most contexts name none, and need not be read for that.
  if (!context.includes('"release"')) return ''
  const read: unknown = JSON.parse(context)
  const named: unknown = typeof read === 'object' && read !== null ? (read as { release?: unknown }).release : undefined
  return typeof named === 'string' || typeof named === 'number' ? cleanText(String(named), LONGEST_RELEASE).trim() : ''
}
