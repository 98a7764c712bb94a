import type { ErrorBody } from '../lib/wire/track.ts'
import { MOST_ERRORS } from './limits.ts'
import type { Send } from './message.ts'
import { randomId } from './random-id.ts'

/**
 * Sends errors, at most 20 in the life of a page. With `once`, one that was reported before (same type, message, file
 * and line) is not reported again: an error in a timer would come every second.
 */
export function makeErrorReporter(send: Send): (body: ErrorBody, once: boolean) => void {
  const known: string[] = []
  return (body, once) => {
    const mark = once ? [body.error_type, body.message, body.file, body.line].join('|') : ''
    if (known.length >= MOST_ERRORS || (once && known.includes(mark))) return
    known.push(mark)
    send('error', { ...body, id: randomId() })
  }
}
