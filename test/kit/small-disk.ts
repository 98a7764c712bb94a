import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const asOwner = process.getuid?.() === 0 ? [] : ['sudo', '-n']

function run(...words: string[]): void {
  const [program = '', ...rest] = [...asOwner, ...words]
  execFileSync(program, rest, { stdio: 'pipe' })
}

/** Puts a disk of its own under a folder, with room for so many bytes. `unmount` takes it away with what lies on it. */
export function mountSmallDisk(folder: string, bytes: number): { unmount: () => void } {
  mkdirSync(folder, { recursive: true })
  run('mount', '-t', 'tmpfs', '-o', `size=${bytes},mode=0777`, 'tmpfs', folder)
  return { unmount: () => run('umount', '-l', folder) }
}

/** Whether this user may mount. Says what is left out when not; a run that must leave nothing out fails. */
export function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'micrologs-disk-'))
  try {
    mountSmallDisk(folder, 65_536).unmount()
    return true
  } catch (fault) {
    if (process.env.CI === 'true') throw new Error('CI must test on a full disk too: mount failed.', { cause: fault })
    process.stdout.write('\nLeft out: a spool on a full disk. To include it, on Linux: sudo npm test\n')
    return false
  } finally {
    rmdirSync(folder)
  }
}
