/** How often each whole number of seconds was there, by group; for medians. */
export class Histograms {
  readonly #counts: Uint32Array[] = []

  add(group: number, seconds: number): void {
    let counts = this.#counts[group]
    if (counts === undefined || seconds >= counts.length) counts = this.#grow(group, seconds)
    counts[seconds] = (counts[seconds] as number) + 1
  }

  /** The middle one, or the lower of the two in the middle; 0 of none. */
  median(group: number): number {
    const counts = this.#counts[group] ?? new Uint32Array()
    let left = 0
    for (const count of counts) left += count
    left = Math.ceil(left / 2)
    for (let seconds = 0; seconds < counts.length; seconds++) {
      left -= counts[seconds] as number
      if (left <= 0) return seconds
    }
    return 0
  }

  #grow(group: number, seconds: number): Uint32Array {
    const grown = new Uint32Array(Math.max(64, 2 ** Math.ceil(Math.log2(seconds + 1))))
    grown.set(this.#counts[group] ?? [])
    this.#counts[group] = grown
    return grown
  }
}
