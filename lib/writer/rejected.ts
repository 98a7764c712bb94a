import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../core/clock.ts'
import { utcDay } from '../core/clock.ts'
import { codeOf } from '../core/errors.ts'
import { NOBODY } from '../spool/owner.ts'
import { named, newFileId } from '../spool/spool-file.ts'

/** Records that could not be stored, with the reason: one JSON line each, in a file a day. Nothing is thrown away. */
export interface Rejected {
  add(line: string, reason: string): void
  /** How many lie there. Reads the folder. */
  count(): number
}

/** A line of such a file begins so, and no line of an accepted record does. */
const MARK = '{"rejected_at":'

export function rejectedIn(folder: string, clock: Clock): Rejected {
  return {
    add(line, reason) {
      mkdirSync(folder, { recursive: true })
      const entry = { rejected_at: new Date(clock.now()).toISOString(), reason, record: acceptedLine(line) }
      appendFileSync(path.join(folder, `${utcDay(clock.now())}.jsonl`), `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    },
    count() {
      try {
        return filesIn(folder).reduce((sum, file) => sum + linesIn(file), 0)
      } catch {
        return 0 // a file was put back this moment, or the folder cannot be read, which the checks tell of
      }
    },
  }
}

/** The line as it was accepted: of one that was set aside and put back, what it carries. */
export function acceptedLine(line: string): string {
  if (!line.startsWith(MARK)) return line
  try {
    const { record } = JSON.parse(line) as { record?: unknown }
    return typeof record === 'string' ? record : line
  } catch {
    return line
  }
}

/**
 * Puts what was set aside back into the spool, where the next process that looks finds it, within seconds; gives the
 * number of records. Each file is moved whole, by one rename, and read by the writer as it is: at no moment is a record
 * in neither place or in both. What is refused again comes back to `rejected` with the new reason.
 */
export function retryRejected(spoolFolder: string, clock: Clock): number {
  let records = 0
  for (const file of filesIn(path.join(spoolFolder, 'rejected'))) {
    try {
      const lines = linesIn(file)
      renameSync(file, named(spoolFolder, newFileId(clock.now()), NOBODY).path)
      records += lines
    } catch (fault) {
      if (codeOf(fault) !== 'ENOENT') throw fault // else somebody else put it back this moment
    }
  }
  return records
}

function filesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
    return names.sort().map((name) => path.join(folder, name))
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return [] // nothing was ever rejected
    throw fault
  }
}

const linesIn = (file: string) => readFileSync(file, 'utf8').split('\n').length - 1
