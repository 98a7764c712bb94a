import type { CodedName, ColumnName, SparseName } from '../../sealed-days/part.ts'
import type { Grouping } from './grouping.ts'
import { mapCodes, NO_GROUP } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import { ownValue } from './odd-views.ts'
import type { Numbering } from './value-index.ts'

const NONE = Uint32Array.of(0)

/** By the numbers of a dictionary in one column, or by what those stand for. */
export class IdGrouping implements Grouping {
  readonly columns: readonly ColumnName[]
  readonly numbering: Numbering
  readonly #lanes = new Map<string, Uint32Array>()
  readonly #column: CodedName
  readonly #own: SparseName | undefined
  readonly #withEvents: boolean

  /** `withEvents` when events are to be counted as well. */
  constructor(
    { column, own }: { readonly column: CodedName; readonly own?: SparseName | undefined },
    numbering: Numbering,
    withEvents: boolean,
  ) {
    this.numbering = numbering
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
    return this.numbering.count
  }

  async open(lanes: Lanes): Promise<void> {
    this.#lanes.clear()
    await this.numbering.learn(NONE)
    await this.numbering.learn(lanes.ids(this.#column))
    if (this.#own !== undefined) await this.numbering.learn(lanes.sparse(this.#own).values)
    if (this.#withEvents && this.#column === 'view.page') await this.numbering.learn(lanes.ids('event.page'))
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
      const none = this.numbering.of(0)
      for (let row = 0; row < events; row++) {
        const visit = visits[row] as number
        lane[row] = visit === 0 ? none : (groups[visit - 1] as number)
      }
      return lane
    })
  }

  ofView(lanes: Lanes, view: number, row: number): number {
    const own = this.#own === undefined ? undefined : ownValue(lanes, this.#own, view)
    if (own !== undefined) return this.numbering.of(own)
    return (this.views(lanes)?.[view] ?? this.visits(lanes)[row]) as number
  }

  get #isOfViews(): boolean {
    return this.#column.startsWith('view.')
  }

  /** The arrays are everybody's: they hold until another grouping opens the part. */
  #lane(what: string, lanes: Lanes, column: CodedName, rows: number): Uint32Array {
    return this.#once(what, () => {
      const ids = lanes.ids(column)
      const map = new Uint32Array(ids.length)
      for (let code = 0; code < ids.length; code++) map[code] = this.numbering.of(ids[code] as number)
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
