import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import type { Stats } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { randomHex } from '../core/ids.ts'
import type { Project } from './project.ts'
import { IDENTITY_MODES } from './project.ts'

/** Bumped when `Project` changes; a file of another format is as good as none. */
const FORMAT = 2

const snapshot = z.object({
  format: z.literal(FORMAT),
  projects: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      publicKey: z.string(),
      secretHash: z.string(),
      domains: z.array(z.string()),
      identity: z.enum(IDENTITY_MODES),
      timeZone: z.string(),
      isActive: z.boolean(),
      honoursOptOut: z.boolean(),
      browserAudits: z.boolean(),
      createdAt: z.int(),
      updatedAt: z.int(),
    }),
  ),
})

export const snapshotText = (projects: readonly Project[]): string => JSON.stringify({ format: FORMAT, projects })

/** What the file says; undefined when it is absent, damaged or of another format. */
export function readSnapshot(file: string): Project[] | undefined {
  try {
    return snapshot.parse(JSON.parse(readFileSync(file, 'utf8'))).projects
  } catch {
    return undefined
  }
}

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
export function writeSnapshot(file: string, text: string): string {
  mkdirSync(path.dirname(file), { recursive: true })
  const fresh = `${file}.${randomHex(6)}.tmp`
  try {
    const handle = openSync(fresh, 'wx', 0o600)
    try {
      writeSync(handle, text)
      const written = stamp(fstatSync(handle))
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
