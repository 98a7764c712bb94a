import type { Clock } from '../core/clock.ts'
import { DAY } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import { newToken, tokenHash } from './secret-token.ts'

/** For the first owner, of whom there is no account yet. */
export const FIRST_OWNER = 0

const LIFETIME = DAY

/** Links that sign somebody in once: who runs the install hands them out, or an owner. */
export interface SignInLinks {
  /** The token of a link for this person. */
  make(person: number): Promise<{ readonly token: string; readonly endsAt: number }>
  /** Whose link it was; undefined for one that is unknown, used or over. It is used by this. */
  take(token: string): Promise<number | undefined>
  /** Makes all links of a person useless. */
  forget(person: number): Promise<void>
  sweep(): Promise<void>
}

export const makeSignInLinks = ({ db, clock }: { db: Db; clock: Clock }): SignInLinks => ({
  async make(person) {
    const token = newToken()
    const now = clock.now()
    const row = { token_hash: tokenHash(token), user_id: person, created_at: now, ends_at: now + LIFETIME }
    await db.write((tx) => tx.insertInto('sign_in_links').values(row).execute())
    return { token, endsAt: row.ends_at }
  },

  async take(token) {
    const hash = tokenHash(token)
    return db.write(async (tx) => {
      const link = await tx.selectFrom('sign_in_links').selectAll().where('token_hash', '=', hash).executeTakeFirst()
      if (link === undefined) return undefined
      // Of two that use it at once, one deletes the row.
      const taken = await tx.deleteFrom('sign_in_links').where('token_hash', '=', hash).executeTakeFirstOrThrow()
      return taken.numDeletedRows === 1n && clock.now() < link.ends_at ? link.user_id : undefined
    })
  },

  async forget(person) {
    await db.write((tx) => tx.deleteFrom('sign_in_links').where('user_id', '=', person).execute())
  },

  async sweep() {
    await db.write((tx) => tx.deleteFrom('sign_in_links').where('ends_at', '<=', clock.now()).execute())
  },
})
