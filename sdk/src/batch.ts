import type { AuditOptions, ErrorOptions, Message } from './messages.ts'
import { auditMessage, errorMessage } from './messages.ts'
import { atLeast } from './options.ts'
import type { Patience, Send } from './send.ts'

export interface BatchOptions {
  /** Bytes of messages that may wait; what comes when they are full is dropped, with a warning. 4 MB unless told. */
  readonly maxBytes?: number
  /** Requests under way at once, 1 to 4. 4 unless told. */
  readonly concurrency?: number
  /** How often a message is tried again. 6 unless told: about half a minute. */
  readonly retries?: number
}

/** Sends errors and audit entries in the background. Nothing here throws or waits for the network but `flush`. */
export interface Batch {
  /** As the client's; true when it will be sent. */
  error(thrown: unknown, options?: ErrorOptions): boolean
  audit(action: string, actor?: string, context?: unknown, options?: AuditOptions): boolean
  /** Messages that wait or are under way. */
  readonly pending: number
  /**
   * Resolves when nothing is pending: true; or after so many ms (10,000 unless told): false. What could not be sent was
   * given up, with a warning. Call it before the process ends.
   */
  flush(timeout?: number): Promise<boolean>
}

const MOST_BYTES = 4 * 1024 * 1024
const MOST_AT_ONCE = 4
const RETRIES = 6
/** A server's rate limits are by the minute. */
const LONGEST_WAIT_MS = 120_000
const FLUSH_MS = 10_000

export function makeBatch(send: Send, warn: (warning: string) => void, options: BatchOptions = {}): Batch {
  const maxBytes = atLeast(1, options.maxBytes, MOST_BYTES)
  const lanes = Math.min(MOST_AT_ONCE, Math.trunc(atLeast(1, options.concurrency, MOST_AT_ONCE)))
  const patience: Patience = { retries: atLeast(0, options.retries, RETRIES), longestWait: LONGEST_WAIT_MS }
  const waiting: Message[] = []
  const idle = new Set<() => void>()
  let bytes = 0
  let underWay = 0
  let dropped = 0

  function add(make: () => Message | undefined): boolean {
    try {
      const message = make()
      if (message === undefined) return false
      if (bytes + message.body.length > maxBytes) {
        // Said at the first, and with their number when there is room again: a flood of warnings helps nobody.
        if (dropped++ === 0) warn('batch: too much is waiting; messages are dropped until there is room')
        return false
      }
      bytes += message.body.length
      waiting.push(message)
      work()
      return true
    } catch (fault) {
      warn(`batch: ${String(fault)}`)
      return false
    }
  }

  function work(): void {
    while (underWay < lanes) {
      const message = waiting.shift()
      if (message === undefined) break
      underWay++
      // Counted until it is done: what is under way is in memory as well.
      void send(message, patience).then(() => {
        underWay--
        bytes -= message.body.length
        tellDropped()
        work()
      })
    }
    if (underWay === 0) for (const tell of idle) tell()
  }

  function tellDropped(): void {
    if (dropped === 0) return
    warn(`batch: there is room again; ${dropped} ${dropped === 1 ? 'message was' : 'messages were'} dropped`)
    dropped = 0
  }

  return {
    error: (thrown, more = {}) => add(() => errorMessage(thrown, more, warn)),
    audit: (action, actor = '', context = null, more = {}) =>
      add(() => auditMessage(action, actor, context, more, warn)),
    get pending() {
      return waiting.length + underWay
    },
    flush(timeout = FLUSH_MS) {
      if (underWay === 0) return Promise.resolve(true)
      return new Promise((resolve) => {
        const done = (isEmpty: boolean) => {
          clearTimeout(timer)
          idle.delete(tell)
          resolve(isEmpty)
        }
        const tell = () => done(true)
        const timer = setTimeout(() => done(false), timeout)
        idle.add(tell)
      })
    },
  }
}
