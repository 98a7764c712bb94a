import { createHash, createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { codeOf } from '../core/errors.ts'

/**
 * Releases are signed with Ed25519: `manifest.sig` holds the signature over the bytes of `manifest.json`, as base64. A public key
 * is its 32 bytes as base64url, 43 characters, as `scripts/make-release-key.mjs` prints it.
 */

/** In a release: the public keys that its install trusts, one a line. What stands behind `#` is for people. */
export const KEYS_FILE = 'release-keys.txt'

/** What may be said of a key on a page: the beginning of its hash. */
export const nameOfKey = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 12)

/** Keys of the release that runs and those of the setting, without repetitions. */
export function trustedKeys(dist: string, setting: readonly string[]): readonly string[] {
  return [...new Set([...shippedKeys(path.join(dist, KEYS_FILE)), ...setting])]
}

function shippedKeys(file: string): readonly string[] {
  try {
    return keysIn(readFileSync(file, 'utf8'))
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return []
    throw fault
  }
}

const keysIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')

/** The trusted key that signed these bytes; undefined when none did. */
export function signerOf(bytes: Buffer, signature: string, keys: readonly string[]): string | undefined {
  const given = Buffer.from(signature.trim(), 'base64')
  return keys.find((key) => {
    const publicKey = publicKeyOf(key)
    return publicKey !== undefined && verify(null, bytes, publicKey, given)
  })
}

function publicKeyOf(key: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
  } catch {
    return undefined
  }
}
