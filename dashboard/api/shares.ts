import type { SharedAnswer, ShareUnlocked } from '../../lib/wire/shares.ts'
import { ask, send } from './ask.ts'

/** `/api/shares/open` and `unlock`, for whoever has the link of a shared dashboard. */

export const openShare = () => ask<SharedAnswer>('shares/open')
export const unlockShare = (password: string) => send<ShareUnlocked>('shares/unlock', { password })
