/** What is looked at, as the address says: `#/p/1/analytics?range=7d` is `['p', '1', 'analytics']` with `{range: '7d'}`. */
export interface Place {
  readonly path: readonly string[]
  readonly query: Query
}

export type Query = Readonly<Record<string, string>>

/** Reads the part of an address from `#` on. Whatever is no place of ours is the first one, `#/`. */
export function parsePlace(hash: string): Place {
  if (!hash.startsWith('#/')) return { path: [], query: {} }
  const [path = '', query = ''] = hash.slice(2).split(/\?(.*)/s)
  const parts = path.split('/').filter((part) => part !== '')
  return { path: parts.map(decoded), query: Object.fromEntries(new URLSearchParams(query)) }
}

/** The same as an address. Empty values are left out. */
export function hrefOf(path: readonly (string | number)[], query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== '')
  const search = new URLSearchParams(given).toString()
  return `#/${path.map((part) => encodeURIComponent(part)).join('/')}${search === '' ? '' : `?${search}`}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
