import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../core/clock.ts'
import { utcDay } from '../core/clock.ts'

/** Records that could not be stored, with the reason: one JSON line each, in a file a day. Nothing is thrown away. */
export interface Rejected {
  add(line: string, reason: string): void
  /** How many lie there. Reads the folder. */
  count(): number
}

export function rejectedIn(folder: string, clock: Clock): Rejected {
  return {
    add(line, reason) {
      mkdirSync(folder, { recursive: true })
      const entry = { rejected_at: new Date(clock.now()).toISOString(), reason, record: line }
      appendFileSync(path.join(folder, `${utcDay(clock.now())}.jsonl`), `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    },
    count() {
      try {
        const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
        return files.reduce(
          (sum, name) => sum + readFileSync(path.join(folder, name), 'utf8').split('\n').length - 1,
          0,
        )
      } catch {
        return 0 // no folder yet: nothing was ever rejected
      }
    },
  }
}
