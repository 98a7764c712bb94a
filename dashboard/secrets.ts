/** What lets this tab read: kept for as long as the tab is open, and nowhere else. */
interface KeptSecret {
  readonly read: () => string | undefined
  readonly keep: (value: string) => void
  readonly forget: () => void
}

/** Where the browser allows no storage, it is kept until the page is left. */
function keptSecret(name: string): KeptSecret {
  let inMemory: string | undefined
  return {
    read() {
      try {
        return sessionStorage.getItem(name) ?? inMemory
      } catch {
        return inMemory
      }
    },
    keep(value) {
      inMemory = value
      try {
        sessionStorage.setItem(name, value)
      } catch {
        // Then memory must do.
      }
    },
    forget() {
      inMemory = undefined
      try {
        sessionStorage.removeItem(name)
      } catch {
        // Nothing was stored there either.
      }
    },
  }
}

/** The secret key of the project whose reports are shown. */
export const secretKey = keptSecret('micrologs-key')
/** What opens the first steps from another machine. */
export const setupToken = keptSecret('micrologs-setup')

export const isSecretKey = (text: string): boolean => /^[\da-f]{64}$/i.test(text)

const SETUP_TOKEN = /^[\w-]{8,128}$/

/**
 * Keeps the secrets of `#key=<64 hex>` and `#setup=<token>`, and takes them out of the address bar and the history.
 * A fragment never leaves the browser, so this is how a link may carry them.
 */
export function takeSecretsFromAddress(): void {
  const given = new URLSearchParams(location.hash.slice(1))
  const key = given.get('key')
  const token = given.get('setup')
  if (key === null && token === null) return
  history.replaceState(history.state, '', location.pathname + location.search)
  if (key !== null && isSecretKey(key)) secretKey.keep(key)
  if (token !== null && SETUP_TOKEN.test(token)) setupToken.keep(token)
}
