import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { MINUTE } from '../core/clock.ts'
import { codeOf } from '../core/errors.ts'

/**
 * Who holds a spool file: machine, process and the moment the process started, so that a reused process number is not
 * taken for the old owner. Part of the file's name; letters, digits and dots only.
 */
export type Owner = string

/** A file that nobody holds: its owner closed it in good order. */
export const NOBODY: Owner = 'nobody'

/** On another machine, and where the system does not tell when a process started, silence for this long means gone. */
const SILENT_MS = 10 * MINUTE

const attempt = (read: () => string): string => {
  try {
    return read()
  } catch {
    return ''
  }
}

// Process numbers mean something only inside one boot of one machine and one process namespace.
const machine = createHash('sha256')
  .update(hostname())
  .update(attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')))
  .update(attempt(() => readlinkSync('/proc/self/ns/pid')))
  .digest('hex')
  .slice(0, 12)

/** When a living process started, in clock ticks since boot; empty for a dead one, and where the system does not tell. */
function startOf(pid: number): string {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  // The second field is the program's name in brackets and may hold spaces. After it: the state, and 19 on the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const isDead = fields[0] === 'Z' || fields[0] === 'X'
  return isDead ? '' : (fields[19] ?? '')
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (fault) {
    return codeOf(fault) !== 'ESRCH'
  }
}

export const thisProcess: Owner = `${machine}.${process.pid}.${startOf(process.pid)}`

/** Whether the holder of a file may still append to it. `touchedAt` is the file's time of change. */
export function isAlive(owner: Owner, touchedAt: number, now: number): boolean {
  if (owner === NOBODY) return false
  const [itsMachine, pid = '', start = ''] = owner.split('.')
  const wasHeardOf = now - touchedAt < SILENT_MS
  if (itsMachine !== machine) return wasHeardOf
  return start === '' ? wasHeardOf && isRunning(Number(pid)) : startOf(Number(pid)) === start
}
