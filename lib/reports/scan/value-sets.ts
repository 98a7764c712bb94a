import type { SeenSince } from './first-seen.ts'
import { NO_GROUP } from './kernels.ts'
import { SlotSets } from './slot-sets.ts'

/** What sets of visitors may take, of all breakdowns of a scan together. */
export interface SetLimits {
  /** Bytes of bitmaps. */
  readonly bytes: number
  /** Visitors in sets that are no bitmaps, and the bytes that each of them takes. */
  readonly pairs: number
  readonly bytesAPair: number
}

export const SET_LIMITS: SetLimits = { bytes: 20_000_000, pairs: 300_000, bytesAPair: 18 }

/** Whose set replaces another one has to have so many times its visits, or the two would take turns. */
const MUCH = 2

/**
 * Which values of a breakdown have a set of their visitors. In the first scan the values that have had most so far; those
 * that had theirs from their first visit on are exact by its end. Later those that are asked for.
 */
export class ValueSets {
  readonly slots: SlotSets
  /** By value: it has no more visitors than this. */
  bounds: Float64Array = new Float64Array(0)
  readonly #isNeeded: boolean
  readonly #since: SeenSince | undefined
  /** Values with a set that began too late, and the part (its beginning, ms) with which it began. */
  readonly #late = new Map<number, number>()
  readonly #known = new Map<number, { readonly visitors: number; readonly news: number }>()
  #asked: readonly number[] = []
  #isFirst = true
  #limits = SET_LIMITS

  constructor(isNeeded: boolean, since: SeenSince | undefined) {
    this.#isNeeded = isNeeded
    this.#since = since
    this.slots = new SlotSets(since)
  }

  get since(): SeenSince | undefined {
    return this.#since
  }

  /** Several breakdowns of one scan share the room. */
  share({ bytes, pairs, bytesAPair }: SetLimits, among: number): void {
    this.#limits = { bytes: bytes / among, pairs: pairs / among, bytesAPair }
    this.slots.limit(bytes / among)
  }

  /** Whether a scan is to fill sets. */
  get isAsking(): boolean {
    return this.#isNeeded && (this.#isFirst || this.#asked.length > 0)
  }

  /** Parts that begin later than this (ms) need not be scanned again. */
  get until(): number {
    if (this.#isFirst) return Infinity
    return Math.max(...this.#asked.map((value) => this.#late.get(value) ?? Infinity))
  }

  knows(value: number): boolean {
    return this.#known.has(value)
  }

  visitors(value: number): number {
    return this.#known.get(value)?.visitors ?? 0
  }

  news(value: number): number {
    return this.#known.get(value)?.news ?? 0
  }

  /**
   * In the first scan, before the visitors of a part are added: gives sets to values. `bounds` has the visits of each
   * group with this part, `before` those without it; `at` is when the part begins.
   */
  admit(
    groups: { readonly present: readonly number[]; readonly valueOf: Uint32Array; readonly values: number },
    { before, bounds }: { readonly before: Float64Array; readonly bounds: Float64Array },
    at: number,
  ): void {
    this.#growTo(groups.values)
    const fresh = new Set<number>()
    const seen = new Set<number>()
    for (const group of groups.present) {
      const more = (bounds[group] as number) - (before[group] as number)
      const value = groups.valueOf[group] as number
      if (more === 0 || value === NO_GROUP) continue
      if (!seen.has(value) && this.bounds[value] === 0) fresh.add(value)
      seen.add(value)
      this.bounds[value] = (this.bounds[value] as number) + more
    }
    this.#giveSets(
      [...seen].filter((value) => !this.slots.has(value)),
      fresh,
      at,
    )
  }

  #giveSets(wanting: number[], fresh: ReadonlySet<number>, at: number): void {
    const room = Math.max(1, Math.floor(this.#limits.bytes / Math.max(1, this.slots.bytesASlot)))
    const bound = (value: number) => this.bounds[value] as number
    // Weakest last.
    const holders =
      this.slots.used + wanting.length > room ? this.slots.holders().sort((a, b) => bound(b) - bound(a)) : []
    while (this.slots.used > room) this.#drop(holders.pop() as number)
    if (this.slots.used + wanting.length > room) wanting.sort((a, b) => bound(b) - bound(a))
    for (const value of wanting) {
      if (this.slots.used >= room) {
        const weakest = holders.at(-1)
        if (weakest === undefined || bound(value) <= MUCH * bound(weakest)) return
        this.#drop(weakest)
        holders.pop()
      }
      this.slots.take(value)
      if (!fresh.has(value)) this.#late.set(value, at)
    }
  }

  #drop(value: number): void {
    this.slots.drop(value)
    this.#late.delete(value)
  }

  /** To be called after every scan, before anything is asked: notes what is exact now. */
  note(): void {
    if (this.#isFirst) {
      for (const value of this.slots.holders()) if (!this.#late.has(value)) this.#noteOne(value)
      // Who had one visit had one visitor; whether a new one, is not known.
      if (this.#since === undefined)
        for (const [value, bound] of this.bounds.entries())
          if (bound === 1 && !this.#known.has(value)) this.#known.set(value, { visitors: 1, news: 0 })
    } else for (const value of this.#asked) this.#noteOne(value)
    this.#isFirst = false
    this.#asked = []
  }

  #noteOne(value: number): void {
    this.#known.set(value, { visitors: this.slots.size(value), news: this.slots.news(value) })
    this.#late.delete(value)
  }

  /** Asks for those of the values that are not known, as many as there is room for; the others have to ask again. */
  askFor(values: readonly number[]): void {
    if (!this.#isNeeded) return
    const wanting = values.filter((value) => !this.#known.has(value))
    const bound = (value: number) => this.bounds[value] as number
    wanting.sort((a, b) => bound(b) - bound(a))
    this.slots.dropSmall()
    const wanted = new Set(wanting)
    for (const value of this.slots.holders()) if (!wanted.has(value)) this.#drop(value)
    const room = Math.max(1, Math.floor(this.#limits.bytes / Math.max(1, this.slots.bytesASlot)))
    const { pairs: mostPairs, bytesAPair } = this.#limits
    const asked: number[] = []
    let pairs = 0
    for (const value of wanting) {
      const isSmall = bound(value) <= mostPairs && bound(value) * bytesAPair < this.slots.bytesASlot
      if (this.slots.hasBitmap(value)) asked.push(value)
      else if (isSmall && pairs + bound(value) <= mostPairs) {
        this.slots.takeSmall(value)
        pairs += bound(value)
        asked.push(value)
      } else if (!isSmall && this.slots.used < room) {
        this.slots.take(value)
        asked.push(value)
      }
    }
    this.#asked = asked
  }

  #growTo(values: number): void {
    if (this.bounds.length >= values) return
    const grown = new Float64Array(values * 2)
    grown.set(this.bounds)
    this.bounds = grown
  }
}
