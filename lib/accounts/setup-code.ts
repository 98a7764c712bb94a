import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { sameSecret } from '../core/hashing.ts'
import { writeWhole } from '../core/whole-file.ts'
import { newCode, plainCode } from './secret-token.ts'

/**
 * The code that makes its reader the first owner: in a file that only the account of the server can read, so that
 * whoever reads it owns the server anyway, and no stranger who finds a fresh install can take it.
 */
export interface SetupCode {
  readonly file: string
  /** Makes the file unless it is there. */
  ensure(): void
  /** Whether it is the code, whatever the case and the dashes; never when there is no file. */
  matches(given: string): boolean
  /** There is an owner now. */
  remove(): void
}

export function setupCodeIn(storageDir: string): SetupCode {
  const file = path.join(storageDir, 'setup-code.txt')
  const stored = (): string => {
    try {
      return plainCode(readFileSync(file, 'utf8'))
    } catch {
      return ''
    }
  }
  return {
    file,
    ensure() {
      if (stored() === '') writeWhole(file, `${newCode(6)}\n`)
    },
    matches(given) {
      const code = stored()
      return code !== '' && sameSecret(plainCode(given), code)
    },
    remove: () => rmSync(file, { force: true }),
  }
}
