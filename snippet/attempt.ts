/**
 * The edge to the page: whatever fails in here stays in here.
 * Returns what `run` returned, or undefined when it threw.
 */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
