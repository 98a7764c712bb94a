import { SECOND } from '../core/clock.ts'
import { addDays, localDay, startOfDay } from '../core/time-zone.ts'
import { upsertRows } from '../db/dialect.ts'
import type { Db, Writer } from '../db/open-db.ts'
import type { Project } from '../projects/project.ts'
import { keepRows } from '../sealed-days/keep-rows.ts'
import type { Part } from '../sealed-days/part.ts'
import { numbersOf } from '../sealed-days/part.ts'
import type { PartEntry } from '../sealed-days/part-store.ts'
import { loadParts } from '../sealed-days/load-parts.ts'
import { catalogue } from '../sealed-days/part-store.ts'
import type { Rewriting } from '../sealed-days/replace-parts.ts'
import { goneMeanwhile, rewriteParts } from '../sealed-days/replace-parts.ts'
import type { DayAdder } from './day-totals.ts'
import { makeDayAdder } from './day-totals.ts'

export type Retained = Pick<Project, 'id' | 'timeZone' | 'keepDays' | 'detailDays'>

/** The first instant that is kept: midnight of the project's zone, so many days before today. Undefined for all. */
export function borderOf(zone: string, days: number, now: number): number | undefined {
  return days === 0 ? undefined : startOfDay(zone, addDays(localDay(zone, now), -days))
}

/**
 * Lets go of what began before a project's borders, one part in each transaction: details become totals of days, and
 * what is too old for those is deleted. Answers true while there is more to do. May be killed anywhere.
 */
export async function retainStep(db: Db, project: Retained, now: number): Promise<boolean> {
  const keptFrom = borderOf(project.timeZone, project.keepDays, now)
  const detailedFrom = borderOf(project.timeZone, project.detailDays, now)
  const border = Math.max(keptFrom ?? -Infinity, detailedFrom ?? -Infinity)
  if (border === -Infinity) return false
  const entry = await firstBefore(db, project.id, border)
  if (entry === undefined) {
    await dropBeside(db, project, keptFrom)
    return false
  }
  const rewrite = ([part]: readonly Part[]): Rewriting => {
    if (part === undefined) throw new Error('A part was to be cut and none was given')
    return cut(part, db, project, border, border !== keptFrom)
  }
  await rewriteParts(db, project.id, [entry], rewrite, now)
  return true
}

/** What says when the rows of a part began. */
const BEGINNINGS = [
  'visit.start',
  'event.time',
  'event.visit',
  'click.time',
  'click.visit',
  'error.time',
  'error.visit',
  'stay.time',
  'stay.visit',
] as const

/** The first part with anything that began before the instant. Few lie around it and must be looked into. */
async function firstBefore(db: Db, project: number, border: number): Promise<PartEntry | undefined> {
  for (const entry of await catalogue(db.read, project, { to: border })) {
    if (entry.lastAt < border) return entry
    const [part] = (await loadParts(db.read, project, [entry], BEGINNINGS).catch(goneMeanwhile)) ?? []
    if (part !== undefined && TABLES.some((table) => hasOld(part, table, border))) return entry
  }
  return undefined
}

function hasOld(part: Part, table: (typeof TABLES)[number], border: number): boolean {
  for (let row = 0; row < part.rows[table]; row++) if (isOld(part, table, row, border)) return true
  return false
}

const TABLES = ['visits', 'events', 'clicks', 'errors', 'stays'] as const

const DEEDS = {
  events: ['event.time', 'event.visit'],
  clicks: ['click.time', 'click.visit'],
  errors: ['error.time', 'error.visit'],
  stays: ['stay.time', 'stay.visit'],
} as const

/** A deed of a visit is as old as its visit; others are as old as they are. */
function isOld(part: Part, table: (typeof TABLES)[number], row: number, border: number): boolean {
  const second = (border - part.base) / SECOND
  const starts = numbersOf(part, 'visit.start')
  if (table === 'visits') return (starts[row] ?? 0) < second
  const [time, visit] = DEEDS[table]
  const of = numbersOf(part, visit)[row] ?? 0
  return (of === 0 ? (numbersOf(part, time)[row] ?? 0) : (starts[of - 1] ?? 0)) < second
}

/** The part without what began before the border, and in the same transaction its totals, where they are to stay. */
function cut(part: Part, db: Db, project: Retained, border: number, isThinned: boolean): Rewriting {
  const isGoing = (table: (typeof TABLES)[number], row: number) => isOld(part, table, row, border)
  const left = keepRows(part, (table, row) => table === 'newcomers' || !isGoing(table, row))
  // Newcomers alone are no reason to keep a part: who comes again is known by the table of visitors.
  const isOver = TABLES.every((table) => left.rows[table] === 0)
  const rest = isOver ? keepRows(left, () => false) : left
  if (!isThinned) return { part: rest }
  const adder = makeDayAdder(project.timeZone)
  adder.add(part, { visit: (row) => isGoing('visits', row), event: (row) => isGoing('events', row) })
  return { part: rest, also: (tx) => addTotals(tx, db, project.id, adder) }
}

async function addTotals(tx: Writer, db: Db, project: number, adder: DayAdder): Promise<void> {
  const rows = adder.totals().map((totals) => ({ project_id: project, ...totals }))
  await upsertRows(tx, db.engine, 'thinned_days', rows, ['project_id', 'day'], {
    pageviews: 'add',
    visitors: 'add',
    visits: 'add',
    bounces: 'add',
    events: 'add',
    duration: 'add',
    engaged_duration: 'add',
    visible_time: 'add',
  })
}

/** What lies beside sealed days. Issues themselves stay: somebody has said what is to become of them. */
async function dropBeside(db: Db, { id, timeZone }: Retained, keptFrom: number | undefined): Promise<void> {
  if (keptFrom === undefined) return
  const day = localDay(timeZone, keptFrom)
  await db.write(async (tx) => {
    for (const table of ['thinned_days', 'dropped_counts'] as const)
      await tx.deleteFrom(table).where('project_id', '=', id).where('day', '<', day).execute()
  })
  const issues = await db.read
    .selectFrom('issues')
    .select('id')
    .where('project_id', '=', id)
    .where('first_seen', '<', keptFrom)
    .execute()
  // The key begins with the issue, so each of these is a short piece of the table.
  for (const issue of issues) {
    await db.write((tx) =>
      tx
        .deleteFrom('error_details')
        .where('project_id', '=', id)
        .where('issue', '=', issue.id)
        .where('at', '<', keptFrom)
        .execute(),
    )
  }
}
