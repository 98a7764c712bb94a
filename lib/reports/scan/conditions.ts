import type { ColumnName } from '../../sealed-days/part.ts'
import type { Condition, EventDimension, Filter } from '../filter.ts'
import { textTest } from '../filters/text-test.ts'
import type { Goal } from '../query.ts'
import { DeedFinder } from './deed-finder.ts'
import type { DictionaryReader, Shape } from './dictionary-reader.ts'
import type { DimensionPlan } from './dimensions.ts'
import { isOfViews, PLANS } from './dimensions.ts'
import type { Lanes } from './lanes.ts'

/** A condition made ready: what it is held against, and whether a text passes. */
export type Leaf =
  /** Of visits or of page views, by the numbers of a dictionary. */
  | { readonly kind: 'visit' | 'view'; readonly plan: DimensionPlan; readonly ids: IdTest }
  /** Of custom events, by name or by a property. */
  | { readonly kind: 'name'; readonly ids: IdTest }
  | { readonly kind: 'property'; readonly key: string; readonly passes: (text: string) => boolean }
  /** Of visits, by what they did or came by. */
  | { readonly kind: 'goal'; readonly finders: readonly DeedFinder[] }
  | { readonly kind: 'link'; readonly ids: IdTest }

export type Node =
  | { readonly kind: 'all'; readonly nodes: readonly Node[] }
  | { readonly kind: 'any'; readonly nodes: readonly Node[] }
  | { readonly kind: 'not'; readonly node: Node }
  | Leaf

/** Which numbers of a dictionary pass, found out once for each. */
export class IdTest {
  readonly #shape: Shape
  readonly #test: (texts: readonly string[]) => boolean
  readonly #reader: DictionaryReader
  readonly #known = new Map<number, number>()

  constructor(shape: Shape, test: (texts: readonly string[]) => boolean, reader: DictionaryReader) {
    this.#shape = shape
    this.#test = test
    this.#reader = reader
  }

  async learn(...lists: readonly Iterable<number>[]): Promise<void> {
    const unknown = new Set<number>()
    for (const ids of lists) for (const id of ids) if (!this.#known.has(id)) unknown.add(id)
    if (unknown.size === 0) return
    for (const [id, texts] of await this.#reader.textsOf(this.#shape, unknown))
      this.#known.set(id, this.#test(texts) ? 1 : 0)
  }

  passes(id: number): boolean {
    return this.#known.get(id) === 1
  }

  lut(ids: Uint32Array): Uint8Array {
    return Uint8Array.from(ids, (id) => this.#known.get(id) ?? 0)
  }
}

/** Text is compared here rather than in the database, so that both engines say the same. */
export function nodeOf(filter: Filter, goals: readonly Goal[], reader: DictionaryReader): Node {
  if ('all' in filter) return { kind: 'all', nodes: filter.all.map((part) => nodeOf(part, goals, reader)) }
  if ('any' in filter) return { kind: 'any', nodes: filter.any.map((part) => nodeOf(part, goals, reader)) }
  if ('not' in filter) return { kind: 'not', node: nodeOf(filter.not, goals, reader) }
  return leafOf(filter, goals, reader)
}

function leafOf(condition: Condition, goals: readonly Goal[], reader: DictionaryReader): Node {
  const { name, key = '' } = condition.dimension
  if (name === 'event' || name === 'property' || name === 'goal' || name === 'link') {
    // Who has none is who has not any.
    if (condition.test === 'absent') return { kind: 'not', node: someLeaf(name, key, () => true, goals, reader) }
    return someLeaf(name, key, textTest(condition.test, condition.values), goals, reader)
  }
  const plan = PLANS[name]
  const passes =
    condition.test === 'absent' ? (text: string) => text === '' : textTest(condition.test, condition.values)
  const ids = new IdTest(plan.shape, (texts) => passes(plan.value(texts)?.[0] ?? ''), reader)
  return { kind: isOfViews(plan) ? 'view' : 'visit', plan, ids }
}

function someLeaf(
  name: EventDimension | 'goal' | 'link',
  key: string,
  passes: (text: string) => boolean,
  goals: readonly Goal[],
  reader: DictionaryReader,
): Leaf {
  switch (name) {
    case 'event':
      return { kind: 'name', ids: new IdTest('texts', ([text = '']) => passes(text), reader) }
    case 'property':
      return { kind: 'property', key, passes }
    case 'link':
      return { kind: 'link', ids: new IdTest('links', ([code = '']) => passes(code), reader) }
    case 'goal':
      return {
        kind: 'goal',
        finders: goals.filter((goal) => passes(goal.name)).map(({ deed }) => new DeedFinder(deed, reader)),
      }
  }
}

export function leavesOf(node: Node): Leaf[] {
  if (node.kind === 'all' || node.kind === 'any') return node.nodes.flatMap(leavesOf)
  return node.kind === 'not' ? leavesOf(node.node) : [node]
}

export function columnsOf(leaf: Leaf): readonly ColumnName[] {
  switch (leaf.kind) {
    case 'visit':
    case 'view':
      return [leaf.plan.column, ...(leaf.plan.own === undefined ? [] : [leaf.plan.own])]
    case 'name':
      return ['event.time', 'event.visit', 'event.name']
    case 'property':
      return ['event.time', 'event.visit', 'event.props']
    case 'link':
      return ['click.link', 'click.visit', 'click.kind']
    case 'goal':
      return leaf.finders.flatMap(({ columns }) => columns)
  }
}

export async function learnIds(leaf: Leaf, lanes: Lanes): Promise<void> {
  switch (leaf.kind) {
    case 'visit':
    case 'view': {
      const { column, own } = leaf.plan
      return leaf.ids.learn(lanes.ids(column), own === undefined ? [] : lanes.sparse(own).values)
    }
    case 'name':
      return leaf.ids.learn(lanes.ids('event.name'))
    case 'link':
      return leaf.ids.learn(lanes.ids('click.link'))
    case 'goal':
      for (const finder of leaf.finders) await finder.open(lanes)
      return
    case 'property':
  }
}
