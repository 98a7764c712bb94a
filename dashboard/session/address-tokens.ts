/** What a link of ours may carry behind `#`; it never leaves the browser by itself. */
export interface AddressTokens {
  /** Signs in, once. */
  readonly signIn?: string
  readonly invitation?: string
  /** Why the provider's way in led to nothing. */
  readonly failed?: string
}

const NAMES = { signIn: 'signin', invitation: 'invitation', failed: 'signin-failed' } as const

/** Takes the tokens out of the address bar and the history: on screen they may be read over a shoulder. */
export function takeTokens(): AddressTokens {
  if (location.hash.startsWith('#/')) return {}
  const given = new URLSearchParams(location.hash.slice(1))
  const found = Object.entries(NAMES).flatMap(([name, word]) => {
    const token = given.get(word)
    return token === null ? [] : [[name, token] as const]
  })
  if (found.length > 0) history.replaceState(null, '', location.pathname + location.search)
  return Object.fromEntries(found)
}
