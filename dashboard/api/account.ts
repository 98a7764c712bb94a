import type { SessionAnswer, SessionState } from '../../lib/wire/accounts.ts'
import { ask, send } from './ask.ts'

/** What people do to their own account. */

export interface SecondFactorOffer {
  /** Base32, for typing. */
  readonly secret: string
  /** A QR code. */
  readonly svg: string
}
export interface RecoveryCodes {
  readonly recovery_codes: readonly string[]
}

export const editAccount = (given: { name?: string; email?: string; current_password?: string }) =>
  send<SessionState>('account/edit', given)
export const changePassword = (given: { new_password: string; current_password?: string }) =>
  send<SessionState>('account/password', given)

export const startSecondFactor = (current_password: string | undefined) =>
  send<SecondFactorOffer>('account/second-factor-start', { current_password })
export const confirmSecondFactor = (code: string) => send<RecoveryCodes>('account/second-factor-confirm', { code })
export const removeSecondFactor = (code: string) => send<SessionState>('account/second-factor-remove', { code })
export const renewRecoveryCodes = (code: string) => send<RecoveryCodes>('account/recovery-codes', { code })

export const askSessions = () => ask<{ readonly sessions: readonly SessionAnswer[] }>('session/list')
export const endSession = (id: number) => send('session/end', { id })
export const endOtherSessions = () => send<{ readonly ended: number }>('session/end-others')
