import type { Clock } from '../core/clock.ts'
import { locked, upsertRows } from '../db/dialect.ts'
import type { Dictionaries } from '../db/dictionaries.ts'
import type { Db, Engine, Writer } from '../db/open-db.ts'
import type { SpoolRecord, Written } from '../spool/records.ts'
import { writeAudits } from './audits.ts'
import { writeClicks } from './clicks.ts'
import { writeDropped } from './dropped.ts'
import { learnIssues, writeErrors } from './errors.ts'
import type { Resolved } from './terms.ts'
import { termsOf } from './terms.ts'
import { isSeen, writeViews } from './views.ts'

/** Made-up traffic is no file, but its position is stored as if it were: under a name that begins so. */
export const MADE_UP = 'seed-'

/** A stretch of one spool file: the records, and the positions before and behind them. */
export interface Batch {
  readonly file: string
  readonly from: number
  readonly to: number
  readonly records: readonly Resolved<SpoolRecord>[]
}

export interface BatchResult {
  /** Of the file, afterwards. */
  readonly position: number
  /** What became of records that somebody may wait for, by `keyOfMessage`. */
  readonly written: ReadonlyMap<string, Written>
}

type Kind = SpoolRecord['kind']

/**
 * Writes a batch and the position behind it in one transaction. The position afterwards is `batch.to`, or another one
 * when the file is stored to a different place than `batch.from` — then nothing was written, and the caller goes on from
 * there. That happens when an earlier commit succeeded and its answer was lost.
 *
 * Every batch locks in one order, so that two processes do not stop each other: position, visitors, issues, clicks and
 * their links, the heads of audit logs, each by its key.
 */
export async function writeBatch(db: Db, dictionaries: Dictionaries, clock: Clock, batch: Batch): Promise<BatchResult> {
  const { engine } = db
  const of = <K extends Kind>(kind: K) =>
    batch.records.filter((record): record is Resolved<Extract<SpoolRecord, { kind: K }>> => record.kind === kind)
  const numbers = await dictionaries.learn(termsOf(batch.records))
  const errors = of('error')
  const issues = await learnIssues(db, errors)
  return db.write(async (tx) => {
    const stored = await storedPosition(tx, engine, batch.file)
    if (stored !== batch.from) return { position: stored, written: new Map() }
    const views = await writeViews(tx, engine, numbers, batch.records.filter(isSeen))
    const grouped = await writeErrors(tx, engine, numbers, issues, errors)
    await writeClicks(tx, engine, numbers, of('click'), views)
    const chained = await writeAudits(tx, engine, clock, of('audit'))
    await writeDropped(tx, engine, of('dropped'))
    const row = { file: batch.file, position: batch.to, updated_at: clock.now() }
    await upsertRows(tx, engine, 'spool_positions', [row], ['file'], { position: 'replace', updated_at: 'replace' })
    return { position: batch.to, written: new Map([...grouped, ...chained]) }
  })
}

async function storedPosition(tx: Writer, engine: Engine, file: string): Promise<number> {
  const query = tx.selectFrom('spool_positions').select('position').where('file', '=', file)
  return (await locked(engine, query).executeTakeFirst())?.position ?? 0
}
