import { closeSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs'

/** What became of a hit that was taken to a file. */
export interface Taken {
  readonly admitted: boolean
  /** Which hit of the window it was, counted from 1; when it was not written, how many there were. */
  readonly at: number
  /** Size of the file when last looked at. */
  readonly size: number
  /** Hits that did not get into the file (a disk that filled up in the middle of a write). */
  readonly pending: number
}

/**
 * Counts a hit in a `.req` file: one byte per hit, its size is the count, so a check costs the same at any count.
 * `pending` hits admitted earlier are written along. The hit is admitted when it is among the first `room` of the file,
 * and refused without a write when those are there already; only who loses a race against another process leaves the
 * byte of a refused hit behind. Throws what the file system says.
 *
 * No lock: an append finds the end of the file and writes there as one act (POSIX `O_APPEND`, on local disks). On NFS
 * two machines may write over each other, which counts too little.
 */
export function takeFromFile(file: string, pending: number, room: number): Taken {
  const fd = openSync(file, 'a+', 0o600)
  try {
    const before = sizeOf(fd)
    const admit = before + pending < room
    const bytes = pending + (admit ? 1 : 0)
    if (bytes === 0) return { admitted: false, at: before, size: before, pending }
    const written = writeSync(fd, Buffer.alloc(bytes, '.'))
    const size = sizeOf(fd)
    const left = bytes - written
    const at = (size === before + written ? size : endOfOwnWrite(fd, size)) + left
    return { admitted: admit && at <= room, at, size, pending: left }
  } finally {
    closeSync(fd)
  }
}

/** Hits in a file, 0 when there is none. */
export const hitsInFile = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

const sizeOf = (fd: number) => fstatSync(fd).size

const TRIES = 100
const scratch = Buffer.allocUnsafe(1024)

/**
 * Where the last write of `fd` ended, when other processes wrote at the same time. Node cannot ask for the position of
 * a descriptor, but it stands behind the own write, so what can be read from there is what the others added since.
 */
function endOfOwnWrite(fd: number, size: number): number {
  let behind = 0
  for (let seen = size, tries = 0; tries < TRIES; tries++) {
    for (let read = -1; read !== 0; behind += read) read = readSync(fd, scratch, 0, scratch.length, null)
    const now = sizeOf(fd)
    // Files only grow: with the same size before and after, the reading ended exactly there.
    if (now === seen) return now - behind
    seen = now
  }
  return size
}
