import type { Selectable } from 'kysely'
import type { AuditEntriesTable } from '../db/record-tables.ts'
import { BEFORE_THE_FIRST, erased, hashOf, isWhole } from './chain.ts'

/** An entry whose hash an earlier run gave out, kept where nobody who can write to the database can reach it. */
export interface Anchor {
  readonly sequence: number
  readonly hash: string
}

/** `<number>:<hash>` as a verification gave it; undefined for what is none. */
export function parseAnchor(text: string): Anchor | undefined {
  const [, sequence, hash] = /^([1-9]\d{0,14}):([\da-f]{64})$/i.exec(text.trim()) ?? []
  return sequence === undefined || hash === undefined
    ? undefined
    : { sequence: Number(sequence), hash: hash.toLowerCase() }
}

/** One thing that cannot be in a log that nobody touched. */
export interface Fault {
  readonly kind:
    | 'edited'
    | 'moved'
    | 'missing'
    | 'out-of-place'
    | 'forked'
    | 'unlinked'
    | 'tail-cut'
    | 'beyond-head'
    | 'head-missing'
    | 'head-differs'
    | 'anchor-differs'
    | 'anchor-missing'
  /** Of the entry it was found at; 0 for the log as a whole. */
  readonly sequence: number
  readonly message: string
}

/** Faults beyond these are counted only. */
const MOST_FAULTS = 100

type Entry = Selectable<AuditEntriesTable>

/** A walk along the chain, entry by entry in the order of their numbers. Holds no more than the faults it found. */
export interface Walk {
  step(entry: Entry): void
  /** Notes what lies outside of the entries. */
  note(fault: Fault): void
  readonly entries: number
  readonly erasedEntries: number
  readonly first: number
  /** The entry walked over last; before the first one, number 0 with 64 zeros. */
  readonly last: Anchor
  readonly metAnchor: boolean
  /** The first 100 faults, in the order of the walk, and how many there are in all. */
  faults(): { readonly faults: readonly Fault[]; readonly faultCount: number }
}

/** `before`: the entry that an earlier walk came to, when this one goes on from there. */
export function startWalk(anchor: Anchor | undefined, before?: Entry): Walk {
  const faults: Fault[] = []
  let faultCount = 0
  /** Entries whose hash does not fit, small: without their values. By their places in `faults`. */
  const misfits = new Map<number, Entry>()
  let entries = 0
  let erasedEntries = 0
  let first = 0
  let last =
    before === undefined
      ? { sequence: 0, hash: BEFORE_THE_FIRST, previous: '' }
      : { sequence: before.sequence, hash: before.hash, previous: before.previous_hash }
  let metAnchor = false

  function note(fault: Fault): void {
    faultCount++
    if (faults.length < MOST_FAULTS) faults.push(fault)
  }

  function checkPlace({ sequence, previous_hash: previous }: Entry): void {
    const expected = last.sequence + 1
    if (sequence > expected) {
      const gap = sequence - 1 === expected ? `Entry ${expected} is` : `Entries ${expected} to ${sequence - 1} are`
      note({ kind: 'missing', sequence: expected, message: `${gap} missing.` })
    } else if (sequence < expected) {
      note({ kind: 'out-of-place', sequence, message: `Entry ${sequence} has a number that is never given.` })
    } else if (previous !== last.hash) {
      const isFork = previous === last.previous
      const message = isFork
        ? `Entries ${last.sequence} and ${sequence} both follow the same entry.`
        : `Entry ${sequence} does not follow entry ${last.sequence} as it is now.`
      note({ kind: isFork ? 'forked' : 'unlinked', sequence, message })
    }
  }

  function checkHash(entry: Entry): void {
    const { sequence } = entry
    if (entry.hash === hashOf(entry) && isWhole(entry)) return
    if (faults.length < MOST_FAULTS) misfits.set(faults.length, erased(entry))
    note({ kind: 'edited', sequence, message: `Entry ${sequence} was changed: its hash does not fit what it says.` })
  }

  function checkAnchor({ sequence, hash }: Entry): void {
    if (sequence !== anchor?.sequence) return
    metAnchor = true
    if (hash === anchor.hash) return
    const message = `Entry ${sequence} is not the one that the anchor was taken of: the log was made anew from there or before.`
    note({ kind: 'anchor-differs', sequence, message })
  }

  return {
    step(entry) {
      checkPlace(entry)
      checkHash(entry)
      checkAnchor(entry)
      entries++
      if (entry.digests !== '') erasedEntries++
      // One that is out of place is none that the next could follow.
      if (entry.sequence <= last.sequence) return
      if (first === 0) first = entry.sequence
      last = { sequence: entry.sequence, hash: entry.hash, previous: entry.previous_hash }
    },
    note,
    get entries() {
      return entries
    },
    get erasedEntries() {
      return erasedEntries
    },
    get first() {
      return first
    },
    get last() {
      return { sequence: last.sequence, hash: last.hash }
    },
    get metAnchor() {
      return metAnchor
    },
    faults: () => ({ faults: faults.map((fault, at) => movedOf(misfits, at) ?? fault), faultCount }),
  }
}

/** An entry that is right at the place of another that is wrong was not changed but moved. */
function movedOf(misfits: ReadonlyMap<number, Entry>, at: number): Fault | undefined {
  const entry = misfits.get(at)
  if (entry === undefined) return undefined
  const places = [...misfits.values()].map(({ sequence }) => sequence)
  const place = places.find((sequence) => hashOf({ ...entry, sequence }) === entry.hash)
  if (place === undefined || place === entry.sequence) return undefined
  const message = `Entry ${entry.sequence} was moved: it is what was entry ${place}.`
  return { kind: 'moved', sequence: entry.sequence, message }
}
