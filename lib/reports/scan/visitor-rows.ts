import { Borrowed } from '../../columns/rooms.ts'
import type { Part } from '../../sealed-days/part.ts'
import { countByView, countByVisit, gatherInto, sortByMember } from './visitor-kernels.ts'
import type { Pace } from './pace.ts'
import type { Period } from './period.ts'
import type { PickedRows, RowGroups, Stretch } from './row-groups.ts'
import type { Selection } from './selection.ts'
import type { Work } from './work.ts'

/** What is remembered of one scan for counting distinct visitors, bytes. Who does not fit is counted in another scan. */
export const MOST_ROW_BYTES = 48_000_000

/** A band is so many visitors with neighbouring numbers: what is known of them lies in the processor's cache when they are counted. */
const BAND_BITS = 13
const BAND = 2 ** BAND_BITS

/** Distinct visitors by value. */
export interface ValueCounts {
  readonly visitors: Float64Array
  /** Those of them that `news` has; all 0 without it. */
  readonly newVisitors: Float64Array
}

/** What is made of a list of groups: `valueOf` has the value of each group, `news` is a bitmap of visitors. */
export interface VisitorTally {
  readonly groups: RowGroups
  readonly valueOf: Uint32Array
  readonly news: Uint32Array | undefined
  readonly into: ValueCounts
}

/** The rows of a part, band by band: those of band `first + n` begin at `starts[n]`. */
interface Remembered {
  readonly visitors: Uint32Array
  readonly first: number
  readonly starts: Uint32Array
}

/**
 * Everything of a period that counts, with its visitor: visits whole, page views that are looked at by themselves one by one.
 * Breakdowns keep the groups of these rows beside them; when the scan is over, the rows are gone through visitor by visitor,
 * which tells the distinct visitors of every value at once. That takes no set for any of them, however many there are.
 */
export class VisitorRows {
  readonly period: Period
  readonly #mostBytes: number
  readonly #lists: RowGroups[] = []
  readonly #borrowed = new Borrowed()
  #parts: Remembered[] = []
  /** Bands from `#from` up to but not `#to` are remembered in this scan. */
  #from = 0
  #to = Infinity
  #isDone = false
  #part: Part | undefined
  #picked: PickedRows = { rows: new Uint32Array(0), count: 0, visits: 0 }

  constructor(period: Period, mostBytes: number) {
    this.period = period
    this.#mostBytes = mostBytes
  }

  /** The list is told of all rows, from the first part on. */
  join(list: RowGroups): void {
    this.#lists.push(list)
  }

  /** Whether all visitors have been counted. */
  get isDone(): boolean {
    return this.#isDone
  }

  /** Adds the rows of the part at hand, once, whoever calls first; they are what the lists are to add. */
  open(work: Work): PickedRows {
    const { lanes } = work
    if (this.#part === lanes.part) return this.#picked
    this.#part = lanes.part
    if (this.#bytes > this.#mostBytes) this.#shrink()
    const selection = work.selection(this.period)
    const most = selection.count + selection.odd.count
    const whole = { rows: lanes.room('picked', most), visitors: lanes.room('visitors of picked', most) }
    const count = this.#pick(selection, lanes.numbers('visit.visitor'), lanes.part.rows.visits, whole)
    const rows = lanes.room('picked by band', count)
    const visitors = this.#borrowed.words(count)
    this.#parts.push(byBand(whole, count, { rows, visitors }))
    this.#picked = { rows, count, visits: lanes.part.rows.visits }
    return this.#picked
  }

  /** After a scan: counts what was remembered. */
  async count(tallies: readonly VisitorTally[], pace: Pace): Promise<void> {
    const lists = new Map(tallies.map(({ groups }) => [groups, tallies.filter((tally) => tally.groups === groups)]))
    const stamps = new Map(tallies.map((tally) => [tally, new Uint32Array(tally.into.visitors.length)]))
    const [first, end] = this.#bands()
    const room = { ends: new Uint32Array(BAND + 1), members: new Uint32Array(BAND + 1), rows: new Uint32Array(0) }
    let visitors = new Uint32Array(0)
    for (let band = first; band < end; band++) {
      const { stretches, rows } = this.#stretchesOf(band)
      if (rows === 0) continue
      if (visitors.length < rows) [visitors, room.rows] = [new Uint32Array(rows * 2), new Uint32Array(rows * 2)]
      this.#loadVisitors(stretches, visitors)
      const order = sortByMember(visitors, rows, band * BAND, room)
      for (const [list, own] of lists) {
        const { groups, ends } = list.load(stretches, rows)
        for (const tally of own) {
          const last = stamps.get(tally) as Uint32Array
          if (ends === undefined) countByVisit(order, groups, tally, last)
          else countByView(order, groups, ends, tally, last)
        }
      }
      await pace.step()
    }
  }

  /** When that has been done: makes ready for another scan if there are more visitors. */
  advance(): void {
    this.#isDone = this.#to === Infinity
    this.#from = this.#to
    this.#to = Infinity
    this.release()
  }

  release(): void {
    this.#part = undefined
    this.#parts = []
    this.#borrowed.end()
    for (const list of this.#lists) list.release()
  }

  get #bytes(): number {
    const own = this.#parts.reduce((sum, { visitors }) => sum + visitors.byteLength, 0)
    return this.#lists.reduce((sum, { bytes }) => sum + bytes, own)
  }

  #pick(
    { rows, count, odd }: Selection,
    visitors: Uint32Array,
    visits: number,
    into: { readonly rows: Uint32Array; readonly visitors: Uint32Array },
  ): number {
    const [from, to] = [this.#from * BAND, this.#to * BAND]
    let picked = gatherInto(rows, count, visitors, from, to, into)
    for (let at = 0; at < odd.count; at++) {
      const visitor = odd.visitor(at)
      if (visitor < from || visitor >= to) continue
      into.rows[picked] = visits + at
      into.visitors[picked++] = visitor
    }
    return picked
  }

  /** The bands that there are anything of; the second is outside. */
  #bands(): [number, number] {
    const first = Math.min(...this.#parts.map((part) => part.first), Infinity)
    const end = Math.max(...this.#parts.map((part) => part.first + part.starts.length - 1), 0)
    return [first, end]
  }

  #stretchesOf(band: number): { stretches: Stretch[]; rows: number } {
    const stretches: Stretch[] = []
    let rows = 0
    for (const [part, { first, starts }] of this.#parts.entries()) {
      const [from, end] = [starts[band - first], starts[band - first + 1]]
      if (from === undefined || end === undefined || from === end) continue
      stretches.push({ part, from, end })
      rows += end - from
    }
    return { stretches, rows }
  }

  #loadVisitors(stretches: readonly Stretch[], into: Uint32Array): void {
    let at = 0
    for (const { part, from, end } of stretches) {
      into.set((this.#parts[part] as Remembered).visitors.subarray(from, end), at)
      at += end - from
    }
  }

  /** Lets go of the bands with the higher numbers, about half of the rows, for the next scan. */
  #shrink(): void {
    const [first, end] = this.#bands()
    const rowsOf = (band: number) => this.#stretchesOf(band).rows
    let rows = 0
    for (let band = first; band < end; band++) rows += rowsOf(band)
    let kept = 0
    let to = first
    // At least one stays.
    do kept += rowsOf(to++)
    while (to < end && kept + rowsOf(to) <= rows / 2)
    this.#to = to
    const counts = this.#parts.map(
      (part) => part.starts[Math.max(0, Math.min(to - part.first, part.starts.length - 1))] ?? 0,
    )
    this.#parts = this.#parts.map((part, at) => ({
      first: part.first,
      visitors: this.#borrowed.shortened(part.visitors, counts[at] ?? 0),
      starts: part.starts.slice(0, Math.max(1, to - part.first + 1)),
    }))
    for (const list of this.#lists) list.keepFirst(counts)
  }
}

interface Rows {
  readonly rows: Uint32Array
  readonly visitors: Uint32Array
}

/** Sorts the rows of a part by the band of their visitor. */
function byBand({ rows, visitors }: Rows, count: number, into: Rows): Remembered {
  let [least, most] = [0xffffffff, 0]
  for (let at = 0; at < count; at++) {
    const visitor = visitors[at] as number
    if (visitor < least) least = visitor
    if (visitor > most) most = visitor
  }
  if (count === 0) return { visitors: into.visitors, first: 0, starts: Uint32Array.of(0) }
  const first = least >>> BAND_BITS
  const starts = new Uint32Array((most >>> BAND_BITS) - first + 2)
  for (let at = 0; at < count; at++) {
    const place = ((visitors[at] as number) >>> BAND_BITS) - first + 1
    starts[place] = (starts[place] as number) + 1
  }
  for (let band = 1; band < starts.length; band++)
    starts[band] = (starts[band] as number) + (starts[band - 1] as number)
  const next = starts.slice()
  for (let at = 0; at < count; at++) {
    const visitor = visitors[at] as number
    const band = (visitor >>> BAND_BITS) - first
    const place = next[band] as number
    next[band] = place + 1
    into.rows[place] = rows[at] as number
    into.visitors[place] = visitor
  }
  return { visitors: into.visitors, first, starts }
}
