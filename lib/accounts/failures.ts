import type { Db } from '../db/open-db.ts'
import type { Person } from './person.ts'
import type { Trail } from './trail.ts'
import { INSTALL_LOG } from './trail.ts'

/** Attempts to sign in that failed, counted with the account and not with where they came from. */
export interface Failures {
  count(person: Person): Promise<void>
  /** Somebody has signed in. Gives how many there were before. */
  clear(person: Person, now: number): Promise<number>
}

export const makeFailures = ({ db, trail }: { db: Db; trail: Trail }): Failures => ({
  async count({ id, email }) {
    const failures = await db.write(async (tx) => {
      await tx
        .updateTable('users')
        .set((column) => ({ failures: column('failures', '+', 1) }))
        .where('id', '=', id)
        .execute()
      const row = await tx.selectFrom('users').select('failures').where('id', '=', id).executeTakeFirst()
      return row?.failures ?? 0
    })
    // The 1st, 10th, 100th: who guesses for days must not be able to fill the audit log.
    if (/^10*$/.test(String(failures)))
      await trail.note({
        project: INSTALL_LOG,
        actor: email,
        action: 'account.sign-in',
        outcome: 'failure',
        context: { failures },
      })
  },
  async clear({ id }, now) {
    return db.write(async (tx) => {
      const row = await tx.selectFrom('users').select('failures').where('id', '=', id).executeTakeFirst()
      await tx.updateTable('users').set({ failures: 0, signed_in_at: now }).where('id', '=', id).execute()
      return row?.failures ?? 0
    })
  },
})
