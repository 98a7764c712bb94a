import { listen } from './listen.ts'

/**
 * Remembers the lowest point that was in view. What it returns reads it, in percent of the page's height, 0 to 100,
 * or forgets it, when `restart`.
 */
export function scrollDepth(): (restart?: boolean) => number {
  let lowest = 0

  function look() {
    lowest = Math.max(lowest, scrollY + innerHeight)
  }

  listen(window, 'scroll', look)
  return (restart) => {
    if (restart) return (lowest = 0)
    look()
    // Against the height of now: a page that grows while it is read was not seen to its end.
    return Math.min(100, Math.round((100 * lowest) / document.documentElement.scrollHeight)) || 0
  }
}
