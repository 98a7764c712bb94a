import type { Response } from 'express'
import type { Trail } from '../../lib/accounts/trail.ts'
import { actorOf } from '../../lib/auth/sender.ts'
import { senderOf } from './allow.ts'

/** Notes in a project's audit log what a person, a token or the admin key did. What a project's own backend does is its own to note. */
export async function noteDeed(
  trail: Trail,
  res: Response,
  action: string,
  target: string,
  project: number,
  context?: object,
): Promise<void> {
  const sender = senderOf(res)
  if (sender.kind === 'key') return
  await trail.note({ project, actor: actorOf(sender), action, target, ...(context && { context: { ...context } }) })
}
