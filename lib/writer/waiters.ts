import { SECOND } from '../core/clock.ts'
import type { Id53 } from '../core/ids.ts'
import type { Written } from '../spool/records.ts'

/** The SDKs give up after 5 s; an answer that the record is queued comes well before. */
const PATIENCE_MS = 2 * SECOND

/** Callers that wait until their record is in the database. */
export interface Waiters {
  /** Resolves when `tell` or `dismiss` says so, and with undefined after 2 s. */
  wait(id: Id53): Promise<Written | undefined>
  tell(id: Id53, written: Written | undefined): void
  /** Nobody is to wait any longer. */
  dismiss(): void
  readonly some: boolean
}

export function makeWaiters(): Waiters {
  // Two callers may wait for one id: the second message is a repetition of the first.
  const waiting = new Map<Id53, ((written: Written | undefined) => void)[]>()

  function tell(id: Id53, written: Written | undefined): void {
    const told = waiting.get(id)
    if (told === undefined) return
    waiting.delete(id)
    for (const resolve of told) resolve(written)
  }

  return {
    tell,
    wait: (id) =>
      new Promise((resolve) => {
        const told = (written: Written | undefined) => {
          clearTimeout(late)
          resolve(written)
        }
        const late = setTimeout(() => tell(id, undefined), PATIENCE_MS)
        waiting.set(id, [...(waiting.get(id) ?? []), told])
      }),
    dismiss() {
      for (const id of [...waiting.keys()]) tell(id, undefined)
    },
    get some() {
      return waiting.size > 0
    },
  }
}
