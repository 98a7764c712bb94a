import { DAY, HOUR, SECOND } from '../core/clock.ts'
import type { Reader } from '../db/open-db.ts'
import type { Newcomer } from './build-part.ts'
import type { Person } from './hold-people.ts'
import { numbersOf } from './part.ts'
import { loadParts } from './load-parts.ts'
import { catalogue } from './part-store.ts'
import { inChunks } from './raw-rows.ts'
import type { Seen } from './seen-in.ts'

/** Visitors who have not come for so long rest: their rows are given up, or moved to `known_visitors`. */
export const REST_AFTER = 3 * DAY

/** A visitor of the `daily` mode is somebody else after a day, or half an hour more. */
const SAME_FOR = DAY + HOUR

interface Numbers {
  readonly numbers: ReadonlyMap<number, number>
  /** Who got a number for the first time. */
  readonly newcomers: readonly Newcomer[]
  /** Who has no number in their row, but had one before: for them nothing here is the first visit. */
  readonly returned: ReadonlySet<number>
  /** The next number to be given. */
  readonly next: number
}

/**
 * The small number of everybody. Who has none in their row may have rested since: then it is in
 * `known_visitors`, or among the newcomers of the parts around that time; others get the next ones.
 */
export async function numberPeople(
  read: Reader,
  project: number,
  everybody: ReadonlyMap<number, Person>,
  seen: ReadonlyMap<number, Seen>,
  { next, now }: { readonly next: number; readonly now: number },
): Promise<Numbers> {
  const people = [...everybody].map(([visitor, person]) => ({ visitor, ...person }))
  const numbers = new Map(people.flatMap(({ visitor, number }) => (number === 0 ? [] : [[visitor, number] as const])))
  const without = () => people.filter(({ visitor }) => !numbers.has(visitor)).map(({ visitor }) => visitor)
  const known = await knownNumbers(read, project, without())
  for (const [visitor, number] of known) numbers.set(visitor, number)
  const past = await numbersBefore(read, project, without(), seen, now)
  for (const [visitor, { number }] of past) numbers.set(visitor, number)

  const fresh = people
    .filter(({ visitor }) => !numbers.has(visitor))
    .map(({ visitor, firstSeen }) => ({ visitor, firstSeen: firstSeen || (seen.get(visitor)?.first ?? 0) }))
    // What is near in time is near in numbers, so bitmaps are dense.
    .sort((a, b) => a.firstSeen - b.firstSeen || a.visitor - b.visitor)
  const newcomers = fresh.map((person, place) => ({ ...person, number: next + place }))
  for (const { visitor, number } of newcomers) numbers.set(visitor, number)
  const returned = new Set([...known.keys(), ...past.keys()])
  return { numbers, newcomers, returned, next: next + newcomers.length }
}

async function knownNumbers(read: Reader, project: number, ids: readonly number[]): Promise<Map<number, number>> {
  const found = new Map<number, number>()
  for (const some of inChunks(ids)) {
    const rows = await read
      .selectFrom('known_visitors')
      .select(['visitor', 'number'])
      .where('project_id', '=', project)
      .where('visitor', 'in', some)
      .execute()
    for (const { visitor, number } of rows) found.set(visitor, number)
  }
  return found
}

/** What parts know of those who were seen so long ago that their row may have been given up since. */
export async function numbersBefore(
  read: Reader,
  project: number,
  ids: readonly number[],
  seen: ReadonlyMap<number, Seen>,
  now: number,
): Promise<Map<number, Person>> {
  const found = new Map<number, Person>()
  const old = ids.flatMap((visitor) => {
    const span = seen.get(visitor)
    return span !== undefined && span.first < now - REST_AFTER + SAME_FOR ? [{ visitor, ...span }] : []
  })
  if (old.length === 0) return found
  const from = old.reduce((least, { first }) => Math.min(least, first), Infinity) - SAME_FOR
  const to = old.reduce((most, { last }) => Math.max(most, last), -Infinity) + SAME_FOR
  const wanted = new Set(old.map(({ visitor }) => visitor))
  const entries = (await catalogue(read, project, { from, to })).filter(({ rows }) => rows.newcomers > 0)
  for (const part of await loadParts(read, project, entries, NAMES)) {
    const numbers = numbersOf(part, 'newcomer.visitor')
    const times = numbersOf(part, 'newcomer.seen')
    numbersOf(part, 'newcomer.id').forEach((id, row) => {
      if (wanted.has(id)) found.set(id, { number: numbers[row] ?? 0, firstSeen: (times[row] ?? 0) * SECOND })
    })
  }
  return found
}

const NAMES = ['newcomer.visitor', 'newcomer.id', 'newcomer.seen'] as const
