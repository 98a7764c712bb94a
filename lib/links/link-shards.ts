import path from 'node:path'
import type { Clock } from '../core/clock.ts'
import { SECOND } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { sha256Hex } from '../core/hashing.ts'
import type { Log } from '../core/log.ts'
import { stampOf, writeWhole, writeWholeOver } from '../core/whole-file.ts'
import type { KnownLink } from './link-shard.ts'
import { readShard, shardText } from './link-shard.ts'

/** How often a lookup may look whether another process has changed a shard. */
const LOOK_EVERY = SECOND
const MOST_TRIES = 5

/** Changes with the file; undefined for one that is not there. */
export type Stamp = string | undefined

/** The links that the processes of a machine know together: 256 small files in the storage folder, by hash of the code. */
export interface LinkShards {
  /** The stamp of the shard of a code, a second old at most. */
  stampOf(code: string): Stamp
  /** The same as of now. */
  lookAt(code: string): Stamp
  read(code: string): KnownLink | undefined
  /** Leaves a link for all processes, or takes it away; gives the stamp afterwards. Never throws. */
  leave(code: string, link: KnownLink | undefined): Stamp
}

export function openLinkShards({ folder, clock, log }: { folder: string; clock: Clock; log: Log }): LinkShards {
  const looks = new Map<string, { at: number; stamp: Stamp }>()
  let isUnkept = false
  const fileOf = (code: string) => path.join(folder, `${sha256Hex(code).slice(0, 2)}.json`)

  function note(file: string, stamp: Stamp): Stamp {
    looks.set(file, { at: clock.now(), stamp })
    return stamp
  }

  /** Reads, changes and replaces a file, again when another process has replaced it meanwhile. */
  function change(file: string, code: string, link: KnownLink | undefined): Stamp {
    for (let tries = 1; ; tries++) {
      const before = stampOf(file)
      const links = readShard(file)
      if (!links.delete(code) && link === undefined) return before
      if (link !== undefined) links.set(code, link)
      const text = shardText(links)
      if (tries === MOST_TRIES) return writeWhole(file, text)
      const written = writeWholeOver(file, text, before)
      if (written !== undefined) return written
    }
  }

  return {
    stampOf(code) {
      const file = fileOf(code)
      const look = looks.get(file)
      // The clock may be set back.
      if (look !== undefined && Math.abs(clock.now() - look.at) < LOOK_EVERY) return look.stamp
      return note(file, stampOf(file))
    },
    lookAt(code) {
      const file = fileOf(code)
      return note(file, stampOf(file))
    },
    read: (code) => readShard(fileOf(code)).get(code),
    leave(code, link) {
      const file = fileOf(code)
      try {
        const stamp = change(file, code, link)
        isUnkept = false
        return note(file, stamp)
      } catch (fault) {
        if (!isUnkept) log.warn({ fault: messageOf(fault) }, 'Links cannot be kept in the storage folder')
        isUnkept = true
        return note(file, stampOf(file))
      }
    },
  }
}
