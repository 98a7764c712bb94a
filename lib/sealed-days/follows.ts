import { DamagedBytes } from '../columns/bytes.ts'
import { guessed, unguessed } from '../columns/guess.ts'
import type { Room } from '../columns/rooms.ts'
import { Borrowed } from '../columns/rooms.ts'
import type { Coded, Column, Sparse, StoredColumn, Values } from '../columns/values.ts'
import { SECOND } from '../core/clock.ts'
import type { CodedName, ColumnName, Part } from './part.ts'
import { codedOf, numbersOf } from './part.ts'

/** A column that is stored as what does not follow from others, which are read with it. Those follow from none. */
interface Follower {
  readonly from: readonly ColumnName[]
  /** Of what is stored. */
  readonly form: StoredColumn['form']
  readonly shorten: (part: Part) => StoredColumn
  /** `part` has the columns of `from`. */
  readonly restore: (stored: StoredColumn, part: Part, room: Room) => Column
}

/**
 * Visits mostly begin with the page that is called their entry and end with their exit; a newcomer is first seen when its
 * first visit begins; a page has one title. That saves 9 % of a part. Not here is what saves less than it costs: times of views
 * as steps within their visit would save 2 %, and every series of hours would take longer.
 */
export const FOLLOWERS: ReadonlyMap<ColumnName, Follower> = new Map<ColumnName, Follower>([
  ['visit.entry', pageOfVisit('visit.entry', 'first')],
  ['visit.exit', pageOfVisit('visit.exit', 'last')],
  [
    'view.title',
    {
      from: ['view.page'],
      form: 'guessed',
      shorten: (part) => guessed(codedOf(part, 'view.title'), codedOf(part, 'view.page')),
      restore: (stored, part, room) => ({
        form: 'coded',
        ...unguessed(as('guessed', stored), codedOf(part, 'view.page'), room),
      }),
    },
  ],
  [
    'newcomer.seen',
    {
      from: ['newcomer.visitor', 'visit.visitor', 'visit.start'],
      form: 'sparse',
      shorten: (part) => ({ form: 'sparse', ...exceptions(numbersOf(part, 'newcomer.seen'), firstVisits(part)) }),
      restore: (stored, part, room) => {
        const { rows, values } = as('sparse', stored)
        const seen = firstVisits(part)
        for (let index = 0; index < rows.length; index++) seen[rows[index] ?? 0] = values[index] ?? 0
        let most = 0
        for (const second of seen) if (second > most) most = second
        const into = room.values(most, seen.length)
        into.set(seen)
        return { form: 'numbers', values: into }
      },
    },
  ],
])

function as<F extends StoredColumn['form']>(form: F, column: StoredColumn): Extract<StoredColumn, { form: F }> {
  if (column.form === form) return column as Extract<StoredColumn, { form: F }>
  throw new DamagedBytes(`${column.form} instead of ${form}`)
}

/** How many views each visit has; all views must be of one. */
function viewsOf(part: Part): Values {
  const counts = numbersOf(part, 'visit.views')
  let sum = 0
  for (const count of counts) sum += count
  if (sum !== part.rows.views) throw new DamagedBytes(`${sum} views of visits instead of ${part.rows.views}`)
  return counts
}

/** The rows whose number is not the expected one. */
function exceptions(numbers: ArrayLike<number>, expected: ArrayLike<number>): Sparse {
  const rows: number[] = []
  for (let row = 0; row < numbers.length; row++) if (numbers[row] !== expected[row]) rows.push(row)
  return { rows: Uint32Array.from(rows), values: Uint32Array.from(rows, (row) => numbers[row] ?? 0) }
}

/** Stored are the pages of visits that do not have the page of their first or last view; one without views has none, 0. */
function pageOfVisit(name: CodedName, end: 'first' | 'last'): Follower {
  const expected = (part: Part, codes: Uint32Array) => {
    const pages = codedOf(part, 'view.page')
    fillEndCodes(pages.codes, viewsOf(part), end, pages.ids.length, codes)
    return { codes, ids: withNone(pages.ids) }
  }
  return {
    from: ['view.page', 'visit.views'],
    form: 'sparse',
    shorten: (part) => {
      const pages = expected(part, new Uint32Array(part.rows.visits))
      return { form: 'sparse', ...exceptions(idsOf(codedOf(part, name)), idsOf(pages)) }
    },
    restore: (stored, part, room) => {
      const passing = new Borrowed()
      const pages = expected(part, passing.words(part.rows.visits))
      const column = withExceptions(pages.codes, pages.ids, as('sparse', stored), room)
      passing.end()
      return { form: 'coded', ...column }
    },
  }
}

function idsOf({ codes, ids }: Coded): Uint32Array {
  const found = new Uint32Array(codes.length)
  for (let row = 0; row < found.length; row++) found[row] = ids[codes[row] ?? 0] ?? 0
  return found
}

function withNone(ids: Uint32Array): Uint32Array {
  const longer = new Uint32Array(ids.length + 1)
  longer.set(ids)
  return longer
}

/** The codes of each visit's first or last view; of one without views, one code more than there are. */
function fillEndCodes(codes: Values, views: Values, end: 'first' | 'last', none: number, found: Uint32Array): void {
  let at = 0
  for (let visit = 0; visit < found.length; visit++) {
    const count = views[visit] ?? 0
    found[visit] = count === 0 ? none : (codes[end === 'first' ? at : at + count - 1] ?? 0)
    at += count
  }
}

/** Codes into `ids`, some of them replaced, as a column of its own ids. There are many, so they are looked up in arrays only. */
function withExceptions(codes: Uint32Array, ids: Uint32Array, { rows, values }: Sparse, room: Room): Coded {
  const isReplaced = new Uint8Array(codes.length)
  for (const row of rows) isReplaced[row] = 1
  const isUsed = new Uint8Array(ids.length)
  for (let row = 0; row < codes.length; row++) if (isReplaced[row] === 0) isUsed[codes[row] ?? 0] = 1
  const own = Uint32Array.from(new Set([...ids.filter((_id, code) => isUsed[code] === 1), ...values])).sort()
  const places = new Map(Array.from(own, (id, place) => [id, place]))
  const fresh = Uint32Array.from(ids, (id) => places.get(id) ?? 0)
  const into = room.values(own.length - 1, codes.length)
  for (let row = 0; row < into.length; row++) into[row] = fresh[codes[row] ?? 0] ?? 0
  for (let index = 0; index < rows.length; index++) into[rows[index] ?? 0] = places.get(values[index] ?? 0) ?? 0
  return { codes: into, ids: own }
}

/** Second since 1970 of each newcomer's first visit in the part; 0 for one without. */
function firstVisits(part: Part): Float64Array {
  const starts = numbersOf(part, 'visit.start')
  const visitors = numbersOf(part, 'visit.visitor')
  const rowOf = placesOf(numbersOf(part, 'newcomer.visitor'))
  const seen = new Float64Array(part.rows.newcomers)
  for (let visit = 0; visit < visitors.length; visit++) {
    const row = rowOf(visitors[visit] ?? 0)
    if (row !== undefined && seen[row] === 0) seen[row] = part.base / SECOND + (starts[visit] ?? 0)
  }
  return seen
}

/** Newcomers mostly have numbers without gaps: then an array finds them ten times as fast as a map. */
function placesOf(ascending: Values): (number: number) => number | undefined {
  const first = ascending[0] ?? 0
  const span = (ascending.at(-1) ?? 0) - first + 1
  if (span > 4 * ascending.length) {
    const rows = new Map(Array.from(ascending, (number, row) => [number, row]))
    return (number) => rows.get(number)
  }
  const rows = new Int32Array(span).fill(-1)
  ascending.forEach((number, row) => (rows[number - first] = row))
  return (number) => {
    const row = rows[number - first] ?? -1
    return row < 0 ? undefined : row
  }
}
