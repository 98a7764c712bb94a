import { attempt } from './attempt.ts'
import { listen } from './listen.ts'

/**
 * Calls `moved` each time a single-page application has gone to another address. The fragment is part of the address
 * only when `withHash`; else a click on `#section` is no move.
 */
export function watchNavigation(withHash: boolean, moved: () => void): void {
  const place = () => (withHash ? location.href : location.href.split('#')[0])
  let last = place()

  function check(): void {
    const now = place()
    if (now === last) return
    last = now
    moved()
  }

  listen(window, 'popstate', check)
  listen(window, 'hashchange', check)
  // Not every router is told by an event; another script may have wrapped these before us, and returned something.
  const methods = history as unknown as Record<string, (this: unknown, ...args: unknown[]) => unknown>
  for (const name of ['pushState', 'replaceState']) {
    const original = methods[name] as (typeof methods)[string]
    methods[name] = function (...args) {
      const result = original.apply(this, args)
      attempt(check)
      return result
    }
  }
}
