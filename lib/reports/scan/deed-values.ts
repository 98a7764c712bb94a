import type { ColumnName } from '../../sealed-days/part.ts'
import { CLICK_KINDS } from '../../sealed-days/part.ts'
import type { DimensionRef } from '../filter.ts'
import type { Goal } from '../query.ts'
import { GoalFinder } from './conversions.ts'
import type { DictionaryReader } from './dictionary-reader.ts'
import type { Lanes } from './lanes.ts'
import type { Period } from './period.ts'
import { propertiesOf, propertyOf } from './properties.ts'
import type { Work } from './work.ts'

/**
 * Takes something that has a value: an event, a goal that was reached, a click that led here. `row` is the visit and `event`
 * the custom event; -1 for none.
 */
export type TakeValue = (text: string, row: number, visitor: number, event: number) => void

/** What a dimension of events or deeds finds in a part, among what is selected. */
export interface DeedDimension {
  readonly columns: readonly ColumnName[]
  /** Whether the figures are those of single events, rather than of visits. */
  readonly isOfEvents: boolean
  find(work: Work, period: Period, take: TakeValue): Promise<void> | void
}

export function deedDimension(
  { name, key = '' }: DimensionRef,
  goals: readonly Goal[],
  reader: DictionaryReader,
): DeedDimension {
  switch (name) {
    case 'event':
      return eventNames(reader)
    case 'goal':
      return goalNames(goals, reader)
    case 'link':
      return links(reader)
    default:
      return properties(key)
  }
}

const OF_EVENTS = ['event.time', 'event.visit', 'event.visitor'] as const

const eventNames = (reader: DictionaryReader): DeedDimension => ({
  columns: [...OF_EVENTS, 'event.name'],
  isOfEvents: true,
  async find(work, period, take) {
    const { lanes } = work
    const ids = lanes.ids('event.name')
    const texts = await reader.textsOf('texts', ids)
    const names = Array.from(ids, (id) => texts.get(id)?.[0] ?? '')
    const codes = lanes.codes('event.name')
    takeEvents(work, period, { texts: names, codes }, take)
  },
})

/** Events that do not have the property have no value. */
const properties = (key: string): DeedDimension => ({
  columns: [...OF_EVENTS, 'event.props'],
  isOfEvents: true,
  find(work, period, take) {
    const { lanes } = work
    const texts = propertiesOf(lanes.part).map((found) => propertyOf(found, key))
    takeEvents(work, period, { texts, codes: lanes.codes('event.props') }, take)
  },
})

interface Coded {
  readonly codes: Uint32Array
  readonly texts: readonly (string | undefined)[]
}

function takeEvents(work: Work, period: Period, { codes, texts }: Coded, take: TakeValue): void {
  const { rows, count } = work.events(period)
  const [visits, visitors] = [work.lanes.numbers('event.visit'), work.lanes.numbers('event.visitor')]
  for (let at = 0; at < count; at++) {
    const event = rows[at] as number
    const text = texts[codes[event] as number]
    if (text !== undefined) take(text, (visits[event] as number) - 1, visitors[event] as number, event)
  }
}

function goalNames(goals: readonly Goal[], reader: DictionaryReader): DeedDimension {
  const finders = goals.map((goal) => ({ text: goal.name, finder: new GoalFinder(goal, false, reader) }))
  return {
    columns: finders.flatMap(({ finder }) => finder.columns),
    isOfEvents: false,
    async find(work, period, take) {
      for (const { text, finder } of finders) {
        const { visits, visitors } = await work.reached(period, finder)
        for (const [at, row] of visits.entries()) take(text, row, visitors[at] as number, -1)
      }
    },
  }
}

const PERSON = CLICK_KINDS.indexOf('person')

const links = (reader: DictionaryReader): DeedDimension => ({
  columns: ['click.link', 'click.kind', 'click.visit', 'visit.visitor'],
  isOfEvents: false,
  async find({ lanes }, _period, take) {
    const ids = lanes.ids('click.link')
    const texts = await reader.textsOf('links', ids)
    const names = Array.from(ids, (id) => texts.get(id)?.[0] ?? '')
    takeVisitsOfClicks(lanes, names, take)
  },
})

function takeVisitsOfClicks(lanes: Lanes, texts: readonly string[], take: TakeValue): void {
  const [codes, kinds] = [lanes.codes('click.link'), lanes.numbers('click.kind')]
  const [visits, visitors] = [lanes.numbers('click.visit'), lanes.numbers('visit.visitor')]
  for (let click = 0; click < lanes.part.rows.clicks; click++) {
    const row = (visits[click] as number) - 1
    if (row < 0 || kinds[click] !== PERSON) continue
    take(texts[codes[click] as number] ?? '', row, visitors[row] as number, -1)
  }
}
