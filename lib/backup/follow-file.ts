import { open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

const AT_ONCE = 256 * 1024
/** How soon new bytes are looked for. */
const LOOK_EVERY_MS = 50

/**
 * The bytes of a file that is still written to, until `written` ends and all were read; throws what `written` throws. So whoever
 * reads slowly holds up nobody who writes.
 */
export async function* followFile(file: string, written: Promise<unknown>): AsyncGenerator<Buffer, undefined> {
  let state: 'writing' | 'written' | { readonly fault: unknown } = 'writing'
  const ended = written.then(
    () => void (state = 'written'),
    (fault: unknown) => void (state = { fault }),
  )
  const stateNow = () => state
  const handle = await open(file, 'r')
  try {
    for (let at = 0; ;) {
      // Looked at before reading: what was written in between is still to be read.
      const before = stateNow()
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(AT_ONCE), 0, AT_ONCE, at)
      if (bytesRead > 0) {
        at += bytesRead
        yield buffer.subarray(0, bytesRead)
      } else if (typeof before === 'object') throw before.fault
      else if (before === 'written') return undefined
      else await Promise.race([ended, pause(LOOK_EVERY_MS)])
    }
  } finally {
    await handle.close()
  }
}
