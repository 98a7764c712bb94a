import { setImmediate as breathe } from 'node:timers/promises'
import type { Clock } from '../core/clock.ts'
import { cookieVisitor } from '../core/hashing.ts'
import type { Db, Writer } from '../db/open-db.ts'
import { keepRows } from '../sealed-days/keep-rows.ts'
import type { ColumnName, Part, PartTable } from '../sealed-days/part.ts'
import { numbersOf, sparseOf } from '../sealed-days/part.ts'
import type { PartEntry } from '../sealed-days/part-store.ts'
import { loadParts } from '../sealed-days/load-parts.ts'
import { catalogue } from '../sealed-days/part-store.ts'
import type { Rewriting } from '../sealed-days/replace-parts.ts'
import { goneMeanwhile, rewriteParts } from '../sealed-days/replace-parts.ts'

/** Who is to be forgotten: a 53-bit id, and the small number in sealed days; 0 for none. */
export interface Forgotten {
  readonly visitor: number
  readonly number: number
}

/** How somebody who wants to be forgotten can be named: a visit of theirs, the value of their cookie, or as they were found before. */
export type Named = { readonly visit: number } | { readonly cookie: string } | { readonly found: Forgotten }

export interface ForgetProgress {
  /** Parts looked through, of so many. */
  readonly done: number
  readonly total: number
  /** Visits, and custom events, clicks and errors outside of any, that are gone now. */
  readonly removed: number
  readonly who: Forgotten
}

/** The columns that say whether a visitor is in a part at all. */
const TRACES: readonly ColumnName[] = [
  'visit.visitor',
  'visit.views',
  'view.visitor',
  'event.visitor',
  'click.visitor',
  'error.visitor',
  'newcomer.visitor',
]

/** Forgets who is named, step by step; no step at all where nobody of that name is known. */
export async function* forgetNamed(db: Db, clock: Clock, project: number, who: Named): AsyncGenerator<ForgetProgress> {
  if ('found' in who) {
    yield* forgetVisitor(db, clock, project, who.found)
    return
  }
  if ('visit' in who) {
    const found = await visitorOfVisit(db, project, who.visit)
    if (found !== undefined) yield* forgetVisitor(db, clock, project, found)
    return
  }
  const visitor = cookieVisitor(project, who.cookie)
  const found = await withNumber(db, project, visitor)
  const isKnown = found.number > 0 || (await hasRow(db, project, visitor))
  if (isKnown) yield* forgetVisitor(db, clock, project, found)
}

const hasRow = async (db: Db, project: number, visitor: number): Promise<boolean> =>
  (await db.read
    .selectFrom('visitors')
    .select('visitor')
    .where('project_id', '=', project)
    .where('visitor', '=', visitor)
    .executeTakeFirst()) !== undefined

/** Whose visit this is, among rows and sealed days; undefined for one that is nowhere. Reads every sealed visit. */
export async function visitorOfVisit(db: Db, project: number, visit: number): Promise<Forgotten | undefined> {
  const open = await db.read
    .selectFrom('visits')
    .select('visitor')
    .where('project_id', '=', project)
    .where('id', '=', visit)
    .executeTakeFirst()
  if (open !== undefined) return withNumber(db, project, open.visitor)
  for (const entry of await catalogue(db.read, project)) {
    const [part] = await loadParts(db.read, project, [entry], ['visit.id', 'visit.visitor'])
    const row = part === undefined ? -1 : numbersOf(part, 'visit.id').indexOf(visit)
    if (part !== undefined && row >= 0) return idOf(db, project, numbersOf(part, 'visit.visitor')[row] ?? 0)
    await breathe()
  }
  return undefined
}

/** The visitor with this id and the number it has in sealed days; the number is 0 where nothing of it is sealed. */
export async function withNumber(db: Db, project: number, visitor: number): Promise<Forgotten> {
  for (const table of ['visitors', 'known_visitors'] as const) {
    const row = await db.read
      .selectFrom(table)
      .select('number')
      .where('project_id', '=', project)
      .where('visitor', '=', visitor)
      .executeTakeFirst()
    if (row !== undefined && row.number > 0) return { visitor, number: row.number }
  }
  for (const entry of await catalogue(db.read, project)) {
    const [part] = await loadParts(db.read, project, [entry], ['newcomer.id', 'newcomer.visitor'])
    const row = part === undefined ? -1 : numbersOf(part, 'newcomer.id').indexOf(visitor)
    if (part !== undefined && row >= 0) return { visitor, number: numbersOf(part, 'newcomer.visitor')[row] ?? 0 }
    await breathe()
  }
  return { visitor, number: 0 }
}

async function idOf(db: Db, project: number, number: number): Promise<Forgotten> {
  for (const entry of await catalogue(db.read, project)) {
    const [part] = await loadParts(db.read, project, [entry], ['newcomer.id', 'newcomer.visitor'])
    const row = part === undefined ? -1 : numbersOf(part, 'newcomer.visitor').indexOf(number)
    if (part !== undefined && row >= 0) return { visitor: numbersOf(part, 'newcomer.id')[row] ?? 0, number }
    await breathe()
  }
  return { visitor: 0, number }
}

/**
 * Removes everything of a visitor: open rows, the visitor itself, and every trace in sealed days, which are written anew
 * without it, one part in each transaction. What was killed half-way is asked for again. A part that another process has
 * changed meanwhile is looked through again. Counts of clicks that links carry stay: they name nobody.
 */
export async function* forgetVisitor(
  db: Db,
  clock: Clock,
  project: number,
  who: Forgotten,
): AsyncGenerator<ForgetProgress> {
  let removed = await db.write((tx) => forgetOpen(tx, project, who.visitor))
  const looked = new Set<number>()
  for (;;) {
    const entries = who.number === 0 ? [] : await catalogue(db.read, project)
    const left = entries.filter(({ part }) => !looked.has(part))
    yield { done: entries.length - left.length, total: entries.length, removed, who }
    const [entry] = left
    if (entry === undefined) break
    removed += await forgetIn(db, clock, project, entry, who)
    looked.add(entry.part)
    await breathe()
  }
  // At the end: until then they lead to the number, for who asks again after a kill.
  await db.write(async (tx) => {
    for (const table of ['visitors', 'known_visitors'] as const)
      await tx.deleteFrom(table).where('project_id', '=', project).where('visitor', '=', who.visitor).execute()
  })
}

async function forgetOpen(tx: Writer, project: number, visitor: number): Promise<number> {
  const visits = await tx
    .selectFrom('visits')
    .select('id')
    .where('project_id', '=', project)
    .where('visitor', '=', visitor)
    .execute()
  const ids = visits.map(({ id }) => id)
  let removed = ids.length
  if (ids.length > 0) {
    for (const table of ['engagements', 'pageviews', 'error_details'] as const)
      await tx.deleteFrom(table).where('project_id', '=', project).where('visit', 'in', ids).execute()
  }
  for (const table of ['visits', 'pageviews', 'events', 'link_clicks', 'error_events'] as const) {
    const gone = await tx
      .deleteFrom(table)
      .where('project_id', '=', project)
      .where('visitor', '=', visitor)
      .executeTakeFirst()
    if (table === 'events' || table === 'link_clicks' || table === 'error_events')
      removed += Number(gone.numDeletedRows)
  }
  return removed
}

async function forgetIn(db: Db, clock: Clock, project: number, entry: PartEntry, who: Forgotten): Promise<number> {
  const [traces] = (await loadParts(db.read, project, [entry], TRACES).catch(goneMeanwhile)) ?? []
  if (traces === undefined || !isIn(traces, who.number)) return 0
  let removed = 0
  const without = ([part]: readonly Part[]): Rewriting => {
    if (part === undefined) throw new Error('A part was to be rewritten and none was given')
    const visits = visitsWith(part, who.number)
    const left = keepRows(part, (table, row) => !isOf(part, table, row, who.number, visits))
    removed = OWNED.reduce((sum, table) => sum + part.rows[table] - left.rows[table], 0)
    const ids = [...visits].map((row) => numbersOf(part, 'visit.id')[row] ?? 0)
    return { part: left, also: (tx) => forgetDetails(tx, project, ids) }
  }
  return (await rewriteParts(db, project, [entry], without, clock.now())) === undefined ? 0 : removed
}

async function forgetDetails(tx: Writer, project: number, visits: readonly number[]): Promise<void> {
  if (visits.length === 0) return
  await tx.deleteFrom('error_details').where('project_id', '=', project).where('visit', 'in', visits).execute()
}

const OWNED = ['visits', 'events', 'clicks', 'errors'] as const

function isIn(part: Part, number: number): boolean {
  const lists = ['visit.visitor', 'event.visitor', 'click.visitor', 'error.visitor', 'newcomer.visitor'] as const
  return (
    lists.some((name) => numbersOf(part, name).indexOf(number) >= 0) ||
    sparseOf(part, 'view.visitor').values.indexOf(number) >= 0
  )
}

/** Rows of the visits that are the visitor's, or have a view of it: after midnight a browser is another visitor. */
function visitsWith(part: Part, number: number): Set<number> {
  const rows = new Set<number>()
  numbersOf(part, 'visit.visitor').forEach((visitor, row) => {
    if (visitor === number) rows.add(row)
  })
  const { rows: views, values } = sparseOf(part, 'view.visitor')
  const counts = numbersOf(part, 'visit.views')
  let visit = 0
  let end = counts[0] ?? 0
  views.forEach((view, index) => {
    while (view >= end) end += counts[++visit] ?? Infinity
    if (values[index] === number) rows.add(visit)
  })
  return rows
}

type Owned = Exclude<PartTable, 'views'>

function isOf(part: Part, table: Owned, row: number, number: number, visits: ReadonlySet<number>): boolean {
  switch (table) {
    case 'visits':
      return visits.has(row)
    case 'stays':
      return visits.has((numbersOf(part, 'stay.visit')[row] ?? 0) - 1)
    case 'newcomers':
      return numbersOf(part, 'newcomer.visitor')[row] === number
    case 'events':
      return (
        numbersOf(part, 'event.visitor')[row] === number || visits.has((numbersOf(part, 'event.visit')[row] ?? 0) - 1)
      )
    case 'clicks':
      return (
        numbersOf(part, 'click.visitor')[row] === number || visits.has((numbersOf(part, 'click.visit')[row] ?? 0) - 1)
      )
    case 'errors':
      return (
        numbersOf(part, 'error.visitor')[row] === number || visits.has((numbersOf(part, 'error.visit')[row] ?? 0) - 1)
      )
  }
}
