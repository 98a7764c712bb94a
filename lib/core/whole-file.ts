import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { Stats } from 'node:fs'
import path from 'node:path'
import { randomHex } from './ids.ts'

/** Small files that several processes read and replace: a reader sees the old one or the new one, never a piece. */

/** Changes whenever the file does. A rename gives a new inode, which tells even two writes of one size in one tick. */
export function stampOf(file: string): string | undefined {
  try {
    const stats = statSync(file, { throwIfNoEntry: false })
    return stats && stamp(stats)
  } catch {
    return undefined
  }
}

/** Puts the text in place whole or not at all, readable by this account only. Gives its stamp. */
export function writeWhole(file: string, text: string): string {
  // Without a condition it is always written.
  return replaceIf(file, text, () => true) ?? ''
}

/**
 * The same, unless the file's stamp is another one by now: then nothing is written, and the answer is undefined. What
 * lies between the look and the rename is a few microseconds; who needs more needs a lock.
 */
export const writeWholeOver = (file: string, text: string, expected: string | undefined): string | undefined =>
  replaceIf(file, text, () => stampOf(file) === expected)

function replaceIf(file: string, text: string, mayReplace: () => boolean): string | undefined {
  mkdirSync(path.dirname(file), { recursive: true })
  const fresh = `${file}.${randomHex(6)}.tmp`
  try {
    const handle = openSync(fresh, 'wx', 0o600)
    try {
      // Not `writeSync`, which on a full disk may write a part and say nothing.
      writeFileSync(handle, text)
      const written = stamp(fstatSync(handle))
      if (!mayReplace()) {
        rmSync(fresh, { force: true })
        return undefined
      }
      renameSync(fresh, file)
      return written
    } finally {
      closeSync(handle)
    }
  } catch (fault) {
    rmSync(fresh, { force: true })
    throw fault
  }
}

const stamp = ({ ino, mtimeMs, size }: Stats) => `${ino}:${mtimeMs}:${size}`
