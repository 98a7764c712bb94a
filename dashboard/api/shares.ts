import type { SharedAnswer, ShareList, ShareMade, ShareUnlocked } from '../../lib/wire/shares.ts'
import { ask, send } from './ask.ts'

/** `/api/shares/*`, for who administers a project, and for whoever has the link of a shared dashboard. */

export interface NewShare {
  readonly name: string
  readonly password: string | null
  readonly embed: boolean
  /** Null for ever. */
  readonly days: number | null
}

export const askShares = (project: number) => ask<ShareList>('shares/list', { project })
export const makeShare = (project: number, given: NewShare) => send<ShareMade>('shares/create', given, { project })
export const deleteShare = (project: number, id: number) => send('shares/delete', { id }, { project })

export const openShare = () => ask<SharedAnswer>('shares/open')
export const unlockShare = (password: string) => send<ShareUnlocked>('shares/unlock', { password })
