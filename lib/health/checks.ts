import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import type { Clock } from '../core/clock.ts'
import { elapsed } from '../core/clock.ts'
import { codeOf } from '../core/errors.ts'
import { explainFault } from '../db/faults.ts'
import type { Db } from '../db/open-db.ts'
import type { Geo } from '../geo/open-geo.ts'
import type { Spool } from '../spool/open-spool.ts'
import type { Health, HealthCheck } from '../wire/health.ts'
import type { Rejected } from '../writer/rejected.ts'
import type { WriterState } from '../writer/writer.ts'
import type { JobState } from './check-jobs.ts'
import { checkDisk } from './check-disk.ts'
import { checkJobs } from './check-jobs.ts'

export type Check = HealthCheck

export type Checks = Health['checks']

export interface CheckParts {
  readonly db: Db
  /** Bytes that the host allows; 0 where nobody has said. */
  readonly databaseQuota: number
  readonly spool: Spool
  readonly spoolMaxBytes: number
  readonly rejected: Rejected
  readonly writer: { readonly status: WriterState }
  readonly geo: Geo
  readonly jobs: { states(): Promise<readonly JobState[]> }
  readonly storageDir: string
  readonly clock: Clock
  readonly version: string
  /** Why newer releases than this one are left out. */
  readonly releaseNotes: readonly string[]
}

/** A database that does not answer within this time is away. */
const DATABASE_PATIENCE_MS = 3_000

/** What `/api/health` and `doctor` tell. Never throws. */
export async function runChecks(parts: CheckParts): Promise<Checks> {
  const database = await checkDatabase(parts.db)
  const isAway = database.status === 'fail'
  return {
    database,
    disk: await checkDatabaseSize(parts, isAway),
    spool: checkSpool(parts, isAway),
    storage: checkStorage(parts.storageDir),
    geo: checkGeo(parts.geo),
    jobs: await checkJobs(() => parts.jobs.states(), isAway),
    release: checkRelease(parts),
  }
}

export const isHealthy = (checks: Checks): boolean => Object.values(checks).every((check) => check.status !== 'fail')

function checkRelease({ version, releaseNotes }: CheckParts): Check {
  if (releaseNotes.length === 0) return { status: 'ok', message: `Version ${version}.` }
  const said = releaseNotes.join(' ')
  return { status: 'warn', message: `Version ${version} runs, but a newer one is here: ${said} Upload its zip again.` }
}

async function checkDatabase(db: Db): Promise<Check> {
  const started = elapsed()
  const engine = db.engine
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database did not answer within 3 seconds.')), DATABASE_PATIENCE_MS)
  })
  try {
    await Promise.race([sql`select 1`.execute(db.read), late])
    return { status: 'ok', message: 'The database answers.', engine, ms: Math.round(elapsed() - started) }
  } catch (fault) {
    return { status: 'fail', message: `${explainFault(fault)} What comes in is kept until it is back.`, engine }
  } finally {
    clearTimeout(timer)
  }
}

const UNKNOWN_SIZE: Check = {
  status: 'warn',
  message: 'The size of the database cannot be read right now. See "database".',
}

async function checkDatabaseSize({ db, databaseQuota, clock }: CheckParts, isAway: boolean): Promise<Check> {
  if (isAway) return UNKNOWN_SIZE
  try {
    return await checkDisk(db, databaseQuota, clock.now())
  } catch {
    return UNKNOWN_SIZE
  }
}

/** A spool with less room than for about one record refuses most of what comes. */
const LITTLE_ROOM = 2048

function checkSpool({ spool, spoolMaxBytes, rejected, writer, clock }: CheckParts, isAway: boolean): Check {
  const figures = { waiting_bytes: spool.waitingBytes, max_bytes: spoolMaxBytes, rejected: rejected.count() }
  const { status } = writer
  if (spool.waitingBytes > spoolMaxBytes - LITTLE_ROOM)
    return {
      status: 'fail',
      message:
        'The spool is full: new records are refused with 503 until the database takes what waits. See "database".',
      ...figures,
    }
  if (status.state === 'waiting') {
    const seconds = Math.round((clock.now() - status.since) / 1000)
    return {
      status: 'warn',
      message: `Records have waited ${seconds} s for the database: ${status.reason}`,
      ...figures,
    }
  }
  if (isAway) return { status: 'warn', message: 'Records are kept until the database is back.', ...figures }
  if (figures.rejected > 0)
    return {
      status: 'warn',
      message: `${figures.rejected} records could not be stored. They lie in storage/spool/rejected with the reason.`,
      ...figures,
    }
  return { status: 'ok', message: 'Records are written as they come.', ...figures }
}

const LITTLE_SPACE = 100 * 1024 * 1024

function checkStorage(storageDir: string): Check {
  const probe = path.join(storageDir, `.write-test-${process.pid}`)
  try {
    writeFileSync(probe, 'ok')
    rmSync(probe)
    const { bavail, bsize } = statfsSync(storageDir)
    const free = { free_bytes: bavail * bsize }
    return free.free_bytes < LITTLE_SPACE
      ? { status: 'warn', message: 'Less than 100 MB are free where the storage folder lies. Make room.', ...free }
      : { status: 'ok', message: 'The storage folder can be written.', ...free }
  } catch (fault) {
    const message = `The storage folder cannot be written: ${codeOf(fault) ?? 'unknown fault'}. Check its owner, rights and quota.`
    return { status: 'fail', message }
  }
}

// Anybody may read health, so it names no folder of the server. Without places everything else works.
const NO_PLACES: Readonly<Record<'missing' | 'broken', string>> = {
  missing: 'No place database: countries come from time zones. "node app.js geo install" adds one.',
  broken: 'The place database cannot be read; "node app.js geo status" says why.',
}

const checkGeo = ({ status: { state, message } }: Geo): Check =>
  state === 'ok' ? { status: 'ok', message } : { status: 'warn', message: NO_PLACES[state] }
