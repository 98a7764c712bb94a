import type { Clock } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { randomId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { cutText } from '../core/text.ts'
import type { SpoolRecord } from '../spool/records.ts'

/**
 * The audit log of the install itself: who signed in, who was made an owner, which tokens there are. A chain like that of
 * any project, under a number that no project has, so that the same writer writes it and the same verifier proves it.
 */
export const INSTALL_LOG = 0

/** Something that somebody with power did. */
export interface Deed {
  /** Of the project it was done to; `INSTALL_LOG` for what is about the install. */
  readonly project: number
  /** E-mail address of a person, or the name of a key. */
  readonly actor: string
  /** `member.role-changed`. */
  readonly action: string
  readonly target?: string
  readonly outcome?: 'success' | 'failure'
  /** Never a secret, an address of a machine, or what a person did not mean to be kept. */
  readonly context?: Readonly<Record<string, unknown>>
}

export interface Trail {
  /** Never throws: the deed is done. What could not be noted is in the log of the process. */
  note(deed: Deed): Promise<void>
}

interface Parts {
  readonly append: (record: SpoolRecord) => Promise<void>
  readonly clock: Clock
  readonly log: Log
}

const LONGEST = 255

/** Notes deeds as audit entries. They go through the spool like any other record, and are as safe. */
export const makeTrail = ({ append, clock, log }: Parts): Trail => ({
  async note({ project, actor, action, target = '', outcome = 'success', context }) {
    try {
      await append({
        v: 1,
        id: randomId(),
        at: clock.now(),
        project: { id: project },
        kind: 'audit',
        ...{ action, actor: cutText(actor, LONGEST), target: cutText(target, LONGEST), tenant: '', outcome },
        externalId: '',
        context: context === undefined ? null : JSON.stringify(context),
      })
    } catch (fault) {
      log.error({ project, action, outcome, reason: messageOf(fault) }, 'A deed could not be noted in the audit log')
    }
  },
})
