import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import path from 'node:path'
import { randomHex } from '../core/ids.ts'
import type { Owner } from './owner.ts'

/** `<id>~<owner>.spool`: the id stays for life and names the file's position in the database, the owner may change. */
export interface SpoolFile {
  readonly id: string
  readonly owner: Owner
  readonly path: string
}

const NAME = /^([0-9a-z]+-[0-9a-f]+)~([\w.]+)\.spool$/

export function parseName(folder: string, name: string): SpoolFile | undefined {
  const [, id, owner] = NAME.exec(name) ?? []
  return id === undefined || owner === undefined ? undefined : { id, owner, path: path.join(folder, name) }
}

export const named = (folder: string, id: string, owner: Owner): SpoolFile => ({
  id,
  owner,
  path: path.join(folder, `${id}~${owner}.spool`),
})

/** Later files have later names. */
export const newFileId = (now: number): string => `${now.toString(36)}-${randomHex(6)}`

/** A complete line of a file and the position behind it. */
export interface SpoolLine {
  readonly text: string
  readonly end: number
}

const NEWLINE = 10

/**
 * The complete lines from a position on, at most about `maxBytes`. A last line without its end was never answered for
 * (the process died while writing it) and is left out. A single line longer than `maxBytes` is read whole.
 */
export function readLines(file: SpoolFile, from: number, maxBytes: number): SpoolLine[] {
  const fd = openSync(file.path, 'r')
  try {
    const { size } = fstatSync(fd)
    for (let bytes = maxBytes; ; bytes *= 2) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(bytes, size - from)))
      const read = readSync(fd, buffer, 0, buffer.length, from)
      const lines = linesOf(buffer.subarray(0, read), from)
      if (lines.length > 0 || from + read >= size) return lines
    }
  } finally {
    closeSync(fd)
  }
}

function linesOf(buffer: Buffer, from: number): SpoolLine[] {
  const lines: SpoolLine[] = []
  let start = 0
  for (let end = buffer.indexOf(NEWLINE); end >= 0; end = buffer.indexOf(NEWLINE, start)) {
    lines.push({ text: buffer.toString('utf8', start, end), end: from + end + 1 })
    start = end + 1
  }
  return lines
}
