import type { Clock } from '../core/clock.ts'
import { SECOND } from '../core/clock.ts'
import { AppError, messageOf } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { Lru } from '../core/lru.ts'
import { inBatches } from './in-batches.ts'
import type { LinkTarget } from './link.ts'
import type { KnownLink } from './link-shard.ts'
import type { Stamp } from './link-shards.ts'
import { openLinkShards } from './link-shards.ts'

/**
 * Links as redirects ask for them: from memory, else from the shards that the processes of this machine share, else from
 * the database. What a process of this machine changes is known to all of them within a second, what another machine
 * changes about 30 s later; and what was known once is known while the database is away, also after a start.
 */
export interface LinkBook {
  /**
   * The link with this code (as `isCode` has it), switched off ones too; undefined for an unknown one. Throws
   * `unavailable` when the database would have to say and does not answer.
   */
  find(code: string): Promise<LinkTarget | undefined>
  /** The same without asking the database: undefined for what is not known here. */
  recall(code: string): LinkTarget | undefined
  /** To be called after every write to a link. Never throws: the write is done. */
  changed(code: string): Promise<void>
}

export interface LinkBookParts {
  /** A folder of its own; made when it is needed. */
  readonly folder: string
  /** The links with these codes, from the database; absent for those that are none. */
  readonly read: (codes: readonly string[]) => Promise<ReadonlyMap<string, LinkTarget>>
  readonly clock: Clock
  readonly log: Log
}

const MOST_KNOWN = 5000
const MOST_MISSES = 1000
/** What is older is answered all the same, and the database is asked behind it. */
const FRESH_FOR = 30 * SECOND
const MISS_FOR = 2 * SECOND
/** After a failure nothing is refreshed for so long. */
const REST = 5 * SECOND
const RETRY_SECONDS = 5
/** A client may give up after 5 s. */
const PATIENCE_MS = 2500
const MOST_TRIES = 3

export function openLinkBook({ folder, read, clock, log }: LinkBookParts): LinkBook {
  const shards = openLinkShards({ folder, clock, log })
  const ask = inBatches(read, PATIENCE_MS)
  // Each holds as long as the shard it was found in, or missed in, is the same.
  const known = new Lru<string, KnownLink & { stamp: Stamp }>(MOST_KNOWN)
  const misses = new Lru<string, { at: number; stamp: Stamp }>(MOST_MISSES)
  const running = new Map<string, Promise<LinkTarget | undefined>>()
  let failedAt: number | undefined

  const isWithin = (ms: number, since: number) => Math.abs(clock.now() - since) < ms

  function lookUp(code: string): KnownLink | undefined {
    const stamp = shards.stampOf(code)
    const kept = known.get(code)
    if (kept !== undefined && kept.stamp === stamp) return kept
    const left = stamp === undefined ? undefined : shards.read(code)
    if (left === undefined) known.delete(code)
    else known.set(code, { ...left, stamp })
    return left
  }

  const isMiss = (code: string): boolean => {
    const miss = misses.get(code)
    return miss !== undefined && miss.stamp === shards.stampOf(code) && isWithin(MISS_FOR, miss.at)
  }

  /** What the database said. A shard is written only when that is news. */
  function note(code: string, target: LinkTarget | undefined): void {
    const at = clock.now()
    if (target === undefined) {
      known.delete(code)
      misses.set(code, { at, stamp: shards.leave(code, undefined) })
      return
    }
    const kept = lookUp(code)
    const isNews = kept === undefined || !isSame(kept.target, target)
    const link = { target, readAt: at }
    known.set(code, { ...link, stamp: isNews ? shards.leave(code, link) : shards.stampOf(code) })
    misses.delete(code)
  }

  async function renew(code: string): Promise<LinkTarget | undefined> {
    for (let tries = 1; ; tries++) {
      const before = shards.lookAt(code)
      const target = await ask(code)
      // Another process wrote while we asked: what we were told may be older than what it left.
      if (shards.lookAt(code) !== before && tries < MOST_TRIES) continue
      note(code, target)
      if (failedAt !== undefined) log.info({}, 'Links can be looked up again')
      failedAt = undefined
      return target
    }
  }

  function failed(fault: unknown): void {
    if (failedAt === undefined) log.warn({ fault: messageOf(fault) }, 'Links cannot be looked up; known ones lead on')
    failedAt = clock.now()
  }

  /** One question for a code at a time. */
  function renewOnce(code: string): Promise<LinkTarget | undefined> {
    const asked = running.get(code)
    if (asked !== undefined) return asked
    const renewing = renew(code).finally(() => running.delete(code))
    running.set(code, renewing)
    return renewing
  }

  return {
    async find(code) {
      const found = lookUp(code)
      if (found !== undefined) {
        const mayAsk = failedAt === undefined || !isWithin(REST, failedAt)
        if (mayAsk && !isWithin(FRESH_FOR, found.readAt)) renewOnce(code).catch(failed)
        return found.target
      }
      if (isMiss(code)) return undefined
      try {
        return await renewOnce(code)
      } catch (fault) {
        failed(fault)
        const retry = { retryAfter: RETRY_SECONDS, cause: fault }
        throw new AppError('unavailable', 'This link cannot be looked up right now. Try again soon.', retry)
      }
    },
    recall: (code) => lookUp(code)?.target,
    async changed(code) {
      try {
        await renew(code)
      } catch (fault) {
        failed(fault)
        // What is known of it is wrong by now.
        known.delete(code)
        shards.leave(code, undefined)
      }
    },
  }
}

const isSame = (a: LinkTarget, b: LinkTarget): boolean =>
  a.id === b.id && a.project === b.project && a.destination === b.destination && a.isActive === b.isActive
