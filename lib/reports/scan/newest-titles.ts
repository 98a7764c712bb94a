import type { ColumnName } from '../../sealed-days/part.ts'
import { SECOND } from '../../core/clock.ts'
import { NO_GROUP } from './kernels.ts'
import { Lanes } from './lanes.ts'
import { Pace } from './pace.ts'
import type { PartSource } from './part-source.ts'
import type { Period } from './period.ts'
import { overlaps } from './period.ts'

const COLUMNS: readonly ColumnName[] = ['visit.start', 'visit.views', 'view.time', 'view.page', 'view.title']

/**
 * The number of the title that each page was last seen with in a period, to the second; of several in one second the
 * greatest number. Pages are groups of the numbers in `groupOf`. Pages that never had a title are not in the answer.
 * Reads from the newest part back, as far as needed: mostly one part.
 */
export async function newestTitles(
  source: PartSource,
  period: Period,
  groupOf: ReadonlyMap<number, number>,
): Promise<Map<number, number>> {
  const newest = new Newest(groupOf)
  const lanes = new Lanes()
  const pace = new Pace()
  if (groupOf.size === 0) return newest.titles
  for await (const { part, latest } of source.backwards((extent) => (overlaps(period, extent) ? COLUMNS : undefined))) {
    lanes.open(part)
    newest.look(lanes, period)
    await pace.step()
    if (newest.isSettled(latest / SECOND)) break
  }
  lanes.close()
  return newest.titles
}

class Newest {
  readonly titles = new Map<number, number>()
  readonly #seconds = new Map<number, number>()
  readonly #groupOf: ReadonlyMap<number, number>
  readonly #groups: ReadonlySet<number>

  constructor(groupOf: ReadonlyMap<number, number>) {
    this.#groupOf = groupOf
    this.#groups = new Set(groupOf.values())
  }

  look(lanes: Lanes, { start, end }: Period): void {
    const groups = Uint32Array.from(lanes.ids('view.page'), (id) => this.#groupOf.get(id) ?? NO_GROUP)
    if (groups.every((group) => group === NO_GROUP)) return
    const titles = lanes.ids('view.title')
    const [pageCodes, titleCodes] = [lanes.codes('view.page'), lanes.codes('view.title')]
    const [starts, times, rows] = [lanes.numbers('visit.start'), lanes.numbers('view.time'), lanes.visitRows]
    const { base } = lanes
    for (let view = 0; view < lanes.part.rows.views; view++) {
      const group = groups[pageCodes[view] as number] as number
      if (group === NO_GROUP) continue
      const title = titles[titleCodes[view] as number] as number
      if (title === 0) continue
      const second = base + (starts[rows[view] as number] as number) + (times[view] as number)
      if (second >= start && second < end) this.#take(group, second, title)
    }
  }

  /** Whether nothing up to this second can change anything. */
  isSettled(latest: number): boolean {
    for (const group of this.#groups) if ((this.#seconds.get(group) ?? -Infinity) <= latest) return false
    return true
  }

  #take(group: number, second: number, title: number): void {
    const known = this.#seconds.get(group) ?? -Infinity
    if (second < known || (second === known && title <= (this.titles.get(group) ?? 0))) return
    this.#seconds.set(group, second)
    this.titles.set(group, title)
  }
}
