import type { ColumnName } from '../../sealed-days/part.ts'
import { CLICK_KINDS } from '../../sealed-days/part.ts'
import type { Filter } from '../filter.ts'
import type { Goal } from '../query.ts'
import type { Leaf, Node } from './conditions.ts'
import { columnsOf, learnIds, leavesOf, nodeOf } from './conditions.ts'
import { markVisits, viewsWithin } from './deed-finder.ts'
import type { DictionaryReader } from './dictionary-reader.ts'
import type { Lanes } from './lanes.ts'
import type { Masks } from './masks.ts'
import { combined, kept, looked, markSelected, negated } from './masks.ts'
import { ownValue } from './odd-views.ts'
import type { Period } from './period.ts'
import { propertiesOf, propertyOf } from './properties.ts'
import type { Selection, Verdict } from './selection.ts'
import type { Rows, Selector } from './work.ts'
import { rowsWithin } from './work.ts'

/**
 * A filter at work. It is held against each page view; a visit is selected when one of its page views in the period is. Where
 * nothing is said of page views, the visit itself is asked. What events say of a visit is said by those in the period.
 */
export class FilterSelector implements Selector {
  readonly columns: readonly ColumnName[]
  readonly #root: Node
  readonly #leaves: readonly Leaf[]
  readonly #isOfViews: boolean
  readonly #isOfEvents: boolean
  /** Of the part at hand. */
  #visitMasks: Masks = new Map()
  #viewMasks: Masks = new Map()
  #eventMasks: Masks = new Map()
  #period: Period | undefined

  constructor(filter: Filter, goals: readonly Goal[], reader: DictionaryReader) {
    this.#root = nodeOf(filter, goals, reader)
    this.#leaves = leavesOf(this.#root)
    this.#isOfViews = this.#leaves.some(isOfViews)
    this.#isOfEvents = this.#leaves.some(isOfEvents)
    this.columns = this.#leaves.flatMap(columnsOf)
  }

  async open(lanes: Lanes): Promise<void> {
    this.#period = undefined
    for (const leaf of this.#leaves) await learnIds(leaf, lanes)
  }

  verdict(lanes: Lanes, period: Period): Verdict {
    this.#turnTo(period)
    const own = this.#hasOwn(lanes)
      ? (view: number, row: number) => this.#isViewIn(lanes, this.#root, view, row)
      : undefined
    if (this.#isOfViews) return { visits: undefined, views: this.#viewMask(lanes, this.#root), own }
    return { visits: this.#visitMask(lanes, this.#root), views: undefined, own }
  }

  /** Events of selected visits. Where something is said of events, only those that it is said of. */
  keepEvents(lanes: Lanes, period: Period, selection: Selection, { rows, count }: Rows): Rows {
    this.#turnTo(period)
    const selected = this.#isOfViews ? markSelected(lanes, selection) : this.#visitMask(lanes, this.#root)
    const isOfEventsOnly = this.#leaves.every(isOfEvents)
    const visits = lanes.numbers('event.visit')
    let kept = 0
    for (let at = 0; at < count; at++) {
      const event = rows[at] as number
      const row = (visits[event] as number) - 1
      const isKept = row < 0 ? isOfEventsOnly : selected[row] !== 0
      if (isKept && (!this.#isOfEvents || this.#isEventIn(lanes, event, row))) rows[kept++] = event
    }
    return { rows, count: kept }
  }

  #turnTo(period: Period): void {
    if (this.#period === period) return
    this.#period = period
    this.#visitMasks = new Map()
    this.#viewMasks = new Map()
    this.#eventMasks = new Map()
  }

  /** Whether page views of this part differ from their visits in what the filter asks. */
  #hasOwn(lanes: Lanes): boolean {
    return this.#leaves.some(
      (leaf) => leaf.kind === 'visit' && leaf.plan.own !== undefined && lanes.sparse(leaf.plan.own).rows.length > 0,
    )
  }

  #visitMask(lanes: Lanes, node: Node): Uint8Array {
    return kept(this.#visitMasks, node, () => {
      const { visits } = lanes.part.rows
      if (node.kind === 'all' || node.kind === 'any')
        return combined(
          node.kind,
          visits,
          node.nodes.map((part) => this.#visitMask(lanes, part)),
        )
      if (node.kind === 'not') return negated(visits, this.#visitMask(lanes, node.node))
      return this.#visitsOf(lanes, node)
    })
  }

  #visitsOf(lanes: Lanes, leaf: Leaf): Uint8Array {
    const { visits, clicks } = lanes.part.rows
    const mask = new Uint8Array(visits)
    switch (leaf.kind) {
      case 'visit':
        return looked(lanes.codes(leaf.plan.column), leaf.ids.lut(lanes.ids(leaf.plan.column)), mask)
      case 'view':
        throw new Error('Page views have a say')
      case 'name':
      case 'property': {
        const passing = this.#eventMask(lanes, leaf)
        const inside = rowsWithin(lanes, this.#period as Period, 'event.time', lanes.part.rows.events, 'filter events')
        let count = 0
        for (let at = 0; at < inside.count; at++) {
          const event = inside.rows[at] as number
          inside.rows[count] = event
          count += passing[event] as number
        }
        markVisits(lanes, inside.rows, count, mask)
        return mask
      }
      case 'goal': {
        const room = new Uint8Array(visits)
        for (const finder of leaf.finders) {
          finder.visitMask(lanes, this.#period as Period, room)
          for (let row = 0; row < visits; row++) mask[row] = (mask[row] as number) | (room[row] as number)
        }
        return mask
      }
      case 'link': {
        const lut = leaf.ids.lut(lanes.ids('click.link'))
        const [codes, kinds, rows] = [
          lanes.codes('click.link'),
          lanes.numbers('click.kind'),
          lanes.numbers('click.visit'),
        ]
        for (let click = 0; click < clicks; click++) {
          const row = rows[click] as number
          if (row > 0 && kinds[click] === PERSON && lut[codes[click] as number] === 1) mask[row - 1] = 1
        }
        return mask
      }
    }
  }

  #viewMask(lanes: Lanes, node: Node): Uint8Array {
    return kept(this.#viewMasks, node, () => {
      const { views } = lanes.part.rows
      if (!leavesOf(node).some(isOfViews))
        return looked(lanes.visitRows, this.#visitMask(lanes, node), new Uint8Array(views))
      if (node.kind === 'all' || node.kind === 'any')
        return combined(
          node.kind,
          views,
          node.nodes.map((part) => this.#viewMask(lanes, part)),
        )
      if (node.kind === 'not') return negated(views, this.#viewMask(lanes, node.node))
      if (node.kind !== 'view') throw new Error('Page views have no say')
      const { column } = node.plan
      return looked(lanes.codes(column), node.ids.lut(lanes.ids(column)), new Uint8Array(views))
    })
  }

  /** The same for a page view that differs from its visit. */
  #isViewIn(lanes: Lanes, node: Node, view: number, row: number): boolean {
    if (node.kind === 'all') return node.nodes.every((part) => this.#isViewIn(lanes, part, view, row))
    if (node.kind === 'any') return node.nodes.some((part) => this.#isViewIn(lanes, part, view, row))
    if (node.kind === 'not') return !this.#isViewIn(lanes, node.node, view, row)
    if (node.kind === 'view') return this.#viewMask(lanes, node)[view] === 1
    const own = node.kind === 'visit' && node.plan.own !== undefined ? ownValue(lanes, node.plan.own, view) : undefined
    if (node.kind === 'visit' && own !== undefined) return node.ids.passes(own)
    return this.#visitMask(lanes, node)[row] === 1
  }

  /** Of an event: itself where events are asked, else its visit, with a page view for which all of it is so. */
  #isEventIn(lanes: Lanes, event: number, row: number): boolean {
    const isIn = (node: Node, view: number | undefined): boolean => {
      if (node.kind === 'all') return node.nodes.every((part) => isIn(part, view))
      if (node.kind === 'any') return node.nodes.some((part) => isIn(part, view))
      if (node.kind === 'not') return !isIn(node.node, view)
      if (isOfEvents(node)) return this.#eventMask(lanes, node)[event] === 1
      if (node.kind === 'view') return view !== undefined && this.#viewMask(lanes, node)[view] === 1
      return row >= 0 && this.#visitMask(lanes, node)[row] === 1
    }
    if (!this.#isOfViews) return isIn(this.#root, undefined)
    const isInside = viewsWithin(lanes, this.#period as Period)
    const end = lanes.firstViews[row + 1] as number
    for (let view = lanes.firstViews[row] as number; view < end; view++)
      if (isInside(view) && isIn(this.#root, view)) return true
    return false
  }

  #eventMask(lanes: Lanes, leaf: Leaf): Uint8Array {
    return kept(this.#eventMasks, leaf, () => {
      const mask = new Uint8Array(lanes.part.rows.events)
      if (leaf.kind === 'name') return looked(lanes.codes('event.name'), leaf.ids.lut(lanes.ids('event.name')), mask)
      if (leaf.kind !== 'property') throw new Error('Events have no say')
      const lut = Uint8Array.from(propertiesOf(lanes.part), (properties) => {
        const text = propertyOf(properties, leaf.key)
        return text !== undefined && leaf.passes(text) ? 1 : 0
      })
      return looked(lanes.codes('event.props'), lut, mask)
    })
  }
}

const PERSON = CLICK_KINDS.indexOf('person')

const isOfViews = (leaf: Node) => leaf.kind === 'view'
const isOfEvents = (leaf: Node) => leaf.kind === 'name' || leaf.kind === 'property'
