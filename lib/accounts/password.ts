import type { ScryptOptions } from 'node:crypto'
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '../core/errors.ts'

/** Parameters of scrypt (RFC 7914): memory is 128 · 2^logN · r bytes. */
export interface Cost {
  readonly logN: number
  readonly r: number
  readonly p: number
}

/** OWASP's choice for 32 MB; some 150 ms. Kept with each hash, so it can grow. */
const COST: Cost = { logN: 15, r: 8, p: 3 }

const KEY_BYTES = 32
/** Sign-ins that may wait for their turn; whoever comes later is asked to try again. */
const MOST_WAITING = 20
const RETRY_SECONDS = 5

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

export interface Passwords {
  /** `scrypt$15$8$3$<salt>$<key>`, both in base64url. */
  hash(password: string): Promise<string>
  /**
   * Whether it is the password of that hash. Without a hash (an account that is not there, or has no password) it takes as
   * long, and is never right. `isOld` asks for a new hash: the cost has grown since.
   */
  check(password: string, hash: string | undefined): Promise<{ readonly isRight: boolean; readonly isOld: boolean }>
}

/** One at a time: each takes 32 MB, and a small host has two threads for everything. */
export function makePasswords(cost: Cost = COST): Passwords {
  const dummySalt = randomBytes(16)
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting >= MOST_WAITING) {
      const sentence = 'Too many people sign in right now. Try again in a few seconds.'
      throw new AppError('unavailable', sentence, { retryAfter: RETRY_SECONDS })
    }
    waiting++
    const turn = last.then(work).finally(() => waiting--)
    last = turn.catch(() => undefined)
    return turn
  }

  const keyOf = (password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> =>
    // The same character may be typed in several forms; `maxmem` has room for more than the memory itself.
    inTurn(() =>
      derive(password.normalize('NFKC'), salt, KEY_BYTES, { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r }),
    )

  return {
    async hash(password) {
      const salt = randomBytes(16)
      const key = await keyOf(password, salt, cost)
      return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
    },
    async check(password, hash) {
      const known = hash === undefined || hash === '' ? undefined : parse(hash)
      const key = await keyOf(password, known?.salt ?? dummySalt, known?.cost ?? cost)
      if (known === undefined) return { isRight: false, isOld: false }
      const { logN, r, p } = known.cost
      return { isRight: timingSafeEqual(key, known.key), isOld: logN !== cost.logN || r !== cost.r || p !== cost.p }
    },
  }
}

function parse(hash: string): { cost: Cost; salt: Buffer; key: Buffer } {
  const [name, logN, r, p, salt = '', key = ''] = hash.split('$')
  const bytes = Buffer.from(key, 'base64url')
  if (name !== 'scrypt' || bytes.length !== KEY_BYTES) throw new Error('A password in the table users is damaged')
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) }
  return { cost, salt: Buffer.from(salt, 'base64url'), key: bytes }
}
