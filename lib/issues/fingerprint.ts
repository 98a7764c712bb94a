import { sha256Hex } from '../core/hashing.ts'

/** Goes up when the rule below changes; stored with every issue, so that those of an older rule can be told apart. */
export const FINGERPRINT_VERSION = 1

/** What makes two errors the same issue. Texts as they are stored: trimmed and cut. */
export interface Traits {
  readonly project: number
  readonly type: string
  readonly message: string
  readonly file: string
  /** Null and 0 both stand for "none", as in the table. */
  readonly line: number | null
}

// A control character, which clean text has none of: file `f`, line 1 is not file `f1` without a line.
const SEPARATOR = '\u001f'

/** SHA-256, hex. Severity and environment are no part of it: the same fault in two places is one issue. */
export const fingerprintOf = ({ project, type, message, file, line }: Traits): string =>
  sha256Hex([project, type, message, file, (line ?? 0) === 0 ? '' : line].join(SEPARATOR))
