/**
 * A choice that this browser remembers, such as the theme: no secret, nothing that a link should carry. Where the browser
 * allows no storage, it holds until the page is left.
 */
export function kept(name: string): { read: () => string | undefined; keep: (value: string) => void } {
  const key = `micrologs-${name}`
  let inMemory: string | undefined
  return {
    read() {
      try {
        return localStorage.getItem(key) ?? inMemory
      } catch {
        return inMemory
      }
    },
    keep(value) {
      inMemory = value
      try {
        localStorage.setItem(key, value)
      } catch {
        // Then memory must do.
      }
    },
  }
}
