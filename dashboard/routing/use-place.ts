import { useEffect, useState } from 'preact/hooks'
import type { Place, Query } from './place.ts'
import { hrefOf, parsePlace } from './place.ts'

const followers = new Set<() => void>()

/** Goes to an address of the page (`#/…`); with `replace` the one before is not come back to. */
export function go(href: string, { replace = false } = {}): void {
  if (href === location.hash) return
  if (replace) history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  for (const follow of followers) follow()
}

/** The place of the address bar, kept up to date. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => parsePlace(location.hash))
  useEffect(() => {
    const follow = () => setPlace(parsePlace(location.hash))
    followers.add(follow)
    addEventListener('hashchange', follow)
    addEventListener('popstate', follow)
    // The address may have changed between the first look and now.
    follow()
    return () => {
      followers.delete(follow)
      removeEventListener('hashchange', follow)
      removeEventListener('popstate', follow)
    }
  }, [])
  return place
}

/** Changes some words of the address and leaves the others; an empty text takes one away. */
export function changeQuery(changes: Query, options?: { readonly replace?: boolean }): void {
  const { path, query } = parsePlace(location.hash)
  go(hrefOf(path, { ...query, ...changes }), options)
}
