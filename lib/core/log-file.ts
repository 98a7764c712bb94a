import { appendFileSync, mkdirSync, renameSync, rmdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { codeOf } from './errors.ts'

/** Hosts hide what a process prints; this is the same in a file of our own, which owners can read in the dashboard. */
export const LOG_NAME = 'micrologs.log'
/** The one before, as large as the newest may get. */
export const OLD_LOG_NAME = 'micrologs.1.log'

const LONGEST_LINE = 16 * 1024
/** A process that was killed while it rotated must not stop the others for good. */
const ROTATED_WITHIN_MS = 10_000

/** Takes whole lines. Never throws: a disk that is full is no reason to fail. */
export interface LogFile {
  write(line: string): void
}

/**
 * The log in a folder: two files that take `mostBytes` together. Any number of processes may write to it: a line is one append,
 * and of several that find the file full, one renames it.
 */
export function openLogFile(folder: string, mostBytes: number): LogFile {
  const file = path.join(folder, LOG_NAME)
  const lock = path.join(folder, 'rotating')
  let isTorn = false

  const isFull = () => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= mostBytes / 2

  function rotate(): void {
    try {
      mkdirSync(lock)
    } catch (fault) {
      if (codeOf(fault) === 'EEXIST') removeIfLeft(lock, file)
      return
    }
    try {
      // Somebody may have done it between the first look and the lock.
      if (isFull()) renameSync(file, path.join(folder, OLD_LOG_NAME))
    } finally {
      rmdirSync(lock)
    }
  }

  /** What goes wrong with it costs no line. */
  function rotateIfFull(): void {
    try {
      if (isFull()) rotate()
    } catch {
      // The next line tries again.
    }
  }

  return {
    write(line) {
      try {
        mkdirSync(folder, { recursive: true })
        rotateIfFull()
        // A line that the disk had no room for must not swallow the next.
        const begin = isTorn ? '\n' : ''
        isTorn = true
        appendFileSync(file, `${begin}${cut(withoutSecrets(line))}\n`, { mode: 0o600 })
        isTorn = false
      } catch {
        // What is printed is still there.
      }
    },
  }
}

/** Compared with the log's time and not with a clock: it is the disk's clock that counts. */
function removeIfLeft(lock: string, file: string): void {
  const [left, written] = [lock, file].map((name) => statSync(name, { throwIfNoEntry: false })?.mtimeMs)
  if (left !== undefined && written !== undefined && written - left > ROTATED_WITHIN_MS) rmdirSync(lock)
}

/** No JSON any more, but better than a file that one line fills. */
const cut = (line: string) => (line.length <= LONGEST_LINE ? line : line.slice(0, LONGEST_LINE))

const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Of databases: what stands between the user's name and the host.
  [/(\b[a-z][\w+.-]*:\/\/[^\s:/@"]*):[^\s@"]+@/gi, '$1:[secret]@'],
  [/\bml[a-z]_[\w-]{8,}/g, '[secret]'],
  // But the hash of an audit entry is there to be kept: it proves later that the log was not made anew.
  [/(?<!"hash":")\b(?:[\da-f]{64}|[\da-f]{32})\b/gi, '[key]'],
  [/([?&](?:key|code|token|d)=)[^\s&"\\]+/gi, '$1[secret]'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '[address]'],
  [
    /(?<![\w:])(?:[\da-f]{1,4}:){3,7}(?:[\da-f]{1,4}|:)(?![\w:])|(?<![\w:])(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}(?![\w:])/gi,
    '[address]',
  ],
]

/**
 * Nothing of ours logs keys or addresses; what databases and libraries say in their errors may hold them. Public keys of
 * projects go as well: they look like any other.
 */
export const withoutSecrets = (line: string): string =>
  SECRETS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line)
