/** Thrown when the answer takes longer than anybody should wait, or too much is waiting already. */
export class Impatient extends Error {
  override readonly name = 'Impatient'
}

const MOST_KEYS = 500

/**
 * Looks up values with one question at a time: what is asked for while one is under way goes into the next, so that many
 * requests need one connection and few queries. Each waits `patienceMs` for its answer. While a question hangs, the next
 * one is not begun: whoever comes is refused, and a database that is slow gets no more to do.
 */
export function inBatches<V>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
  patienceMs: number,
): (key: string) => Promise<V | undefined> {
  let running: Promise<unknown> = Promise.resolve()
  let gathering: { readonly keys: Set<string>; readonly answer: Promise<ReadonlyMap<string, V>> } | undefined

  function begin() {
    const keys = new Set<string>()
    const asked = running.then(() => {
      gathering = undefined
      return read([...keys])
    })
    running = asked.catch(() => undefined)
    return { keys, answer: within(asked, patienceMs) }
  }

  return async (key) => {
    gathering ??= begin()
    const { keys, answer } = gathering
    if (keys.size >= MOST_KEYS && !keys.has(key)) throw new Impatient('Too many other links are being looked up')
    keys.add(key)
    return (await answer).get(key)
  }
}

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Impatient(`The database did not answer within ${ms} ms`)), ms)
    timer.unref()
    void promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
