import { listen } from './listen.ts'

/**
 * A stopwatch that runs while the page can be seen and rests in a background tab. What it returns reads it, in whole
 * milliseconds since the last `restart`.
 */
export function visibleTime(): (restart?: boolean) => number {
  let total = 0
  let checked = 0
  let hidden = true

  function read(restart?: boolean): number {
    const now = performance.now()
    if (!hidden) total += now - checked
    checked = now
    hidden = document.visibilityState === 'hidden'
    if (restart) total = 0
    return Math.round(total)
  }

  listen(document, 'visibilitychange', () => read())
  return read
}
