import type { InvitationAnswer, SessionState } from '../../lib/wire/accounts.ts'
import { ask, send } from './ask.ts'

/** `/api/session/*`, `/api/account/setup` and `/api/invitations/*` for who is not signed in yet. */

let begun: Promise<SessionState> | undefined

/** Asks who is signed in before there is anything that could show it: it takes as long as the rest of the page does. */
export function beginSession(): void {
  begun = askSession()
  // Whoever takes it hears of the fault.
  begun.catch(() => undefined)
}

/** What was asked at the beginning, once; else asks. */
export function takeSession(): Promise<SessionState> {
  const taken = begun ?? askSession()
  begun = undefined
  return taken
}

export const askSession = () => ask<SessionState>('session/current')
export const signIn = (email: string, password: string) => send<SessionState>('session/sign-in', { email, password })
export const giveCode = (code: string) => send<SessionState>('session/second-factor', { code })
export const signInByLink = (token: string) => send<SessionState>('session/link', { token })
export const signOut = () => send<SessionState>('session/sign-out')

/** Gives the address of the provider to go to. */
export const startProvider = (invitation: string | null) => send<{ url: string }>('session/provider', { invitation })

export interface SetUp {
  readonly code: string
  readonly email: string
  readonly password: string
}
export const setUp = (given: SetUp) => send<SessionState>('account/setup', given)

export interface Database {
  readonly code: string
  readonly host: string
  readonly database: string
  readonly user: string
  readonly password: string
}
/** Says which database to use, and under which address this page is. */
export const chooseDatabase = (given: Database, publicUrl: string) =>
  send<{ restarts: boolean }>('account/database', { ...given, public_url: publicUrl })

/** What it is to, before one accepts it. */
export type InvitationLook = Omit<InvitationAnswer, 'id'>
export const lookAtInvitation = (token: string) => send<InvitationLook>('invitations/look', { token })
export const acceptInvitation = (given: { token: string; email?: string; password?: string; name?: string }) =>
  send<SessionState>('invitations/accept', given)

/** Sets an address and a password for who came by a link and has neither. */
export async function keepAccount(given: { email: string; password: string }): Promise<SessionState> {
  await send<SessionState>('account/edit', { email: given.email })
  return send<SessionState>('account/password', { new_password: given.password })
}
