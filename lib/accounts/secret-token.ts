import { randomBytes } from 'node:crypto'
import { sha256Hex } from '../core/hashing.ts'

/** 256 random bits as text for a cookie or a link. What is stored is `tokenHash` of it. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Enough for what nobody can guess: looked up by this, so that the time of a look-up tells nothing about the token. */
export const tokenHash = (token: string): string => sha256Hex(token)

/** Without letters and digits that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A code for people: groups of four characters of 31, some 5 bits each. */
export function newCode(groups: number): string {
  const letters: string[] = []
  // A byte over 247 would make some letters likelier than others.
  while (letters.length < groups * 4)
    letters.push(...[...randomBytes(64)].filter((byte) => byte < 248).map((byte) => ALPHABET[byte % 31] ?? ''))
  const text = letters.slice(0, groups * 4).join('')
  return text.replace(/.{4}(?=.)/g, '$&-')
}

/** A code as it was typed, without what people add or leave out. */
export const plainCode = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, '')
