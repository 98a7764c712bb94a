const FIRST_RETRY_MS = 2000
const LONGEST_RETRY_MS = 60_000

/** How an attempt went: `failed` makes the pauses longer, `final` ends the polling. */
export type Outcome = 'fine' | 'failed' | 'final'

/**
 * Does `attempt` now and then every `every` ms while the page can be seen, at once when it can be seen again or is back
 * online; `Infinity`: until it went well once. After the first failure it tries again soon, then the pause doubles, up
 * to a minute.
 * `attempt` must not throw. Returns how to stop it.
 */
export function poll(attempt: () => Promise<Outcome>, every: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isRunning = false
  let isOver = false

  const isWanted = () => !isOver && !document.hidden

  const run = async (): Promise<void> => {
    clearTimeout(timer)
    if (isRunning || !isWanted()) return
    isRunning = true
    const outcome = await attempt()
    isRunning = false
    if (outcome === 'final') isOver = true
    failures = outcome === 'failed' ? failures + 1 : 0
    const pause = pauseAfter(failures, every)
    if (pause === Infinity) isOver = true
    if (isWanted()) timer = setTimeout(() => void run(), pause)
  }

  const resume = () => void run()
  document.addEventListener('visibilitychange', resume)
  addEventListener('online', resume)
  resume()
  return () => {
    isOver = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', resume)
    removeEventListener('online', resume)
  }
}

const pauseAfter = (failures: number, every: number): number =>
  failures === 0 ? every : Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS)
