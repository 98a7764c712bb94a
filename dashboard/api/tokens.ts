import type { ScopeName, TokenAnswer } from '../../lib/wire/accounts.ts'
import { ask, send } from './ask.ts'

/** `/api/tokens/*`. */

export interface NewToken {
  readonly name: string
  readonly scope: ScopeName
  readonly projects: 'all' | readonly number[]
  /** How long it is good; undefined for ever. */
  readonly days: number | undefined
}

export const askTokens = () => ask<{ readonly tokens: readonly TokenAnswer[] }>('tokens/list')
export const makeToken = (given: NewToken) => send<TokenAnswer & { readonly token: string }>('tokens/create', given)
export const revokeToken = (id: number) => send('tokens/revoke', { id })
