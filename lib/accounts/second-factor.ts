import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import type { Db } from '../db/open-db.ts'
import type { Person } from './person.ts'
import { newCode, plainCode, tokenHash } from './secret-token.ts'

/** What a person's program needs to make codes. */
export interface Offer {
  /** Base32, for typing. */
  readonly secret: string
  /** `otpauth://…`, as in the picture. */
  readonly uri: string
  /** A QR code of the address. */
  readonly svg: string
}

/** Codes that change every 30 seconds (RFC 6238), and recovery codes for when the telephone is lost. */
export interface SecondFactor {
  /** Offers a secret; it counts once a code of it was confirmed. */
  offer(person: Person): Promise<Offer>
  /** Switches it on and gives the recovery codes, this once. Throws `invalid_input` for a wrong code. */
  confirm(person: Person, code: string): Promise<readonly string[]>
  /** Whether the code is good: one of the program's that was not used yet, or a recovery code, which is used by this. */
  check(person: Person, code: string): Promise<'code' | 'recovery' | undefined>
  /** New recovery codes in place of the old. */
  renewCodes(person: number): Promise<readonly string[]>
  codesLeft(person: number): Promise<number>
  /** Switches it off. */
  remove(person: number): Promise<void>
}

const RECOVERY_CODES = 10
const STEP_SECONDS = 30
/** Steps before and after now whose codes are taken: telephones' clocks differ. */
const WINDOW = 1

const totpOf = async (secret: string, email: string) => {
  const { Secret, TOTP } = await import('otpauth')
  return new TOTP({ issuer: 'Micrologs', label: email, secret: Secret.fromBase32(secret), period: STEP_SECONDS })
}

export function makeSecondFactor({ db, clock }: { db: Db; clock: Clock }): SecondFactor {
  /** The 30 seconds that a code is of; undefined for a wrong one. */
  async function stepOf(secret: string, code: string): Promise<number | undefined> {
    const now = clock.now()
    const totp = await totpOf(secret, '')
    const delta = totp.validate({ token: code, timestamp: now, window: WINDOW })
    return delta === null ? undefined : Math.floor(now / 1000 / STEP_SECONDS) + delta
  }

  /** Of two who show the same code at once, one succeeds. */
  async function takeStep(person: number, step: number): Promise<boolean> {
    const taken = await db.write((tx) =>
      tx
        .updateTable('users')
        .set({ totp_step: step })
        .where('id', '=', person)
        .where('totp_step', '<', step)
        .executeTakeFirstOrThrow(),
    )
    return taken.numUpdatedRows > 0n
  }

  async function renewCodes(person: number): Promise<readonly string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, () => newCode(4))
    const rows = codes.map((code) => ({ user_id: person, code_hash: tokenHash(plainCode(code)) }))
    await db.write(async (tx) => {
      await tx.deleteFrom('recovery_codes').where('user_id', '=', person).execute()
      await tx.insertInto('recovery_codes').values(rows).execute()
    })
    return codes
  }

  const change = async (person: number, set: object) => {
    await db.write((tx) => tx.updateTable('users').set(set).where('id', '=', person).execute())
  }

  return {
    async offer(person) {
      const { Secret } = await import('otpauth')
      const secret = new Secret({ size: 20 }).base32
      await change(person.id, { totp_offered: secret })
      const uri = (await totpOf(secret, person.email)).toString()
      const { toString } = await import('qrcode')
      return { secret, uri, svg: await toString(uri, { type: 'svg', errorCorrectionLevel: 'M' }) }
    },

    async confirm(person, code) {
      const { totp_offered: offered } = await db.read
        .selectFrom('users')
        .select('totp_offered')
        .where('id', '=', person.id)
        .executeTakeFirstOrThrow()
      const step = offered === '' ? undefined : await stepOf(offered, digitsOf(code))
      if (step === undefined) {
        const sentence = 'The code is wrong. Check the clock of the device, or begin again and scan the new picture.'
        throw new AppError('invalid_input', sentence)
      }
      await change(person.id, { totp_secret: offered, totp_offered: '', totp_step: step })
      return renewCodes(person.id)
    },

    async check(person, code) {
      if (person.totpSecret === '') return undefined
      const digits = digitsOf(code)
      if (/^\d{6}$/.test(digits)) {
        const step = await stepOf(person.totpSecret, digits)
        return step !== undefined && (await takeStep(person.id, step)) ? 'code' : undefined
      }
      const used = await db.write((tx) =>
        tx
          .deleteFrom('recovery_codes')
          .where('user_id', '=', person.id)
          .where('code_hash', '=', tokenHash(plainCode(code)))
          .executeTakeFirstOrThrow(),
      )
      return used.numDeletedRows > 0n ? 'recovery' : undefined
    },

    renewCodes,

    async codesLeft(person) {
      const { left } = await db.read
        .selectFrom('recovery_codes')
        .select(({ fn }) => fn.countAll<number>().as('left'))
        .where('user_id', '=', person)
        .executeTakeFirstOrThrow()
      return left
    },

    async remove(person) {
      await change(person, { totp_secret: '', totp_offered: '', totp_step: 0 })
      await db.write((tx) => tx.deleteFrom('recovery_codes').where('user_id', '=', person).execute())
    },
  }
}

const digitsOf = (typed: string) => typed.replace(/[\s-]/g, '')
