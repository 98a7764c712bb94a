import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../core/errors.ts'
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
  /** Throws `forbidden` unless it is the code, whatever the case and the dashes; always when there is no file. */
  require(given: string): void
  /** The same as an answer. */
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
  const matches = (given: string): boolean => {
    const code = stored()
    return code !== '' && sameSecret(plainCode(given), code)
  }
  return {
    file,
    matches,
    require(given) {
      if (matches(given)) return
      const sentence = `The code is wrong. It stands in ${path.basename(file)}, in the storage folder on the server.`
      throw new AppError('forbidden', sentence)
    },
    ensure() {
      if (stored() === '') writeWhole(file, `${newCode(6)}\n`)
    },
    remove: () => rmSync(file, { force: true }),
  }
}
