import type { Accounts } from '../accounts/open-accounts.ts'
import { HOUR, MINUTE } from '../core/clock.ts'
import type { Job } from './job.ts'

/** Forgets sessions, sign-in links and invitations that are over. They open nothing any more; this is for the room. */
export const sweepAccounts = ({
  sessions,
  links,
  invitations,
}: Pick<Accounts, 'sessions' | 'links' | 'invitations'>): Job => ({
  name: 'accounts-sweep',
  schedule: { dailyAt: 4 * HOUR + 11 * MINUTE },
  async run() {
    await sessions.sweep()
    await links.sweep()
    await invitations.sweep()
    return { state: 'done' }
  },
})
