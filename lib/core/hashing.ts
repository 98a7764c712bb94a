import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Id53 } from './ids.ts'
import { idFromWords } from './ids.ts'

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** 53 bits of SHA-256 over the parts, joined so that `('a','bc')` and `('ab','c')` differ. Never 0. */
export function hashId(...parts: readonly (string | number)[]): Id53 {
  return idOf(createHash('sha256').update(joined(parts)).digest())
}

/** The visitor behind the cookie of a project with `cookie` identity. */
export const cookieVisitor = (project: number | string, value: string): Id53 => hashId('cookie', project, value)

/** As `hashId`, keyed with a secret salt. */
export function saltedId(salt: string, ...parts: readonly (string | number)[]): Id53 {
  return idOf(createHmac('sha256', salt).update(joined(parts)).digest())
}

const joined = (parts: readonly (string | number)[]) => parts.join('\u001f')

function idOf(digest: Buffer): Id53 {
  const id = idFromWords(digest.readUInt32BE(0), digest.readUInt32BE(4))
  return id === 0 ? 1 : id
}

/** Compares secrets in a time that does not depend on where they differ, or on their lengths. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
