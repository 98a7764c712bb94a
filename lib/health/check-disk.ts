import { DAY, utcDay } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import { databaseBytes } from '../db/table-sizes.ts'
import type { HealthCheck } from '../wire/health.ts'

/** The size of the database on a day, `YYYY-MM-DD` UTC. */
export interface LoggedSize {
  readonly day: string
  readonly bytes: number
}

interface DiskFacts {
  readonly bytes: number
  /** Ascending. */
  readonly log: readonly LoggedSize[]
  /** What the database may take; 0 where nobody has said. */
  readonly quota: number
  readonly now: number
}

/** Growth is told from the newest days: what the first weeks brought says little about the next. */
const LOOKED_BACK = 28 * DAY
/** Time enough to delete something or to buy something. */
const SOON = 30 * DAY
const NEARLY_FULL = 0.9

/** How large the database is, how fast it grows, and when that reaches the quota. Throws when it is away. */
export async function checkDisk(db: Db, quota: number, now: number): Promise<HealthCheck> {
  const [bytes, log] = await Promise.all([
    databaseBytes(db),
    db.read
      .selectFrom('size_log')
      .select(['day', 'bytes'])
      .where('day', '>=', utcDay(now - LOOKED_BACK))
      .orderBy('day')
      .execute(),
  ])
  return judgeDisk({ bytes, log, quota, now })
}

export function judgeDisk({ bytes, log, quota, now }: DiskFacts): HealthCheck {
  const growth = growthPerDay(log)
  const sizes = {
    bytes,
    ...(quota > 0 && { quota_bytes: quota }),
    ...(growth !== undefined && { bytes_per_day: growth }),
  }
  const size = `The database takes ${megabytes(bytes)}${quota > 0 ? ` of ${megabytes(quota)}` : ''}`
  const pace =
    growth === undefined ? '' : `, ${growth < 0 ? 'and shrinks' : 'and grows'} by ${megabytes(Math.abs(growth))} a day`
  if (quota === 0) return { status: 'ok', message: `${size}${pace}.`, ...sizes }
  const days = growth === undefined || growth <= 0 ? undefined : Math.max(0, (quota - bytes) / growth)
  const fullOn = days === undefined ? undefined : utcDay(now + Math.min(days, 36_500) * DAY)
  const figures = { ...sizes, ...(fullOn !== undefined && { full_on: fullOn }) }
  const isNear = bytes > quota * NEARLY_FULL || (days !== undefined && days * DAY < SOON)
  const until = fullOn === undefined ? '' : ` It will be full on ${fullOn}.`
  if (!isNear) return { status: 'ok', message: `${size}${pace}.${until}`, ...figures }
  const advice = 'Keep less (retention of the projects), or ask the host for more and set DATABASE_QUOTA.'
  return { status: 'warn', message: `${size}${pace}.${until} ${advice}`, ...figures }
}

/** Whole bytes a day between the first and the last of the days; undefined for less than a day. */
function growthPerDay(log: readonly LoggedSize[]): number | undefined {
  const [first, last] = [log.at(0), log.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const days = (Date.parse(last.day) - Date.parse(first.day)) / DAY
  return days < 1 ? undefined : Math.round((last.bytes - first.bytes) / days)
}

const MEGABYTE = 1024 * 1024

const megabytes = (bytes: number) => {
  const amount = bytes / MEGABYTE
  return `${amount >= 100 ? Math.round(amount) : Math.round(amount * 10) / 10} MB`
}
