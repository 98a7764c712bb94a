import { setTimeout as pause } from 'node:timers/promises'

const LOOK_EVERY_MS = 40

/**
 * Looks again and again until `look` neither throws nor answers false, and gives what it answered. After `withinMs` the
 * last fault is thrown.
 */
export async function eventually<T>(look: () => T | false | Promise<T | false>, withinMs = 20_000): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    try {
      const found = await look()
      if (found !== false) return found
      throw new Error(`It did not become so within ${withinMs} ms`)
    } catch (fault) {
      if (performance.now() > deadline) throw fault
      await pause(LOOK_EVERY_MS)
    }
  }
}
