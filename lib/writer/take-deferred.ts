import { setImmediate as breathe } from 'node:timers/promises'
import type { Selectable } from 'kysely'
import * as z from 'zod'
import { messageOf } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { locked } from '../db/dialect.ts'
import type { Dictionaries } from '../db/dictionaries.ts'
import { faultKind } from '../db/faults.ts'
import type { Db, Engine, Reader, Writer } from '../db/open-db.ts'
import type { Schema } from '../db/schema.ts'
import type { ErrorRecord } from '../spool/records.ts'
import { ENVIRONMENTS, SEVERITIES } from '../spool/records.ts'
import { learnIssues, writeErrors } from './errors.ts'
import type { Resolved } from './terms.ts'
import { termsOf } from './terms.ts'

type Row = Selectable<Schema['deferred_records']>

/** An error that waited in its row. */
interface Waiting {
  readonly row: Row
  readonly error: Resolved<ErrorRecord>
}

const ROWS_A_STEP = 200

interface Parts {
  readonly db: Db
  readonly dictionaries: Dictionaries
  readonly log: Log
}

/**
 * Moves errors that versions before 0002-errors-links-audits kept whole, as JSON in `deferred_records`, into their
 * tables. Each step is a transaction that writes up to 200 of them and deletes their rows, so it may be left at any point
 * and begun again, and two processes may do it at once. What cannot be read or is refused stays where it is, and is told
 * in one line of the log. Throws when the database is away.
 */
export async function takeDeferred(parts: Parts): Promise<void> {
  const { db, log } = parts
  const kept: string[] = []
  let last: Row | undefined
  for (;;) {
    const rows = await nextRows(db.read, last)
    last = rows.at(-1)
    if (last === undefined) break
    const waiting = rows.flatMap((row) => {
      const error = errorIn(row)
      if (error === undefined) kept.push('Not an error record that this version can read')
      return error === undefined ? [] : [{ row, error }]
    })
    kept.push(...(await moveWhatGoes(parts, waiting)))
    // SQLite answers without ever leaving this thread; requests want their turn.
    await breathe()
  }
  if (kept.length > 0)
    log.error(
      { rows: kept.length, reason: kept[0] },
      'Errors that an earlier version kept cannot be taken over; they stay in the table deferred_records',
    )
}

/** The rows behind `last`, in the order of the table's key. */
function nextRows(read: Reader, last: Row | undefined): Promise<Row[]> {
  const rows = read.selectFrom('deferred_records').selectAll().where('kind', '=', 'error')
  const behind =
    last === undefined
      ? rows
      : rows.where((where) =>
          where.or([
            where('project_id', '>', last.project_id),
            where.and([where('project_id', '=', last.project_id), where('at', '>', last.at)]),
            where.and([
              where('project_id', '=', last.project_id),
              where('at', '=', last.at),
              where('id', '>', last.id),
            ]),
          ]),
        )
  return behind.orderBy('project_id').orderBy('at').orderBy('id').limit(ROWS_A_STEP).execute()
}

/** Moves them all, or, when one is refused, each by itself. Answers why the others stayed. */
async function moveWhatGoes(parts: Parts, waiting: readonly Waiting[]): Promise<string[]> {
  try {
    await move(parts, waiting)
    return []
  } catch (fault) {
    if (faultKind(fault) !== 'refused') throw fault
    if (waiting.length === 1) return [messageOf(fault)]
  }
  const reasons: string[] = []
  for (const one of waiting) reasons.push(...(await moveWhatGoes(parts, [one])))
  return reasons
}

async function move({ db, dictionaries }: Parts, waiting: readonly Waiting[]): Promise<void> {
  if (waiting.length === 0) return
  const errors = waiting.map(({ error }) => error)
  const numbers = await dictionaries.learn(termsOf(errors))
  const issues = await learnIssues(db, errors)
  await db.write(async (tx) => {
    const here = await holdRows(tx, db.engine, waiting)
    const still = waiting.filter(({ row }) => here.has(keyOf(row)))
    await writeErrors(
      tx,
      db.engine,
      numbers,
      issues,
      still.map(({ error }) => error),
    )
    for (const { row } of still)
      await tx
        .deleteFrom('deferred_records')
        .where('project_id', '=', row.project_id)
        .where('at', '=', row.at)
        .where('id', '=', row.id)
        .execute()
  })
}

type Key = Pick<Row, 'project_id' | 'at' | 'id'>

const keyOf = ({ project_id, at, id }: Key) => `${project_id} ${at} ${id}`

/** Holds the rows that are still there, by `keyOf`: another process may have moved some since they were read. */
async function holdRows(tx: Writer, engine: Engine, waiting: readonly Waiting[]): Promise<Set<string>> {
  const rows = waiting.map(({ row }) => row)
  const times = rows.map(({ at }) => at)
  const query = tx
    .selectFrom('deferred_records')
    .select(['project_id', 'at', 'id'])
    .where('project_id', 'in', [...new Set(rows.map((row) => row.project_id))])
    .where('at', '>=', Math.min(...times))
    .where('at', '<=', Math.max(...times))
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('project_id')
    .orderBy('at')
    .orderBy('id')
  return new Set((await locked(engine, query).execute()).map(keyOf))
}

const whole = z.number().int()
const id = whole.min(0).max(Number.MAX_SAFE_INTEGER)

/** As the records of those versions were. */
const body = z.object({
  v: z.literal(1),
  kind: z.literal('error'),
  visitor: id.optional(),
  prior: id.optional(),
  type: z.string(),
  message: z.string(),
  file: z.string(),
  line: whole.nullable(),
  stack: z.string().nullable(),
  page: z.string(),
  severity: z.enum(SEVERITIES),
  environment: z.enum(ENVIRONMENTS),
  context: z.string().nullable(),
  agent: z.object({
    device: z.enum(['desktop', 'mobile', 'tablet', 'tv', 'console', 'wearable', 'unknown']),
    os: z.string(),
    osVersion: z.string(),
    browser: z.string(),
    browserVersion: z.string(),
  }),
  place: z.object({ country: z.string(), region: z.string(), city: z.string() }),
  view: id,
})

function errorIn({ project_id, at, id: number, body: text }: Row): Resolved<ErrorRecord> | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const { data } = body.safeParse(json)
  if (data === undefined) return undefined
  const { visitor, prior, ...error } = data
  const who = visitor === undefined ? {} : { visitor, ...(prior !== undefined && { prior }) }
  return { ...error, ...who, at, id: number, project: { id: project_id } }
}
