import type { ShareAnswer, ShareList, ShareMade } from '../../lib/wire/shares.ts'
import { ask, send } from './ask.ts'

/** `/api/shares/*`, for who administers a project. */

export interface NewShare {
  readonly name: string
  readonly password: string | null
  readonly embed: boolean
  /** Null for ever. */
  readonly days: number | null
}

export const askShares = (project: number) => ask<ShareList>('shares/list', { project })
export const makeShare = (project: number, given: NewShare) => send<ShareMade>('shares/create', given, { project })
export const renewShare = (project: number, id: number) =>
  send<ShareAnswer & Partial<ShareMade>>('shares/edit', { id, renew: true }, { project })
export const deleteShare = (project: number, id: number) => send('shares/delete', { id }, { project })
