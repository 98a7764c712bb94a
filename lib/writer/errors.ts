import type { Id53 } from '../core/ids.ts'
import type { Numbers } from '../db/dictionaries.ts'
import type { Db, Engine, Writer } from '../db/open-db.ts'
import type { ErrorRecord, Written } from '../spool/records.ts'
import type { Resolved } from './terms.ts'

/** The number of the issue of each fingerprint, by project and fingerprint. */
export type IssueNumbers = ReadonlyMap<string, number>

export async function learnIssues(_db: Db, _errors: readonly Resolved<ErrorRecord>[]): Promise<IssueNumbers> {
  return Promise.resolve(new Map<never, never>())
}

export async function writeErrors(
  _tx: Writer,
  _engine: Engine,
  _numbers: Numbers,
  _issues: IssueNumbers,
  _errors: readonly Resolved<ErrorRecord>[],
): Promise<Map<Id53, Written>> {
  return Promise.resolve(new Map<never, never>())
}
