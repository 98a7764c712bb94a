import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { opendir, unlink } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../core/errors.ts'
import { sha256Hex } from '../core/hashing.ts'
import { randomHex } from '../core/ids.ts'
import type { Taken } from './req-file.ts'
import { hitsInFile, takeFromFile } from './req-file.ts'

/** The `.req` files of all processes. The synchronous calls throw what the file system says. */
export interface ReqFolder {
  /** A key as files are named by it: a salted hash. Makes the folder and its salt at the first call. */
  nameOf(key: string): string
  /** See `takeFromFile`. `expires`: when the file stops to matter, ms since 1970. */
  take(name: string, expires: number, pending: number, room: number): Taken
  hits(name: string, expires: number): number
  /** Deletes up to `SWEEP_MOST` expired files of the folder with this number (0 to 255); tells how many. */
  sweep(number: number, now: number): Promise<number>
}

/**
 * How many files one sweep deletes. A sweep comes with one hit in a hundred, so deletion keeps pace even with a flood
 * in which each hit has an address, and a file, of its own.
 */
export const SWEEP_MOST = 100
const SWEEP_LOOK_AT = 20 * SWEEP_MOST

/**
 * Files are `<2 hex>/<30 hex>.<expires, ms in base 36>.req` below `dir`, which is made when it is needed. The name says
 * when a file may go, so sweeping needs no look at it.
 */
export function makeReqFolder(dir: string): ReqFolder {
  let salt: string | undefined

  const fileOf = (name: string, expires: number) =>
    path.join(dir, name.slice(0, 2), `${name.slice(2)}.${expires.toString(36)}.req`)

  return {
    nameOf(key) {
      salt ??= sharedSalt(dir, randomHex(32))
      return sha256Hex(salt + key).slice(0, 32)
    },
    take(name, expires, pending, room) {
      const file = fileOf(name, expires)
      try {
        return takeFromFile(file, pending, room)
      } catch (thrown) {
        if (codeOf(thrown) !== 'ENOENT') throw thrown
        // The first file of its folder, or somebody emptied the storage: then the salt goes back, too.
        mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
        if (salt !== undefined) sharedSalt(dir, salt)
        return takeFromFile(file, pending, room)
      }
    },
    hits: (name, expires) => hitsInFile(fileOf(name, expires)),
    sweep: (number, now) => sweepFolder(path.join(dir, number.toString(16).padStart(2, '0')), now),
  }
}

const SALT = /^[0-9a-f]{64}$/

/** The salt in the folder; if it has none, `mine` becomes it. One salt wins when several processes start at once. */
function sharedSalt(dir: string, mine: string): string {
  const file = path.join(dir, 'salt')
  const found = readSalt(file)
  if (found !== undefined) return found
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomHex(8)}`
  try {
    writeFileSync(draft, mine, { mode: 0o600, flush: true })
    // A link, because it appears with its whole content and never replaces another process's.
    linkSync(draft, file)
    return mine
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown
    const theirs = readSalt(file)
    if (theirs !== undefined) return theirs
    // Damaged. The next call makes a new one.
    rmSync(file, { force: true })
    throw thrown
  } finally {
    rmSync(draft, { force: true })
  }
}

function readSalt(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'latin1')
    return SALT.test(text) ? text : undefined
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined
    throw thrown
  }
}

const REQ_FILE = /^[0-9a-f]{30}\.([0-9a-z]{1,10})\.req$/

async function sweepFolder(folder: string, now: number): Promise<number> {
  let swept = 0
  let seen = 0
  try {
    for await (const entry of await opendir(folder)) {
      const expires = REQ_FILE.exec(entry.name)?.[1]
      if (expires !== undefined && parseInt(expires, 36) <= now) {
        await unlink(path.join(folder, entry.name)).catch(unlessGone)
        swept++
      }
      if (swept === SWEEP_MOST || ++seen === SWEEP_LOOK_AT) break
    }
  } catch (thrown) {
    unlessGone(thrown)
  }
  return swept
}

/** Another process may sweep the same folder; one that was never used is not there. */
function unlessGone(thrown: unknown): void {
  if (codeOf(thrown) !== 'ENOENT') throw thrown
}
