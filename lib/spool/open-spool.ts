import { existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../core/clock.ts'
import { MINUTE, SECOND } from '../core/clock.ts'
import { AppError, codeOf } from '../core/errors.ts'
import { randomHex } from '../core/ids.ts'
import type { OpenFile } from './appender.ts'
import { makeAppender } from './appender.ts'
import type { Owner } from './owner.ts'
import { isAlive, NOBODY, thisProcess } from './owner.ts'
import type { SpoolRecord } from './records.ts'
import type { SpoolFile } from './spool-file.ts'
import { named, newFileId, parseName } from './spool-file.ts'

/** A file is closed and a new one begun at this size, and sooner once all of it is in the database. */
const ROTATE_BYTES = 4 * 1024 * 1024
const ROTATE_STORED_BYTES = 256 * 1024
/** The owner shows that it lives by touching its file; see `owner.ts` for when that matters. */
const TOUCH_EVERY = MINUTE

/**
 * What was accepted and is not yet in the database: append-only files of JSON lines, one at a time for each process.
 * Whatever happens to the process, its files stay, and another process takes them over.
 */
export interface Spool {
  /** Resolves when the record is in the file. Records of one turn of the event loop share one write. */
  append(record: SpoolRecord): Promise<void>
  /** Bytes that wait, of all processes; of the others as of the last `survey`. */
  readonly waitingBytes: number
  /** Called after every write to the file. */
  onAppend: () => void
  /** Own files, oldest first, the one being appended to last. */
  own(): readonly SpoolFile[]
  /** Looks through the folder: takes over the files of processes that are gone, and measures what the others hold. */
  survey(): void
  /** The writer has stored everything up to here. */
  stored(file: SpoolFile, position: number): void
  /**
   * No complete line follows the stored position. A file that nobody appends to is removed, and so is a large one that
   * is being appended to: a new one is begun. Answers whether the file is gone.
   */
  exhausted(file: SpoolFile): boolean
  /** Ends the file that is being appended to: what comes next goes into another. */
  endFile(): void
  /** Bytes of a file of one's own that are not stored, as far as this process knows. */
  waitingIn(file: SpoolFile): number
  /** Every file in the folder, of all processes, with its size in bytes. Looks through it. */
  all(): readonly { readonly id: string; readonly bytes: number }[]
  /** How far a file is stored, as far as this process knows. */
  positionOf(file: SpoolFile): number | undefined
  /** Ends appending and lets go of what is left, for the next process. */
  close(): void
}

export interface SpoolOptions {
  readonly folder: string
  readonly maxBytes: number
  readonly fsync: boolean
  readonly clock: Clock
}

/** Makes the folder when it is missing. Throws when it cannot be written. */
export function openSpool({ folder, maxBytes, fsync, clock }: SpoolOptions): Spool {
  mkdirSync(folder, { recursive: true })
  // Several spools may live in one process (tests); each has an owner name of its own.
  const owner: Owner = `${thisProcess}.${randomHex(4)}`
  const held: SpoolFile[] = []
  const positions = new Map<string, number>()
  let othersBytes = 0
  let current: { file: SpoolFile; touchedAt: number } | undefined
  const appender = makeAppender({ fsync, openFile: begin, onWritten: () => spool.onAppend() })

  function begin(): OpenFile {
    const file = named(folder, newFileId(clock.now()), owner)
    const fd = openSync(file.path, 'a', 0o600)
    held.push(file)
    positions.set(file.id, 0)
    current = { file, touchedAt: clock.now() }
    return { fd, path: file.path }
  }

  const sizeOf = (file: SpoolFile): number =>
    file === current?.file ? appender.size : (statSync(file.path, { throwIfNoEntry: false })?.size ?? 0)

  const waitingIn = (file: SpoolFile) => Math.max(0, sizeOf(file) - (positions.get(file.id) ?? 0))

  function forget(file: SpoolFile): void {
    held.splice(held.indexOf(file), 1)
    positions.delete(file.id)
    rmSync(file.path, { force: true })
  }

  function endFile(): void {
    appender.close()
    current = undefined
  }

  function takeOver(file: SpoolFile): void {
    const mine = named(folder, file.id, owner)
    try {
      renameSync(file.path, mine.path)
    } catch (fault) {
      if (codeOf(fault) === 'ENOENT') return // another process was quicker
      throw fault
    }
    held.unshift(mine)
  }

  function survey(): void {
    othersBytes = 0
    for (const name of readdirSync(folder).sort().reverse()) {
      const file = parseName(folder, name)
      if (file === undefined || file.owner === owner) continue
      const stats = statSync(file.path, { throwIfNoEntry: false })
      if (stats === undefined) continue
      if (isAlive(file.owner, stats.mtimeMs, clock.now())) othersBytes += stats.size
      else takeOver(file)
    }
    for (const file of [...held]) if (!existsSync(file.path)) held.splice(held.indexOf(file), 1)
    showLife()
  }

  function showLife(): void {
    const now = clock.now()
    if (current === undefined || now - current.touchedAt < TOUCH_EVERY) return
    utimesSync(current.file.path, now / SECOND, now / SECOND)
    current.touchedAt = now
  }

  const ownBytes = () => held.reduce((sum, file) => sum + waitingIn(file), 0)
  // Summed anew at each survey, and counted on with every append in between.
  let surveyedBytes = 0
  let appendedBytes = 0

  const spool: Spool = {
    onAppend: () => undefined,
    get waitingBytes() {
      return surveyedBytes + appendedBytes + othersBytes
    },
    append(record) {
      const line = `${JSON.stringify(record)}\n`
      if (spool.waitingBytes + line.length > maxBytes) {
        const refusal = 'Too much is waiting for the database. Keep this and send it again later.'
        return Promise.reject(new AppError('unavailable', refusal, { retryAfter: 30 }))
      }
      appendedBytes += line.length
      if (current !== undefined && appender.size >= ROTATE_BYTES) endFile()
      return appender.append(line)
    },
    own: () => held,
    survey() {
      survey()
      surveyedBytes = ownBytes()
      appendedBytes = 0
    },
    stored(file, position) {
      positions.set(file.id, position)
      surveyedBytes = ownBytes()
      appendedBytes = 0
    },
    exhausted(file) {
      const position = positions.get(file.id) ?? 0
      if (file === current?.file) {
        if (position < ROTATE_STORED_BYTES) return false
        endFile()
        // Closing wrote what was still gathering: then there is more to store after all.
        if (sizeOf(file) > position) return false
      }
      forget(file)
      return true
    },
    endFile,
    all: () =>
      readdirSync(folder).flatMap((name) => {
        const file = parseName(folder, name)
        return file === undefined ? [] : [{ id: file.id, bytes: sizeOf(file) }]
      }),
    waitingIn,
    positionOf: (file) => positions.get(file.id),
    close() {
      endFile()
      for (const file of [...held]) {
        if (waitingIn(file) === 0 && positions.has(file.id)) forget(file)
        else renameSync(file.path, path.join(folder, `${file.id}~${NOBODY}.spool`))
      }
      held.length = 0
    },
  }
  spool.survey()
  return spool
}
