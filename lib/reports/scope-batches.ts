import type { Reader } from '../db/open-db.ts'
import type { Ask } from './scan/batch.ts'
import { answerTogether } from './scan/batch.ts'
import { NO_FILTER } from './scan/work.ts'
import type { Scope } from './scope.ts'

interface Waiting {
  readonly make: () => Ask<unknown>
  readonly resolve: (answer: unknown) => void
  readonly reject: (fault: unknown) => void
}

/**
 * Reports ask several things of one scope at once. What is asked in one turn of the event loop shares one scan of the data,
 * and so agrees with itself.
 */
export class ScopeBatches {
  readonly #read: Reader
  readonly #waiting = new Map<Scope, Waiting[]>()

  constructor(read: Reader) {
    this.#read = read
  }

  /** `make` may be called several times. */
  ask<T>(scope: Scope, make: () => Ask<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const one = { make, resolve: resolve as (answer: unknown) => void, reject }
      const waiting = this.#waiting.get(scope)
      if (waiting !== undefined) return void waiting.push(one)
      this.#waiting.set(scope, [one])
      queueMicrotask(() => void this.#answer(scope))
    })
  }

  async #answer(scope: Scope): Promise<void> {
    const waiting = this.#waiting.get(scope) ?? []
    this.#waiting.delete(scope)
    try {
      const asks = () => ({ selector: NO_FILTER, asks: waiting.map(({ make }) => make()) })
      const answers = await answerTogether(this.#read, scope.project, asks)
      for (const [at, { resolve }] of waiting.entries()) resolve(answers[at])
    } catch (fault) {
      for (const { reject } of waiting) reject(fault)
    }
  }
}
