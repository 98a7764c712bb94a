import type { Clock } from '../core/clock.ts'
import { sha256Hex } from '../core/hashing.ts'
import { cutText } from '../core/text.ts'
import { asConflict } from '../db/faults.ts'
import type { Db } from '../db/open-db.ts'
import type { Person } from './person.ts'
import { personById } from './person.ts'

/** Somebody as an OpenID provider knows them. */
interface Identity {
  readonly issuer: string
  readonly subject: string
}

/** Which account belongs to whom at a provider. */
export interface Identities {
  find(identity: Identity): Promise<Person | undefined>
  /** For ever; whoever has the identity signs in to the account. */
  link(identity: Identity, person: number): Promise<void>
}

const hashOf = ({ issuer, subject }: Identity) => sha256Hex(JSON.stringify([issuer, subject]))

export const makeIdentities = ({ db, clock }: { db: Db; clock: Clock }): Identities => ({
  async find(identity) {
    const row = await db.read
      .selectFrom('identities')
      .select('user_id')
      .where('identity_hash', '=', hashOf(identity))
      .executeTakeFirst()
    return row === undefined ? undefined : personById(db.read, row.user_id)
  },
  async link(identity, person) {
    const { issuer, subject } = identity
    const shown = { issuer: cutText(issuer, 255), subject: cutText(subject, 255) }
    const row = { user_id: person, identity_hash: hashOf(identity), ...shown, created_at: clock.now() }
    await db.write(async (tx) => {
      const there = await tx
        .selectFrom('identities')
        .select('id')
        .where('identity_hash', '=', row.identity_hash)
        .executeTakeFirst()
      if (there !== undefined) return
      try {
        await tx.insertInto('identities').values(row).execute()
      } catch (fault) {
        throw asConflict(fault)
      }
    })
  },
})
