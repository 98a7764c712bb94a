import { stat } from 'node:fs/promises'
import type { Clock } from '../core/clock.ts'
import { MINUTE, utcDay } from '../core/clock.ts'
import type { Place } from '../core/enriched.ts'
import { codeOf, messageOf } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { openDatabase } from './open-database.ts'
import type { PlaceReader } from './read-place.ts'
import { placeOf } from './read-place.ts'

export interface GeoStatus {
  readonly state: 'ok' | 'missing' | 'broken'
  /** A sentence for whoever looks after the server. */
  readonly message: string
  /** What the database says of itself (`GeoLite2-City`), and when it was built. */
  readonly type?: string
  readonly buildDate?: Date
}

export interface Geo {
  /** Place of an IPv4 or IPv6 address; undefined where unknown, on bad input, and without a database. */
  lookup(ip: string): Place | undefined
  readonly status: GeoStatus
  /** Looks now whether the file was replaced. Lookups do this by themselves, at most once a minute. */
  refresh(): Promise<void>
  close(): void
}

const CHECK_EVERY = MINUTE

interface Version {
  readonly modified: number
  readonly size: number
}

/**
 * Opens a database in MaxMind's format. A missing or damaged file is no error: lookups find nothing, `status` says why,
 * and the file is taken as soon as it is there. A damaged file that replaces a good one leaves the good one in use.
 */
export async function openGeo(file: string, { log, clock }: { log: Log; clock: Clock }): Promise<Geo> {
  let reader: PlaceReader | undefined
  let status: GeoStatus = { state: 'missing', message: 'No place database is set up.' }
  let seen: Version | undefined
  let checkedAt = clock.now()
  let running: Promise<void> | undefined
  let closed = false

  async function check(): Promise<void> {
    const version = await versionOf(file)
    if (version && seen && version.modified === seen.modified && version.size === seen.size) return
    const next = version ? await load(file) : { status: missing(file) }
    if (closed) return
    seen = version
    if (next.status.state !== 'broken') reader = next.reader
    if (next.status.message !== status.message) report(log, next.status)
    status = next.status
  }

  function refresh(): Promise<void> {
    checkedAt = clock.now()
    running ??= check().finally(() => (running = undefined))
    return running
  }

  if (file !== '') await refresh()
  return {
    lookup(ip) {
      if (file !== '' && !closed && clock.now() - checkedAt >= CHECK_EVERY) void refresh()
      return reader && placeOf(reader, ip)
    },
    get status() {
      return status
    },
    refresh: () => (file === '' || closed ? Promise.resolve() : refresh()),
    close() {
      closed = true
      reader = undefined
    },
  }
}

async function versionOf(file: string): Promise<Version | undefined> {
  try {
    const found = await stat(file)
    return { modified: found.mtimeMs, size: found.size }
  } catch (error) {
    // A file that is there but cannot be looked at is for `load` to report.
    return codeOf(error) === 'ENOENT' ? undefined : { modified: 0, size: 0 }
  }
}

const missing = (file: string): GeoStatus => ({ state: 'missing', message: `There is no place database at ${file}.` })

async function load(file: string): Promise<{ status: GeoStatus; reader?: PlaceReader }> {
  try {
    const { reader, type, builtAt } = await openDatabase(file)
    const message = `${type}, built ${utcDay(builtAt.getTime())}`
    return { reader, status: { state: 'ok', message, type, buildDate: builtAt } }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { status: missing(file) }
    return { status: { state: 'broken', message: `The place database ${file} cannot be read: ${messageOf(error)}` } }
  }
}

function report(log: Log, status: GeoStatus): void {
  if (status.state === 'broken') log.warn({ geo: status.state }, status.message)
  else log.info({ geo: status.state }, status.message)
}
