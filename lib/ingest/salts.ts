import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../core/clock.ts'
import { DAY, utcDay } from '../core/clock.ts'
import { codeOf, messageOf } from '../core/errors.ts'
import { randomHex } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { upsertRows } from '../db/dialect.ts'
import type { Db } from '../db/open-db.ts'

/**
 * The secret of a UTC day that visitor hashes are made with. It is random, made a day ahead and deleted after two
 * days; from then on nobody can tell which address a hash was made of, or that two days' hashes are one browser.
 *
 * The folder is what the processes of one machine share, so that page views are accepted while the database is away.
 * The database is what several machines share: the first salt for a day that reaches it is everybody's.
 */
export interface Salts {
  /** The salt of a UTC day (`YYYY-MM-DD`), made when there is none. */
  of(day: string): string
  /** Makes tomorrow's, agrees with the database, deletes old ones. Throws while the database is away. */
  refresh(): Promise<void>
  /** The same; never throws, but says so in the log. */
  maintain(): Promise<void>
}

const SALT = /^[0-9a-f]{64}$/

export function openSalts(options: { folder: string; db: Db; clock: Clock; log: Log }): Salts {
  const { folder, db, clock, log } = options
  const known = new Map<string, string>()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const fileOf = (day: string) => path.join(folder, day)

  function readSalt(day: string): string | undefined {
    try {
      const text = readFileSync(fileOf(day), 'utf8')
      return SALT.test(text) ? text : undefined
    } catch {
      return undefined
    }
  }

  /** Of several processes that make one, the first to link it wins; a reader never sees half a file. */
  function make(day: string): string {
    const salt = randomHex(32)
    const temporary = `${fileOf(day)}.${randomHex(6)}`
    try {
      writeFileSync(temporary, salt, { mode: 0o600 })
      linkSync(temporary, fileOf(day))
    } catch (fault) {
      if (codeOf(fault) !== 'EEXIST')
        log.error({ reason: messageOf(fault) }, 'A salt could not be stored; it lives in memory')
    } finally {
      rmSync(temporary, { force: true })
    }
    return readSalt(day) ?? salt
  }

  function adopt(day: string, salt: string): void {
    known.set(day, salt)
    const temporary = `${fileOf(day)}.${randomHex(6)}`
    writeFileSync(temporary, salt, { mode: 0o600 })
    renameSync(temporary, fileOf(day))
  }

  function of(day: string): string {
    const salt = known.get(day) ?? readSalt(day) ?? make(day)
    known.set(day, salt)
    return salt
  }

  /** Offers own salts for the days, and takes the agreed ones: for these days, and for the day before, if there is one. */
  async function agree(days: readonly string[], dayBefore: string): Promise<void> {
    const rows = days.map((day) => ({ day, salt: of(day), created_at: clock.now() }))
    await db.write((tx) => upsertRows(tx, db.engine, 'salts', rows, ['day'], { salt: 'keep' }))
    const agreed = db.read
      .selectFrom('salts')
      .select(['day', 'salt'])
      .where('day', 'in', [dayBefore, ...days])
    for (const { day, salt } of await agreed.execute()) {
      if ((known.get(day) ?? readSalt(day)) !== salt) adopt(day, salt)
    }
  }

  async function forgetBefore(day: string): Promise<void> {
    for (const old of known.keys()) if (old < day) known.delete(old)
    for (const name of readdirSync(folder)) if (name < day) rmSync(path.join(folder, name), { force: true })
    await db.write((tx) => tx.deleteFrom('salts').where('day', '<', day).execute())
  }

  async function refresh(): Promise<void> {
    const now = clock.now()
    const days = [utcDay(now), utcDay(now + DAY)]
    days.forEach(of)
    // Yesterday's is needed shortly after midnight, and for what comes late.
    const yesterday = utcDay(now - DAY)
    await Promise.all([agree(days, yesterday), forgetBefore(yesterday)])
  }

  return {
    of,
    refresh,
    async maintain() {
      try {
        await refresh()
      } catch (fault) {
        log.warn({ reason: messageOf(fault) }, 'Salts are not in step with the database yet')
      }
    },
  }
}
