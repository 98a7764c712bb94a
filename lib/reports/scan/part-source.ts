import type { Reader } from '../../db/open-db.ts'
import { DAY } from '../../core/clock.ts'
import { buildPart } from '../../sealed-days/build-part.ts'
import type { ColumnName, Part } from '../../sealed-days/part.ts'
import type { PartEntry } from '../../sealed-days/part-store.ts'
import { beginScan, lendParts } from '../../sealed-days/load-parts.ts'
import { catalogue } from '../../sealed-days/part-store.ts'
import type { OpenSlice } from '../../sealed-days/read-open.ts'
import { readOpenSlices } from '../../sealed-days/read-open.ts'
import type { Group, Wanted } from './part-groups.ts'
import { inGroups } from './part-groups.ts'

/** What is known of a part before its columns are read. */
export type Extent = Pick<Part, 'firstAt' | 'lastAt' | 'rows'>

/** The columns to be read of a part; undefined for a part that is not needed. */
export type Needs = (extent: Extent) => readonly ColumnName[] | undefined

export interface Sourced {
  readonly part: Part
  /** ms since 1970: nothing from before comes in a later part. */
  readonly horizon: number
}

/**
 * The data of one project, in the order of the first thing in each part. It may be gone through several times. A part
 * may be looked at until the next one is asked for: then its arrays are filled again.
 */
export interface PartSource {
  parts(needs: Needs): AsyncIterable<Sourced>
  /** The other way round: by the last thing in each part; `latest` (ms) is the last thing in those that come after it. */
  backwards(needs: Needs): AsyncIterable<{ readonly part: Part; readonly latest: number }>
  /** Sealed parts that reach to a time or behind it, with these columns, in any order. */
  sealedSince(at: number, columns: readonly ColumnName[]): AsyncIterable<Part>
}

interface Stretch {
  readonly from: number
  readonly to: number
}

interface Reading {
  /** Decoded bytes of parts that are read at once. */
  readonly bytes: number
  /** Whether as much again is read while those are worked on. */
  readonly isAhead: boolean
}

/** For who reads everything, and for who will soon have enough. */
const FAR: Reading = { bytes: 4_000_000, isAhead: true }
const NEAR: Reading = { bytes: 1_000_000, isAhead: false }
/** Page views of rows that are not sealed, read at once, and kept for when they are needed again. */
const OPEN_VIEWS = 8_000
const KEPT_VIEWS = 80_000

/** `nextVisitor`: numbers from there on are free, and are given to visitors that have none yet. */
export function openSource(read: Reader, project: number, { from, to }: Stretch, nextVisitor: number): PartSource {
  const numbers = new Map<number, number>()
  const scan = beginScan()
  const entries = catalogue(read, project, { from, to })
  // Whoever awaits it first hears of the fault.
  entries.catch(() => undefined)
  let kept: Part[] | undefined

  const openPart = ({ firstDay, lastDay, rows, visitors }: OpenSlice): Part => {
    const numberOf = (visitor: number) => {
      if (visitor === 0) return 0
      const number = visitors.get(visitor)?.number ?? 0
      if (number > 0) return number
      const given = numbers.get(visitor) ?? nextVisitor + numbers.size
      numbers.set(visitor, given)
      return given
    }
    const newcomers = [...visitors].map(([visitor, { firstSeen }]) => ({
      visitor,
      firstSeen,
      number: numberOf(visitor),
    }))
    return buildPart({ firstDay, lastDay }, rows, numberOf, newcomers)
  }

  /** Reading them again could bring more than the first time, so they are kept, unless they are very many. */
  async function* openParts(): AsyncGenerator<Part, undefined> {
    if (kept !== undefined) {
      yield* kept
      return
    }
    const parts: Part[] = []
    let views = 0
    for await (const slice of readOpenSlices(read, project, { from, to }, { mostViews: OPEN_VIEWS })) {
      const part = openPart(slice)
      views += part.rows.views
      if (views <= KEPT_VIEWS) parts.push(part)
      yield part
    }
    if (views <= KEPT_VIEWS) kept = parts
  }

  return {
    async *parts(needs) {
      const wanted = (await entries).flatMap((entry) => {
        const columns = needs(entry)
        return columns === undefined ? [] : [{ entry, columns }]
      })
      yield* inOrder(
        sealedParts(read, project, wanted, scan),
        wanted.map(({ entry }) => entry),
        openParts(),
        needs,
      )
    },
    async *backwards(needs) {
      const wanted = (await entries)
        .flatMap((entry) => {
          const columns = needs(entry)
          return columns === undefined ? [] : [{ entry, columns }]
        })
        .sort((a, b) => b.entry.lastAt - a.entry.lastAt)
      const latestSealed = (at: number) => wanted[at]?.entry.lastAt ?? -Infinity
      // Which of the open ones has the last thing is known when all have been read.
      let waiting: Part | undefined
      for await (const part of openParts()) {
        if (needs(part) === undefined) continue
        if (waiting !== undefined) yield { part: waiting, latest: Infinity }
        waiting = part
      }
      if (waiting !== undefined) yield { part: waiting, latest: latestSealed(0) }
      let at = 0
      for await (const part of sealedParts(read, project, wanted, scan, NEAR))
        yield { part, latest: latestSealed(++at) }
    },
    async *sealedSince(at, columns) {
      const later = await catalogue(read, project, { from: at })
      yield* sealedParts(
        read,
        project,
        later.map((entry) => ({ entry, columns })),
        scan,
      )
    },
  }
}

/** Asks the database for the next parts while the present ones are worked on. */
async function* sealedParts(
  read: Reader,
  project: number,
  wanted: readonly Wanted[],
  scan: number,
  { bytes, isAhead }: Reading = FAR,
): AsyncGenerator<Part> {
  const groups = inGroups(wanted, bytes)
  const load = ({ entries, columns }: Group) => {
    const loading = lendParts(read, project, entries, columns, scan)
    loading.catch(() => undefined)
    return loading
  }
  let next = groups[0] === undefined ? undefined : load(groups[0])
  for (let at = 1; next !== undefined; at++) {
    const parts = await next
    const group = groups[at]
    next = group === undefined || !isAhead ? undefined : load(group)
    for (const { part, end } of parts) {
      try {
        yield part
      } finally {
        end()
      }
    }
    if (group !== undefined) next ??= load(group)
  }
}

/** Sealed parts and those of open rows, as they begin. */
async function* inOrder(
  sealed: AsyncIterator<Part>,
  entries: readonly PartEntry[],
  open: AsyncIterator<Part, undefined>,
  needs: Needs,
): AsyncGenerator<Sourced> {
  const nextOpen = async (): Promise<Part | undefined> => {
    for (;;) {
      const next = await open.next()
      if (next.done === true) return undefined
      if (needs(next.value) !== undefined) return next.value
    }
  }
  // Both at the same time.
  let begun: Promise<IteratorResult<Part>> | undefined = sealed.next()
  begun.catch(() => undefined)
  let waiting = await nextOpen()
  // Windows of open rows ascend, but what hangs on their visits may lie somewhat before them.
  const openHorizon = () => (waiting === undefined ? Infinity : waiting.firstAt - DAY)
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at] as PartEntry
    while (waiting !== undefined && waiting.firstAt <= entry.firstAt) {
      const part = waiting
      waiting = await nextOpen()
      yield { part, horizon: Math.min(entry.firstAt, openHorizon()) }
    }
    // Not before the one before has been looked at.
    const { value } = (await (begun ?? sealed.next())) as { value: Part }
    begun = undefined
    yield { part: value, horizon: Math.min(entries[at + 1]?.firstAt ?? Infinity, openHorizon()) }
  }
  while (waiting !== undefined) {
    const part = waiting
    waiting = await nextOpen()
    yield { part, horizon: openHorizon() }
  }
}
