import { hashOf } from '../../lib/audits/chain.ts'
import { verifyChain } from '../../lib/audits/verify.ts'
import type { Anchor } from '../../lib/audits/walk.ts'
import { systemClock } from '../../lib/core/clock.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { AuditEntriesTable } from '../../lib/db/record-tables.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { keyOfMessage } from '../../lib/writer/waiters.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { auditRecord, NOON } from './records.ts'

/** Audit logs of a database: written as the writer does, and tampered with as anybody may who can reach the tables. */
export function auditLog(db: Db) {
  let files = 0

  /** One batch; gives the number and hash of each record's entry, in their order. */
  async function write(...records: SpoolRecord[]): Promise<(Anchor | undefined)[]> {
    const batch = { file: `file-${++files}`, from: 0, to: 100, records: records as Resolved<SpoolRecord>[] }
    const { written } = await writeBatch(db, makeDictionaries(db), systemClock, batch)
    return records.map((record) => {
      const told = written.get(keyOfMessage(record))
      return told?.kind === 'audit' ? { sequence: told.sequence, hash: told.hash } : undefined
    })
  }

  const entries = (project = 1) =>
    db.read.selectFrom('audit_entries').selectAll().where('project_id', '=', project).orderBy('sequence').execute()

  const change = async (sequence: number, set: Partial<AuditEntriesTable>): Promise<void> => {
    await db.read.updateTable('audit_entries').set(set).where('sequence', '=', sequence).execute()
  }
  const setHead = async (set: { sequence?: number; hash?: string }): Promise<void> => {
    await db.read.updateTable('audit_heads').set(set).execute()
  }

  return {
    write,
    entries,
    change,
    setHead,
    /** Three batches: entries 1 to 9. */
    async writeNine(project = 1): Promise<Anchor[]> {
      const told = []
      for (const batch of [4, 1, 4]) {
        const records = Array.from({ length: batch }, (_, index) =>
          auditRecord({ project: { id: project }, at: NOON - index, action: `act.${index}`, context: '{"n":1}' }),
        )
        told.push(...(await write(...records)))
      }
      return told.filter((entry) => entry !== undefined)
    },
    async entry(sequence: number, project = 1) {
      const found = (await entries(project)).find((entry) => entry.sequence === sequence)
      if (found === undefined) throw new Error(`There is no entry ${sequence}`)
      return found
    },
    async remove(from: number, to: number): Promise<void> {
      await db.read.deleteFrom('audit_entries').where('sequence', '>=', from).where('sequence', '<=', to).execute()
    },
    async removeHead(): Promise<void> {
      await db.read.deleteFrom('audit_heads').execute()
    },
    /** Makes the log anew from an entry on, as who knows the rule and can write everywhere does. */
    async rebuild(from: number, set: Partial<AuditEntriesTable>): Promise<void> {
      let previous: string | undefined
      for (const entry of await entries()) {
        if (entry.sequence < from) continue
        const made = { ...entry, ...(previous === undefined ? set : { previous_hash: previous }) }
        previous = hashOf(made)
        await change(entry.sequence, { ...made, hash: previous })
        await setHead({ hash: previous })
      }
    },
    /** What a verification of project 1 comes to: kinds and numbers of the faults. */
    async found(anchor?: Anchor): Promise<{ outcome: string; faults: string[] }> {
      const { outcome, faults } = await verifyChain(db.read, 1, anchor)
      return { outcome, faults: faults.map(({ kind, sequence }) => `${kind} ${sequence}`) }
    },
  }
}
