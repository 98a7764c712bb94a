import type { CodedName, ColumnName, SparseName } from '../../sealed-days/part.ts'
import type { Grouping } from './grouping.ts'
import { mapCodes, NO_GROUP } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import { ownValue } from './odd-views.ts'

/**
 * By the numbers of a dictionary in one column. Several dimensions may read their values off the same numbers, so those
 * are counted once; `ids` has the number of each group.
 */
export class IdGrouping implements Grouping {
  readonly columns: readonly ColumnName[]
  readonly ids: number[] = []
  readonly #groups = new Map<number, number>()
  #present: readonly number[] = []
  readonly #lanes = new Map<string, Uint32Array>()
  readonly #column: CodedName
  readonly #own: SparseName | undefined
  readonly #withEvents: boolean

  /** `withEvents` when events are to be counted as well. */
  constructor(column: CodedName, own: SparseName | undefined, withEvents: boolean) {
    this.#column = column
    this.#own = own
    this.#withEvents = withEvents
    this.columns = [
      column,
      ...(own === undefined ? [] : [own]),
      ...(withEvents ? (['event.visit', ...(column === 'view.page' ? (['event.page'] as const) : [])] as const) : []),
    ]
  }

  get count(): number {
    return this.ids.length
  }

  /** The groups that the part at hand may have. */
  get present(): readonly number[] {
    return this.#present
  }

  open(lanes: Lanes): void {
    this.#lanes.clear()
    const own = this.#own === undefined ? [] : lanes.sparse(this.#own).values
    const ofEvents = this.#withEvents && this.#column === 'view.page' ? lanes.ids('event.page') : []
    const groups = new Set<number>([this.#groupOf(0)])
    for (const ids of [lanes.ids(this.#column), own, ofEvents]) for (const id of ids) groups.add(this.#groupOf(id))
    this.#present = [...groups]
  }

  #groupOf(id: number): number {
    const known = this.#groups.get(id)
    if (known !== undefined) return known
    this.#groups.set(id, this.ids.length)
    this.ids.push(id)
    return this.ids.length - 1
  }

  visits(lanes: Lanes): Uint32Array {
    return this.#lane('visits', lanes, this.#column, lanes.part.rows.visits)
  }

  views(lanes: Lanes): Uint32Array | undefined {
    return this.#isOfViews ? this.#lane('views', lanes, this.#column, lanes.part.rows.views) : undefined
  }

  /** Events outside of visits count for what is not known. */
  events(lanes: Lanes): Uint32Array {
    const { events } = lanes.part.rows
    if (this.#column === 'view.page') return this.#lane('events', lanes, 'event.page', events)
    return this.#once('events', () => {
      const lane = lanes.room('ids of events', events)
      if (this.#isOfViews) return lane.fill(NO_GROUP)
      const visits = lanes.numbers('event.visit')
      const groups = this.visits(lanes)
      const none = this.#groupOf(0)
      for (let row = 0; row < events; row++) {
        const visit = visits[row] as number
        lane[row] = visit === 0 ? none : (groups[visit - 1] as number)
      }
      return lane
    })
  }

  ofView(lanes: Lanes, view: number, row: number): number {
    const own = this.#own === undefined ? undefined : ownValue(lanes, this.#own, view)
    if (own !== undefined) return this.#groupOf(own)
    return (this.views(lanes)?.[view] ?? this.visits(lanes)[row]) as number
  }

  get #isOfViews(): boolean {
    return this.#column.startsWith('view.')
  }

  /** The arrays are everybody's: they hold until another grouping opens the part. */
  #lane(what: string, lanes: Lanes, column: CodedName, rows: number): Uint32Array {
    return this.#once(what, () => {
      const map = Uint32Array.from(lanes.ids(column), (id) => this.#groupOf(id))
      const lane = lanes.room(`ids of ${what}`, rows)
      mapCodes(lanes.codes(column), rows, map, lane)
      return lane
    })
  }

  #once(what: string, make: () => Uint32Array): Uint32Array {
    const known = this.#lanes.get(what)
    if (known !== undefined) return known
    const made = make()
    this.#lanes.set(what, made)
    return made
  }
}
