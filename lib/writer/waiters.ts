import { SECOND } from '../core/clock.ts'
import type { SpoolRecord, Written } from '../spool/records.ts'

/** The SDKs give up after 5 s; an answer that the record is queued comes well before. */
const PATIENCE_MS = 2 * SECOND

/** What tells a message from all others: its id is the sender's choice, and another project may have chosen it too. */
export const keyOfMessage = ({ kind, project, id }: Pick<SpoolRecord, 'kind' | 'project' | 'id'>): string =>
  `${kind} ${'id' in project ? project.id : project.key} ${id}`

type Message = Parameters<typeof keyOfMessage>[0]

/** Callers that wait until their record is in the database. */
export interface Waiters {
  /** Resolves when `tell` or `dismiss` says so, and with undefined after 2 s. */
  wait(message: Message): Promise<Written | undefined>
  tell(message: Message, written: Written | undefined): void
  /** Nobody is to wait any longer. */
  dismiss(): void
  readonly some: boolean
}

export function makeWaiters(): Waiters {
  // Two callers may wait for one id: the second message is a repetition of the first.
  const waiting = new Map<string, ((written: Written | undefined) => void)[]>()

  function tell(key: string, written: Written | undefined): void {
    const told = waiting.get(key)
    if (told === undefined) return
    waiting.delete(key)
    for (const resolve of told) resolve(written)
  }

  return {
    tell: (message, written) => tell(keyOfMessage(message), written),
    wait: (message) =>
      new Promise((resolve) => {
        const key = keyOfMessage(message)
        const told = (written: Written | undefined) => {
          clearTimeout(late)
          resolve(written)
        }
        const late = setTimeout(() => tell(key, undefined), PATIENCE_MS)
        waiting.set(key, [...(waiting.get(key) ?? []), told])
      }),
    dismiss() {
      for (const key of [...waiting.keys()]) tell(key, undefined)
    },
    get some() {
      return waiting.size > 0
    },
  }
}
