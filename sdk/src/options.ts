/** What a client is made with. */
export interface MicrologsOptions {
  /** Where the server lives, base path included: `https://example.com/stats`. Slashes at its end do not matter. */
  readonly host: string
  /** The project's secret key. Never in a browser. */
  readonly key: string
  /** Milliseconds for one attempt, from the connection to the last byte of the answer. 5,000 unless told. */
  readonly timeout?: number
  /** How often a call is tried again, where that is safe. 2 unless told. */
  readonly retries?: number
  /** Gets a sentence for everything that went wrong. `console.warn` unless told. What it throws is swallowed. */
  readonly onWarning?: (warning: string) => void
  /** In place of the global `fetch`, which is looked up at each call unless told. */
  readonly fetch?: Fetch
}

/** The part of `fetch` that is used; the global one is one. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>

export interface FetchInit {
  method: string
  headers: Record<string, string>
  body?: string
  redirect: 'manual'
  signal: AbortSignal
}

export interface FetchAnswer {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

/** The same with nothing left open. */
export interface Settings {
  readonly host: string
  readonly key: string
  readonly timeout: number
  readonly retries: number
  readonly warn: (warning: string) => void
  readonly fetch: Fetch
}

const TIMEOUT_MS = 5_000
const RETRIES = 2

/** Throws for an empty host or key, and for nothing else. */
export function settingsOf(options: MicrologsOptions): Settings {
  const { host, key, timeout, retries, onWarning, fetch } = options
  if (!isText(host)) throw new Error('[Micrologs] host is required: the address of your server')
  if (!isText(key)) throw new Error('[Micrologs] key is required: the secret key of your project')
  return {
    host: host.replace(/\/+$/, ''),
    key,
    timeout: atLeast(1, timeout, TIMEOUT_MS),
    retries: atLeast(0, retries, RETRIES),
    warn: quietly(onWarning ?? ((warning) => console.warn(`[Micrologs] ${warning}`))),
    fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)),
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

export const atLeast = (least: number, value: number | undefined, fallback: number): number =>
  typeof value === 'number' && value >= least ? value : fallback

/** Somebody else's function, which must not break the caller. */
const quietly = (warn: (warning: string) => void) => (warning: string) => {
  try {
    warn(warning)
  } catch {
    // There is nobody left to tell.
  }
}
