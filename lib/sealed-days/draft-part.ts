import { DAY } from '../core/clock.ts'
import type { Reader } from '../db/open-db.ts'
import type { Newcomer } from './build-part.ts'
import { buildPart } from './build-part.ts'
import { checkPart, WrongPart } from './check-part.ts'
import type { EncodedPart } from './encode-part.ts'
import { decodePart, encodePart } from './encode-part.ts'
import type { Person } from './hold-people.ts'
import { numberPeople } from './numbers.ts'
import type { OpenRows, OpenVisit } from './open-rows.ts'
import type { Part } from './part.ts'
import { COLUMN_NAMES } from './part.ts'
import type { Stretch } from './raw-rows.ts'
import { readVisitors, readVisits } from './raw-rows.ts'
import { isEmpty, readSlice } from './read-slice.ts'
import { samePart } from './same-part.ts'
import type { Seen } from './seen-in.ts'
import { seenIn } from './seen-in.ts'

export interface SealWish {
  readonly project: number
  /** Inside one UTC day, and before `settledBefore`. */
  readonly window: Stretch
  /** Visits with a later sign of life stay. */
  readonly settledBefore: number
  readonly now: number
}

/** A part as it would be, and all that it rests on: when that is still so, it may be stored. */
export interface Draft {
  readonly part: Part
  readonly encoded: EncodedPart
  /** What goes into it. */
  readonly rows: OpenRows
  /** Everybody in it, with the numbers they had. */
  readonly people: ReadonlyMap<number, Person>
  readonly seen: ReadonlyMap<number, Seen>
  /** Their numbers from now on. */
  readonly numbers: ReadonlyMap<number, number>
  readonly newcomers: readonly Newcomer[]
  /** The numbers of newcomers go from here to there. */
  readonly nextVisitor: { readonly before: number; readonly after: number }
}

/**
 * Makes a part of what is settled in a window, without holding anybody; nothing is written. Undefined when there is
 * nothing. Throws `WrongPart` when the bytes do not say what the rows say.
 */
export async function draftPart(read: Reader, wish: SealWish): Promise<Draft | undefined> {
  const { project, window, settledBefore, now } = wish
  const before = await nextVisitorOf(read, project)
  // Before what hangs on them: whatever comes to a visit after this changes it, and is noticed.
  const visits = await settledVisits(read, wish)
  const found = await readSlice(read, project, window, { settledBefore, cameBefore: () => false, othersSince: 0 })
  if (isEmpty(found)) return undefined
  if (!sameVisits(visits, found.visits)) throw new Moved()
  const seen = seenIn(found)
  const people = await peopleOf(read, project, seen)
  const { numbers, newcomers, returned, next } = await numberPeople(read, project, people, seen, { next: before, now })
  const rows = { ...found, visits: found.visits.map((visit) => (returned.has(visit.visitor) ? again(visit) : visit)) }
  const day = Math.floor(window.from / DAY)
  const numberOf = (visitor: number) => numbers.get(visitor) ?? 0
  const part = buildPart({ firstDay: day, lastDay: day }, rows, numberOf, newcomers)
  const encoded = await encodePart(part)
  checkPart(await readAgain(part, encoded), rows, numberOf)
  return { part, encoded, rows: found, people, seen, numbers, newcomers, nextVisitor: { before, after: next } }
}

/** What was read is not so any more. To be tried again. */
export class Moved extends Error {}

export async function settledVisits(read: Reader, { project, window, settledBefore }: SealWish): Promise<OpenVisit[]> {
  return (await readVisits(read, project, window)).filter(({ last_at }) => last_at < settledBefore)
}

/** Both are in the order of their key. */
export function sameVisits(a: readonly OpenVisit[], b: readonly OpenVisit[]): boolean {
  return a.length === b.length && a.every((visit, at) => sameVisit(visit, b[at]))
}

const sameVisit = (a: OpenVisit, b: OpenVisit | undefined) =>
  b !== undefined &&
  a.id === b.id &&
  a.started_at === b.started_at &&
  a.last_at === b.last_at &&
  a.views === b.views &&
  a.events === b.events &&
  a.engaged_ms === b.engaged_ms &&
  a.entry_page === b.entry_page &&
  a.exit_page === b.exit_page

async function nextVisitorOf(read: Reader, project: number): Promise<number> {
  const head = read.selectFrom('seal_heads').select('next_visitor').where('project_id', '=', project)
  return (await head.executeTakeFirst())?.next_visitor ?? 1
}

async function peopleOf(read: Reader, project: number, seen: ReadonlyMap<number, Seen>): Promise<Map<number, Person>> {
  const ids = [...seen.keys()].sort((a, b) => a - b)
  const known = await readVisitors(read, project, ids)
  return new Map(ids.map((visitor) => [visitor, known.get(visitor) ?? { number: 0, firstSeen: 0 }]))
}

/** Somebody who has a number already has been here before, though their row knows nothing of it. */
const again = (visit: OpenVisit): OpenVisit => ({ ...visit, is_first: 0 })

/** The part as it will be read from now on. Throws `WrongPart` when that is not the part that was given. */
export async function readAgain(part: Part, encoded: EncodedPart): Promise<Part> {
  const read = await decodePart(part, encoded.columns, COLUMN_NAMES)
  if (!samePart(part, read)) throw new WrongPart(`A part of day ${part.firstDay} reads otherwise than it was written`)
  return read
}
