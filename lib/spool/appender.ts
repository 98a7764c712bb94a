import { closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, statSync, writeSync } from 'node:fs'
import { elapsed } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'

/** Appends lines to one file at a time. All lines of one turn of the event loop go down in one write. */
export interface Appender {
  append(line: string): Promise<void>
  /** Bytes in the file being appended to; 0 when none is open. */
  readonly size: number
  /** Writes what waits and closes the file; the next append opens another. */
  close(): void
}

interface Batch {
  lines: string[]
  readonly written: Promise<void>
  resolve(): void
  reject(fault: Error): void
}

const NOT_STORED = 'The server cannot store this now: its disk refused to write. Send it again later.'

/** How long an idle file is trusted to be where it was made; after that its place is checked before a write. */
const TRUST_MS = 5_000

/** A new, empty file, open for appending. */
export interface OpenFile {
  readonly fd: number
  readonly path: string
}

/**
 * `openFile` begins a file. With `fsync`, a batch is answered for after it reached the disk
 * itself, and what comes in meanwhile forms the next batch.
 */
export function makeAppender(options: { fsync: boolean; openFile: () => OpenFile; onWritten: () => void }): Appender {
  const { fsync, openFile, onWritten } = options
  let file: { fd: number; path: string; inode: number; size: number; checkedAt: number } | undefined
  let batch: Batch | undefined
  /** The file that is being synced; it is closed only afterwards. */
  let syncing: { fd: number; closeAfter: boolean } | undefined

  function open() {
    const { fd, path } = openFile()
    file = { fd, path, inode: fstatSync(fd).ino, size: 0, checkedAt: elapsed() }
    return file
  }

  /**
   * A process that was stopped for long (a suspended machine) may have been taken for dead and its file taken over.
   * What it would append there could be lost, so after a pause it looks first.
   */
  function usable() {
    if (file === undefined) return open()
    const now = elapsed()
    if (now - file.checkedAt > TRUST_MS && statSync(file.path, { throwIfNoEntry: false })?.ino !== file.inode) {
      drop()
      return open()
    }
    file.checkedAt = now
    return file
  }

  function drop(): void {
    if (file === undefined) return
    if (syncing?.fd === file.fd) syncing.closeAfter = true
    else closeSync(file.fd)
    file = undefined
  }

  function write(data: Buffer): void {
    let before: number | undefined
    try {
      const target = usable()
      before = target.size
      for (let done = 0; done < data.length;) done += writeSync(target.fd, data, done)
      target.size += data.length
    } catch (fault) {
      if (before !== undefined) undo(before)
      throw new AppError('unavailable', NOT_STORED, { retryAfter: 60, cause: fault })
    }
  }

  /**
   * Cuts off what was half written. The next try goes to a new file: this one may be what cannot grow, and should even
   * cutting fail, its torn line is at its end. Only a file that is still empty is tried again, or a full disk would
   * gather empty files.
   */
  function undo(size: number): void {
    try {
      if (file !== undefined) ftruncateSync(file.fd, size)
      if (size === 0) return
    } catch {
      // the first fault is the one to tell of
    }
    drop()
  }

  function flush(): void {
    const due = batch
    if (due === undefined) return
    batch = undefined
    try {
      write(Buffer.from(due.lines.join('')))
    } catch (fault) {
      due.reject(fault as Error)
      return
    }
    if (!fsync || file === undefined) due.resolve()
    else if (syncing === undefined) sync(file.fd, due)
    else {
      // Only a close comes here: it does not wait for the sync under way.
      fdatasyncSync(file.fd)
      due.resolve()
    }
    onWritten()
  }

  function sync(fd: number, due: Batch): void {
    const running = { fd, closeAfter: false }
    syncing = running
    fdatasync(fd, (fault) => {
      syncing = undefined
      if (running.closeAfter) closeSync(fd)
      if (fault) due.reject(new AppError('unavailable', NOT_STORED, { cause: fault, retryAfter: 60 }))
      else due.resolve()
      flush()
    })
  }

  return {
    get size() {
      return file?.size ?? 0
    },
    append(line) {
      if (batch === undefined) {
        batch = newBatch()
        // While one batch is on its way to the disk, the next gathers; the end of the sync writes it.
        setImmediate(() => {
          if (syncing === undefined) flush()
        })
      }
      batch.lines.push(line)
      return batch.written
    },
    close() {
      flush()
      drop()
    },
  }
}

function newBatch(): Batch {
  let resolve = (): void => undefined
  let reject = (_fault: Error): void => undefined
  const written = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { lines: [], written, resolve, reject }
}
