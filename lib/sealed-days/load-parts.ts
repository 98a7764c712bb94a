import { setImmediate as breathe } from 'node:timers/promises'
import { Borrowed, KEPT } from '../columns/rooms.ts'
import type { Reader } from '../db/open-db.ts'
import { ColumnCache } from './column-cache.ts'
import { decodePart, storedNumbers } from './encode-part.ts'
import type { ColumnName, Part } from './part.ts'
import { decodedBytes } from './part.ts'
import type { PartEntry } from './part-store.ts'
import { frameOf } from './part-store.ts'
import { BUNDLE, joinColumns } from './pieces.ts'
import { readPieces } from './read-pieces.ts'

/** Bytes of parts whose columns are read with one query; how many of them are asked for is not known, so it is less. */
const BYTES_AT_ONCE = 8_000_000
const PARTS_AT_ONCE = 256

/** Bytes that are decoded before others get a turn: a few milliseconds. */
const BYTES_IN_A_TURN = 400_000

/**
 * These parts with the columns of these names, in the order of `entries`. All are held at once, so the caller gives a few
 * MB of them at a time; others get a turn while they are decoded. Throws `MissingColumn` when a part is not there any
 * more: its project's generation is another one by then.
 */
export async function loadParts(
  read: Reader,
  project: number,
  entries: readonly PartEntry[],
  names: readonly ColumnName[],
): Promise<Part[]> {
  const numbers = storedNumbers(names)
  return loadInto(
    read,
    project,
    entries,
    () => numbers,
    (entry, columns) => decodePart(frameOf(entry), columns, names),
  )
}

/** A part whose large arrays may go back to where they are from, for the next, with `end()`. */
export interface LentPart {
  readonly part: Part
  readonly end: () => void
}

/** Decoded columns of all reports of the process. */
const CACHE = new ColumnCache()

/** The same for who looks at each part once and changes nothing in it; `scan` is from `beginScan`. */
export async function lendParts(
  read: Reader,
  project: number,
  entries: readonly PartEntry[],
  names: readonly ColumnName[],
  scan: number,
): Promise<LentPart[]> {
  const known = new Map(entries.map((entry) => [entry, CACHE.of(entry.checksum, scan)]))
  const missing = (entry: PartEntry) => storedNumbers(names, known.get(entry))
  const lend = async (entry: PartEntry, columns: ReadonlyMap<number, Uint8Array>): Promise<LentPart> => {
    const own = known.get(entry)
    const fresh = names.filter((name) => own?.has(name) !== true)
    const isKept = CACHE.hasRoomFor(decodedBytes(entry.rows, fresh), scan)
    const room = new Borrowed()
    const part = await decodePart(frameOf(entry), columns, names, {
      room: isKept ? KEPT : room,
      ...(own && { known: own }),
    })
    if (isKept) CACHE.keep(entry.checksum, part.columns, scan)
    return { part, end: () => room.end() }
  }
  return loadInto(read, project, entries, missing, lend)
}

/** For one going through parts, or several, for the same question. */
export const beginScan = (): number => CACHE.begin()

async function loadInto<T>(
  read: Reader,
  project: number,
  entries: readonly PartEntry[],
  missing: (entry: PartEntry) => readonly number[],
  make: (entry: PartEntry, columns: ReadonlyMap<number, Uint8Array>) => Promise<T>,
): Promise<T[]> {
  const made: T[] = []
  let decoded = 0
  for (const group of inGroups(entries)) {
    const lacks = group.map((entry) => ({ entry, numbers: missing(entry) })).filter(({ numbers }) => numbers.length > 0)
    const wanting = lacks.map(({ entry }) => entry)
    const numbers = [...new Set(lacks.flatMap((one) => one.numbers))]
    const pieces = wanting.length === 0 ? undefined : await readPieces(read, project, wanting, [BUNDLE, ...numbers])
    for (const entry of group) {
      const own = pieces?.get(entry.part) ?? []
      pieces?.delete(entry.part)
      made.push(await make(entry, joinColumns(own)))
      decoded += own.reduce((sum, { body }) => sum + body.length, 0)
      if (decoded < BYTES_IN_A_TURN) continue
      decoded = 0
      await breathe()
    }
  }
  return made
}

function inGroups(entries: readonly PartEntry[]): PartEntry[][] {
  const groups: PartEntry[][] = []
  let bytes = Infinity
  for (const entry of entries) {
    const group = groups.at(-1)
    bytes += entry.bytes
    if (group === undefined || bytes > BYTES_AT_ONCE || group.length >= PARTS_AT_ONCE) {
      groups.push([entry])
      bytes = entry.bytes
    } else group.push(entry)
  }
  return groups
}
