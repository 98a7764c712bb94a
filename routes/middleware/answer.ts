import type { Response } from 'express'
import type { Envelope } from '../../lib/wire/envelope.ts'
import { isGivenUp } from './answer-within.ts'

/** The one form of a good answer: `{success, message, data}`, without `data` when there is none. */
export function answer(res: Response, message: string, data?: object, status = 200): void {
  if (isGivenUp(res)) return
  const envelope: Envelope<object> = data === undefined ? { success: true, message } : { success: true, message, data }
  res.status(status).json(envelope)
}
