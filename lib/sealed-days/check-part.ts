import { SECOND } from '../core/clock.ts'
import type { Values } from '../columns/values.ts'
import type { OpenRows } from './open-rows.ts'
import type { CodedName, NumbersName, Part } from './part.ts'
import { codedOf, numbersOf, VISIT_FLAGS } from './part.ts'

/** What is stored does not say what it was made of. The rows stay where they are. */
export class WrongPart extends Error {
  override readonly name = 'WrongPart'
}

/**
 * Holds a part against the rows it was made of, by other ways than it was made: how many of each, and sums of what they
 * say. Throws `WrongPart`.
 */
export function checkPart(part: Part, rows: OpenRows, numberOf: (visitor: number) => number): void {
  const holders = count(numbersOf(part, 'visit.flags'), (flags) => (flags & VISIT_FLAGS.holder) !== 0)
  const seen = (list: readonly { visitor: number }[]) =>
    add(list, ({ visitor }) => (visitor === 0 ? 0 : numberOf(visitor)))
  const second = (at: number) => Math.max(0, Math.floor((at - part.base) / SECOND))
  const figures: [what: string, found: number, wanted: number][] = [
    ['visits', part.rows.visits - holders, rows.visits.length],
    ['views', part.rows.views, rows.views.length],
    ['views of visits', sum(part, 'visit.views'), rows.views.length],
    ['events', part.rows.events, rows.events.length],
    ['clicks', part.rows.clicks, rows.clicks.length],
    ['errors', part.rows.errors, rows.errors.length],
    ['engaged time', sum(part, 'visit.engaged'), add(rows.visits, ({ engaged_ms }) => engaged_ms)],
    ['events of visits', sum(part, 'visit.events'), add(rows.visits, ({ events }) => events)],
    ['pages', codes(part, 'view.page'), add(rows.views, ({ page }) => page)],
    ['titles', codes(part, 'view.title'), add(rows.views, ({ title }) => title)],
    ['names of events', codes(part, 'event.name'), add(rows.events, ({ name }) => name)],
    ['times of events', sum(part, 'event.time'), add(rows.events, ({ at }) => second(at))],
    ['visitors of events', sum(part, 'event.visitor'), seen(rows.events)],
    ['links', codes(part, 'click.link'), add(rows.clicks, ({ link }) => link)],
    ['visitors of clicks', sum(part, 'click.visitor'), seen(rows.clicks)],
    ['issues', codes(part, 'error.issue'), add(rows.errors, ({ issue }) => issue)],
    ['visitors of errors', sum(part, 'error.visitor'), seen(rows.errors)],
  ]
  for (const [what, found, wanted] of figures)
    if (found !== wanted)
      throw new WrongPart(`A part of day ${part.firstDay} has ${found} for ${what} instead of ${wanted}`)
}

function add<T>(list: readonly T[], value: (row: T) => number): number {
  let total = 0
  for (const row of list) total += value(row)
  return total
}

function count(values: Values, test: (value: number) => boolean): number {
  let found = 0
  for (const value of values) if (test(value)) found++
  return found
}

function sum(part: Part, name: NumbersName): number {
  let total = 0
  for (const value of numbersOf(part, name)) total += value
  return total
}

function codes(part: Part, name: CodedName): number {
  const { codes: values, ids } = codedOf(part, name)
  let total = 0
  for (const code of values) total += ids[code] ?? 0
  return total
}
