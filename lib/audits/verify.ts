import { setImmediate as breathe } from 'node:timers/promises'
import type { Selectable } from 'kysely'
import type { Reader } from '../db/open-db.ts'
import type { AuditEntriesTable } from '../db/record-tables.ts'
import type { Anchor, Fault, Walk } from './walk.ts'
import { startWalk } from './walk.ts'

/** What a look at the whole log of a project found. */
export interface Verification {
  readonly project: number
  /** `empty`: there is nothing that could be verified. */
  readonly outcome: 'verified' | 'tampered' | 'empty'
  readonly entries: number
  /** Of them, those whose personal values were forgotten; their digests are verified. */
  readonly erasedEntries: number
  /** Number of the first entry; 0 where there is none. */
  readonly first: number
  /** Number and hash of the newest entry: what to keep as the next anchor. */
  readonly last: Anchor
  /** Whether the anchor that was given is met, by an entry with its number and hash. */
  readonly anchor: 'none' | 'met' | 'failed'
  /** The first 100. */
  readonly faults: readonly Fault[]
  readonly faultCount: number
}

const PAGE = 1000

/**
 * Recomputes the chain of a project, and holds it against the head row and, if one is given, an anchor of an earlier
 * time. Entries come in pages of 1,000, so that a log of any length takes the same memory. Others may write meanwhile:
 * what is newer than the head was at the beginning is left for the next time. Never writes. Throws what `signal` is aborted
 * with.
 */
export async function verifyChain(
  db: Reader,
  project: number,
  anchor?: Anchor,
  signal?: AbortSignal,
): Promise<Verification> {
  const head = await headOf(db, project)
  const walk = startWalk(anchor)
  for await (const page of pagesOf(db, project, head?.sequence)) {
    signal?.throwIfAborted()
    for (const entry of page) walk.step(entry)
  }
  if (head === undefined && walk.entries > 0) {
    // The first entry and the head come in one transaction: it may have been between the two reads.
    if ((await headOf(db, project)) !== undefined) return verifyChain(db, project, anchor, signal)
    walk.note({ kind: 'head-missing', sequence: 0, message: 'The head of the log is missing, and entries are there.' })
  }
  if (head !== undefined) {
    compareHead(walk, head)
    await lookBeyond(walk, db, project, head)
  }
  return resultOf(walk, project, anchor)
}

/** What a look at a piece of the log found. */
export interface PieceVerified {
  /** Entries in this piece. */
  readonly entries: number
  readonly erasedEntries: number
  /** How many entries the head names; 0 where there is none. */
  readonly length: number
  /** The entry that it came to, and its hash. */
  readonly last: Anchor
  /** Whether that is the end, which was held against the head. */
  readonly isWhole: boolean
  /** The first 100. */
  readonly faults: readonly Fault[]
  readonly faultCount: number
}

/**
 * The same in pieces: goes on behind the entry `after` (0 for the first), and stops after some thousand entries, so that a
 * log of any length holds nobody up. Each piece is to be given the anchor: it looks whether that is its own.
 */
export async function verifyPiece(
  db: Reader,
  project: number,
  { after, most, anchor }: { readonly after: number; readonly most: number; readonly anchor?: Anchor | undefined },
): Promise<PieceVerified> {
  const head = await headOf(db, project)
  const own = db.selectFrom('audit_entries').selectAll().where('project_id', '=', project)
  const before = after === 0 ? undefined : await own.where('sequence', '=', after).executeTakeFirst()
  // What lies before this piece was looked at in an earlier one.
  const ahead = anchor !== undefined && anchor.sequence > after ? anchor : undefined
  const walk = startWalk(ahead, before)
  if (after > 0 && before === undefined)
    walk.note({ kind: 'missing', sequence: after, message: `Entry ${after} is missing.` })
  let isWhole = true
  for await (const page of pagesOf(db, project, head?.sequence, after)) {
    for (const entry of page) walk.step(entry)
    isWhole = page.length < PAGE
    if (walk.entries >= most) break
    isWhole = true
  }
  if (isWhole && head === undefined && walk.entries > 0)
    walk.note({ kind: 'head-missing', sequence: 0, message: 'The head of the log is missing, and entries are there.' })
  if (isWhole && head !== undefined) {
    compareHead(walk, head)
    await lookBeyond(walk, db, project, head)
  }
  const { entries, erasedEntries, last } = walk
  if (ahead !== undefined && !walk.metAnchor && (isWhole || last.sequence >= ahead.sequence)) noteMissing(walk, ahead)
  return { entries, erasedEntries, length: head?.sequence ?? 0, last, isWhole, ...walk.faults() }
}

/** Numbers of the projects that have an audit log or what is left of one, ascending. */
export async function projectsWithAudits(db: Reader): Promise<number[]> {
  const heads = db.selectFrom('audit_heads').select('project_id')
  const entries = db.selectFrom('audit_entries').select('project_id').distinct()
  const rows = [...(await heads.execute()), ...(await entries.execute())]
  return [...new Set(rows.map((row) => row.project_id))].sort((a, b) => a - b)
}

const headOf = (db: Reader, project: number): Promise<Anchor | undefined> =>
  db.selectFrom('audit_heads').select(['sequence', 'hash']).where('project_id', '=', project).executeTakeFirst()

async function* pagesOf(
  db: Reader,
  project: number,
  upTo: number | undefined,
  after = 0,
): AsyncGenerator<Selectable<AuditEntriesTable>[]> {
  const all = db.selectFrom('audit_entries').selectAll().where('project_id', '=', project).orderBy('sequence')
  const known = upTo === undefined ? all : all.where('sequence', '<=', upTo)
  let page = await (after === 0 ? known : known.where('sequence', '>', after)).limit(PAGE).execute()
  for (let end = page.at(-1); end !== undefined; end = page.at(-1)) {
    yield page
    // SQLite answers without ever leaving this thread; requests want their turn.
    await breathe()
    page = await known.where('sequence', '>', end.sequence).limit(PAGE).execute()
  }
}

function compareHead(walk: Walk, head: Anchor): void {
  const { sequence, hash } = walk.last
  if (head.sequence < 1) {
    // It is written together with the first entry.
    walk.note({ kind: 'head-differs', sequence: 0, message: 'The head names no entry, and no head is written so.' })
  } else if (sequence < head.sequence) {
    const gone = sequence === 0 ? `All entries, 1 to ${head.sequence},` : `Entries ${sequence + 1} to ${head.sequence}`
    walk.note({ kind: 'tail-cut', sequence: sequence + 1, message: `${gone} are gone: the head names them.` })
  } else if (hash !== head.hash) {
    const message = `The head names another hash than that of entry ${sequence}.`
    walk.note({ kind: 'head-differs', sequence, message })
  }
}

/** Entries beyond the head are new, unless the head, read after them, still does not know them. */
async function lookBeyond(walk: Walk, db: Reader, project: number, head: Anchor): Promise<void> {
  const newest = await db
    .selectFrom('audit_entries')
    .select('sequence')
    .where('project_id', '=', project)
    .where('sequence', '>', head.sequence)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest === undefined) return
  const now = await headOf(db, project)
  if (now !== undefined && now.sequence >= newest.sequence) return
  const message = `There are entries up to ${newest.sequence}, and the head names ${now?.sequence ?? 'none'} as the newest.`
  walk.note({ kind: 'beyond-head', sequence: newest.sequence, message })
}

function noteMissing(walk: Walk, { sequence }: Anchor): void {
  const message = `Entry ${sequence}, which the anchor was taken of, is not there.`
  walk.note({ kind: 'anchor-missing', sequence, message })
}

function resultOf(walk: Walk, project: number, anchor: Anchor | undefined): Verification {
  if (anchor !== undefined && !walk.metAnchor) noteMissing(walk, anchor)
  const { faults, faultCount } = walk.faults()
  const { entries, erasedEntries, first, last } = walk
  const isMet = !faults.some(({ kind }) => kind.startsWith('anchor-'))
  return {
    project,
    outcome: faultCount > 0 ? 'tampered' : entries === 0 ? 'empty' : 'verified',
    ...{ entries, erasedEntries, first, last },
    anchor: anchor === undefined ? 'none' : isMet ? 'met' : 'failed',
    faults,
    faultCount,
  }
}
