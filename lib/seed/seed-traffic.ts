import { setImmediate as breathe } from 'node:timers/promises'
import { systemClock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { hashId } from '../core/hashing.ts'
import { makeDictionaries } from '../db/dictionaries.ts'
import type { Db } from '../db/open-db.ts'
import type { Project } from '../projects/project.ts'
import { MADE_UP, writeBatch } from '../writer/write-batch.ts'
import { seedDays } from './calendar.ts'
import type { SeedRecord } from './day-records.ts'
import { ensureLinks } from './seed-links.ts'
import { makeSite } from './site.ts'
import type { StatusChange } from './status-changes.ts'
import { changeStatus, statusChanges } from './status-changes.ts'
import type { SeedTotals } from './totals.ts'
import { difference, shownTotals, totalsOf } from './totals.ts'
import { countViews, traffic } from './traffic.ts'

export interface SeedOptions {
  readonly db: Db
  readonly project: Project
  /** 1 to 3,650; the last one is the day of `until` in the project's time zone. */
  readonly days: number
  /** On average, 1 to 1,000,000. */
  readonly viewsPerDay: number
  /** Nothing is made from this instant on; ms since 1970 UTC. */
  readonly until: number
  /** A whole number; the same one gives the same traffic. */
  readonly seed: number
  /** Allows mixing with what is there already. Use another seed then. */
  readonly again?: boolean
  /** Page views so far, and of how many. The last call has both equal. */
  readonly onProgress?: (done: number, total: number) => void
}

const BATCH = 1000

/** Goes up when the same options give other records, so that a run of an older version is not gone on with. */
const MAKE = 2

/**
 * Fills a project with made-up traffic and what comes with it (errors, short links and their clicks, audit entries, custom
 * events) through the real writer, in the order of time. Answers what was added.
 *
 * The traffic is written like a spool file whose id is made of the options and the last day: the position behind each
 * batch is stored with it. So a run that was stopped goes on where it stopped when it is started again, one that was
 * finished adds nothing, and later on the same day it adds what came since. Other traffic in the same days is refused
 * with `invalid_input`, unless `again` is set: made-up records cannot be told from real ones afterwards.
 */
export async function seedTraffic(options: SeedOptions): Promise<SeedTotals> {
  const { db, project, until, seed, onProgress } = options
  checkOptions(options)
  const days = seedDays({ ...options, zone: project.timeZone })
  const file = fileOf(options, days.at(-1)?.date ?? '')
  const range = { project: project.id, start: days.at(0)?.start ?? until, end: until }
  const before = await totalsOf(db, range)
  const stored = await positionOf(db, file)
  const there = shownTotals(before)
  if (there !== '' && stored === 0 && options.again !== true) throw occupied(project, there)

  const site = makeSite(project.domains[0] ?? 'shop.example')
  const scene = { project, seed, site, links: await ensureLinks(db, project.id, site, range.start) }
  const total = countViews(scene, days, until)
  let done = 0
  let position = 0
  const dictionaries = makeDictionaries(db)
  for (const { records, changes } of batchesOf(traffic(scene, days, until), statusChanges(days))) {
    const from = position
    position += records.length
    done += records.filter(({ kind }) => kind === 'pageview').length
    const news = records.slice(Math.max(0, stored - from))
    if (news.length === 0) continue
    // Where part of the batch is written already, they were made before it was. Making them twice does no harm.
    if (stored <= from) for (const change of changes) await changeStatus(db, scene, change)
    const batch = { file, from: position - news.length, to: position, records: news }
    const { position: reached } = await writeBatch(db, dictionaries, systemClock, batch)
    if (reached !== position) throw new AppError('unavailable', 'The same traffic is being written by another process')
    onProgress?.(done, total)
    // Queries on SQLite do not wait for anything, so signals and output would have to.
    await breathe()
  }
  onProgress?.(total, total)
  return difference(await totalsOf(db, range), before)
}

function checkOptions({ days, viewsPerDay, until, seed }: SeedOptions): void {
  const isWithin = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
  if (!isWithin(days, 3650)) throw new AppError('invalid_input', 'days must be a whole number from 1 to 3,650')
  if (!(viewsPerDay >= 1 && viewsPerDay <= 1_000_000))
    throw new AppError('invalid_input', 'views per day must be a number from 1 to 1,000,000')
  if (!Number.isSafeInteger(seed)) throw new AppError('invalid_input', 'seed must be a whole number')
  if (!Number.isSafeInteger(until)) throw new AppError('invalid_input', 'until must be a time in ms')
}

/** Everything that the traffic depends on, but for the time of day. */
function fileOf({ project, days, viewsPerDay, seed }: SeedOptions, lastDay: string): string {
  const { id, createdAt, identity, timeZone, honoursOptOut, domains } = project
  const parts = [id, createdAt, identity, timeZone, String(honoursOptOut), domains.join(' ')]
  return `${MADE_UP}${hashId(...parts, days, viewsPerDay, seed, lastDay, MAKE).toString(36)}`
}

interface SeedBatch {
  readonly records: readonly SeedRecord[]
  /** Of issues, to be made before the records are written. */
  readonly changes: readonly StatusChange[]
}

/** A batch ends where the next change of an issue's status is due. */
function* batchesOf(records: Iterable<SeedRecord>, changes: readonly StatusChange[]): Generator<SeedBatch> {
  const coming = [...changes]
  const dueBy = (at: number) => coming.splice(0, coming.filter((change) => change.at <= at).length)
  let batch: SeedRecord[] = []
  let due: StatusChange[] = []
  for (const record of records) {
    const isDue = (coming[0]?.at ?? Infinity) <= record.at
    if (batch.length > 0 && (isDue || batch.length === BATCH)) {
      yield { records: batch, changes: due }
      batch = []
      due = []
    }
    if (isDue) due.push(...dueBy(record.at))
    batch.push(record)
  }
  if (batch.length > 0) yield { records: batch, changes: due }
}

async function positionOf(db: Db, file: string): Promise<number> {
  const row = await db.read.selectFrom('spool_positions').select('position').where('file', '=', file).executeTakeFirst()
  return row?.position ?? 0
}

const occupied = ({ name }: Project, there: string) =>
  new AppError(
    'invalid_input',
    `Project "${name}" already has ${there} in these days, and made-up ones could not be told from them afterwards. ` +
      'Seed another project, or add --again and another --seed to mix them.',
  )
