import type { Clock } from '../core/clock.ts'
import { MINUTE, SECOND } from '../core/clock.ts'
import { codeOf, messageOf } from '../core/errors.ts'
import { sha256Hex } from '../core/hashing.ts'
import type { Log } from '../core/log.ts'
import { Lru } from '../core/lru.ts'
import type { Limit } from './limits.ts'
import { makeReqFolder } from './req-folder.ts'
import type { Moment } from './sliding-window.ts'
import { hitsAt, momentAt, roomAt, waitMs } from './sliding-window.ts'

export interface Hit {
  /** Hits in the sliding window with this one, rounded up: over the limit exactly when it was refused. */
  readonly hits: number
  /** Refused: until there is room again, ms. Admitted: until the fixed window ends, ms. */
  readonly resetMs: number
}

export interface ReqCounter {
  /** Counts a hit, or refuses it without counting, so that who keeps trying does not wait longer. Never throws. */
  hit(key: string, rule: Pick<Limit, 'limit' | 'windowMs'>): Hit
  /** Deletes some expired files (see `SWEEP_MOST`) of one random folder; tells how many. Never rejects. */
  sweep(): Promise<number>
}

export interface ReqCounterParts {
  /** Where the files go; made when the first one is written. */
  readonly dir: string
  readonly clock: Clock
  readonly log: Log
  /** Hits of a key that stay in memory before files are used; 8 unless told. */
  readonly threshold?: number
  /** 0 up to 1, decides when and where to sweep. */
  readonly random?: () => number
}

/** Hits of one key in the running window and the one before, as this process knows them. */
interface Count {
  index: number
  /** Size of this window's file when last looked at. */
  inFile: number
  /** Admitted, and not in the file. */
  pending: number
  previous: number
  /** Whether `previous` holds what other processes counted, too. */
  previousRead: boolean
  /** Name of the key in the folder, once it was needed. */
  name: string | undefined
}

type Rule = Parameters<ReqCounter['hit']>[1]

const THRESHOLD = 8
const MOST_KEYS = 50_000
const LONGEST_KEY = 200
const SWEEP_CHANCE = 0.01

/**
 * Counts hits for several processes that share nothing but a folder.
 *
 * A key's first hits in a window (`threshold`, and never more than a tenth of the limit) are counted in memory alone, so
 * ordinary visitors cost no file; with the next one all of them go to the window's file in one write. Until then a
 * process does not look at what the others counted: a window may admit up to `(processes - 1) × threshold` hits too
 * many, and as many again for each process that was restarted in it. A threshold of 0 makes it exact.
 *
 * Where files cannot be written (disk full, no permission, folder gone) the process counts in memory, says so in the log
 * once a minute and tries again each second. Memory is bounded: 50,000 keys, those not seen for longest are forgotten.
 */
export function makeReqCounter(parts: ReqCounterParts): ReqCounter {
  const { dir, clock, log, threshold = THRESHOLD, random = Math.random } = parts
  const folder = makeReqFolder(dir)
  const counts = new Lru<string, Count>(MOST_KEYS)
  const trouble = makeTrouble(log)
  let sweeping: Promise<number> | undefined

  function hit(key: string, rule: Rule): Hit {
    const now = clock.now()
    const moment = momentAt(now, rule.windowMs)
    // The same key under another window length is another count.
    const id = `${rule.windowMs}:${key.length > LONGEST_KEY ? sha256Hex(key) : key}`
    const count = countOf(id, rule, moment)
    const admitted = take(count, id, rule, moment, now)
    if (random() < SWEEP_CHANCE) setImmediate(() => void sweep())
    return answer(count, admitted, rule, moment)
  }

  function countOf(id: string, rule: Rule, moment: Moment): Count {
    const known = counts.get(id)
    if (known?.index === moment.index) return known
    const previous = known?.index === moment.index - 1 ? Math.min(known.inFile + known.pending, rule.limit) : 0
    const count = { index: moment.index, inFile: 0, pending: 0, previous, previousRead: false, name: known?.name }
    counts.set(id, count)
    return count
  }

  /** The number of the hit in its window if it is admitted, else undefined. */
  function take(count: Count, id: string, rule: Rule, moment: Moment, now: number): number | undefined {
    if (!hasRoom(count, rule, moment)) return undefined
    const alone = count.inFile === 0 && count.pending < Math.min(threshold, Math.floor(rule.limit / 10))
    if (!alone && !trouble.lately(now)) {
      try {
        return takeShared(count, id, rule, moment)
      } catch (thrown) {
        trouble.began(now)
        trouble.tell(thrown, now)
      }
    }
    count.pending++
    return count.inFile + count.pending
  }

  function takeShared(count: Count, id: string, rule: Rule, moment: Moment): number | undefined {
    const name = (count.name ??= folder.nameOf(id))
    const expires = (moment.index + 2) * rule.windowMs
    if (!count.previousRead) {
      // Once: that window is over. What this process knows may include hits that never got into the file.
      const inFile = Math.min(folder.hits(name, expires - rule.windowMs), rule.limit)
      count.previous = Math.max(count.previous, inFile)
      count.previousRead = true
      if (!hasRoom(count, rule, moment)) return undefined
    }
    const taken = folder.take(name, expires, count.pending, roomAt(rule.limit, count.previous, moment))
    count.inFile = taken.size
    count.pending = taken.pending
    return taken.admitted ? taken.at : undefined
  }

  function sweep(): Promise<number> {
    sweeping ??= folder
      .sweep(Math.floor(random() * 256), clock.now())
      .catch((thrown: unknown) => {
        trouble.tell(thrown, clock.now())
        return 0
      })
      .finally(() => (sweeping = undefined))
    return sweeping
  }

  return { hit, sweep }
}

/** By what this process knows; the file may hold more. */
const hasRoom = (count: Count, rule: Rule, moment: Moment): boolean =>
  count.inFile + count.pending < roomAt(rule.limit, count.previous, moment)

function answer(count: Count, admitted: number | undefined, rule: Rule, moment: Moment): Hit {
  const { limit, windowMs } = rule
  if (admitted !== undefined) {
    return { hits: Math.min(hitsAt(admitted, count.previous, moment), limit), resetMs: moment.leftMs }
  }
  const current = count.inFile + count.pending
  return {
    hits: Math.max(hitsAt(current + 1, count.previous, moment), limit + 1),
    resetMs: waitMs(limit, current, count.previous, moment, windowMs),
  }
}

/** A dead disk is tried once a second and complained about once a minute. */
function makeTrouble(log: Log) {
  let beganAt = -Infinity
  let toldAt = -Infinity
  return {
    lately: (now: number) => Math.abs(now - beganAt) < SECOND,
    began(now: number) {
      beganAt = now
    },
    tell(thrown: unknown, now: number) {
      if (Math.abs(now - toldAt) < MINUTE) return
      toldAt = now
      log.warn(
        { reason: codeOf(thrown) ?? messageOf(thrown) },
        'rate limits are counted per process: cannot use their files',
      )
    },
  }
}
