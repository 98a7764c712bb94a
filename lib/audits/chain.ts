import { sha256Hex } from '../core/hashing.ts'
import type { AuditEntriesTable } from '../db/record-tables.ts'

/**
 * The hash of an audit entry, so that anybody can write a verifier. Version 1:
 *
 *     hash   = hex(SHA-256(line))
 *     line   = [1,project,sequence,"previous_hash",at,message,"action","outcome",
 *               "d(actor)","d(target)","d(tenant)","d(external_id)","d(context)"]
 *     d(x)   = hex(SHA-256(salt + "\n" + x))
 *
 * The line is JSON without any space, in UTF-8. Numbers are whole and plain. In text only these are escaped: `"` and `\`
 * with a backslash, U+0008, 9, A, C and D as `\b \t \n \f \r`, what else is below U+0020 as `\u00` and two digits; so
 * it is what JavaScript's `JSON.stringify` gives, Python's `json.dumps(…, separators=(',', ':'), ensure_ascii=False)`,
 * or PHP's `json_encode` with slashes, Unicode and line terminators unescaped. Hex is in lower case. Every value is as
 * the column holds it: `at` in ms since 1970 UTC, `context` as JSON text or empty, `salt` as its 32 hex digits. What
 * nobody said is the empty text. `previous_hash` is the hash of the entry one sequence earlier; before the first, 64
 * zeros. The column `visit` is no part of it: it is ours, not the sender's.
 *
 * The five values behind `d` may be personal. To erase them the digests are kept in the column `digests` (five, in the
 * order above, between commas) and the values *and the salt* are emptied: the hash is as before, and without the salt
 * nobody can find a value by trying. While the values are there `digests` is empty. `action` and `outcome` stay for
 * ever, and so does `message`, in which an external id is 53 bits of an unsalted hash: no place for a name.
 */
export type Hashed = Omit<AuditEntriesTable, 'hash' | 'visit'>

const VERSION = 1
const PERSONAL = ['actor', 'target', 'tenant', 'external_id', 'context'] as const

/** `previous_hash` of the first entry. */
export const BEFORE_THE_FIRST = '0'.repeat(64)

export function hashOf(entry: Hashed): string {
  const { project_id, sequence, previous_hash, at, message, action, outcome } = entry
  const own = [VERSION, project_id, sequence, previous_hash, at, message, action, outcome]
  return sha256Hex(JSON.stringify([...own, ...digestsOf(entry)]))
}

function digestsOf(entry: Hashed): readonly string[] {
  if (entry.digests !== '') return entry.digests.split(',')
  return PERSONAL.map((name) => sha256Hex(`${entry.salt}\n${entry[name]}`))
}

/** What an entry becomes when its personal values are to be forgotten. Its hash stays. */
export const erased = <E extends Hashed>(entry: E): E => ({
  ...entry,
  ...{ actor: '', target: '', tenant: '', external_id: '', context: '', salt: '' },
  digests: digestsOf(entry).join(','),
})

const SALT = /^[\da-f]{32}$/

/**
 * Whether an entry has either its values with a salt or only their digests. Some of both would pass the hash: anything
 * could be written beside the digests, and the beginning of a value moved to the end of the salt.
 */
export function isWhole(entry: Hashed): boolean {
  if (entry.digests === '') return SALT.test(entry.salt)
  return entry.salt === '' && PERSONAL.every((name) => entry[name] === '')
}
