/**
 * A Map with a ceiling: the entry not used for longest goes first, roughly. Two generations: what is used moves to the
 * young one, and when that is full the old one is dropped. A use costs one look-up, where keeping the exact order would
 * take an entry out and put it in again.
 */
export class Lru<K, V> {
  #young = new Map<K, V>()
  #old = new Map<K, V>()
  readonly #half: number

  /** `max` entries at most; at least the newest half of them are there. */
  constructor(max: number) {
    this.#half = Math.max(1, Math.floor(max / 2))
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(key: K): V | undefined {
    const value = this.#young.get(key)
    if (value !== undefined) return value
    const older = this.#old.get(key)
    if (older === undefined) return undefined
    this.#old.delete(key)
    this.set(key, older)
    return older
  }

  set(key: K, value: V): void {
    this.#old.delete(key)
    this.#young.set(key, value)
    if (this.#young.size < this.#half) return
    this.#old = this.#young
    this.#young = new Map()
  }

  delete(key: K): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
