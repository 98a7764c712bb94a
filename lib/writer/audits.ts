import type { Clock } from '../core/clock.ts'
import { hashId } from '../core/hashing.ts'
import type { Id53 } from '../core/ids.ts'
import { randomHex } from '../core/ids.ts'
import { BEFORE_THE_FIRST, hashOf } from '../audits/chain.ts'
import { insertRows, locked, upsertRows } from '../db/dialect.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import type { AuditEntriesTable } from '../db/record-tables.ts'
import type { AuditRecord, Written } from '../spool/records.ts'
import { runningVisits } from './running-visits.ts'
import type { Resolved } from './terms.ts'
import { keyOfMessage } from './waiters.ts'

type Entry = Resolved<AuditRecord>
/** Where an entry is in its project's chain. */
type Place = Pick<AuditEntriesTable, 'sequence' | 'hash'>
type Head = Place & { readonly project_id: number }

/**
 * Writes audit entries behind the newest ones of their projects, and tells each record its entry. Comes after the views: what a browser
 * sent is of the visit that runs. A message that is
 * there already, also in this batch, is told the entry it is. The head of a project's log is held from here to the end
 * of the transaction: whoever else writes to that log waits, so that no two entries follow the same one.
 */
export async function writeAudits(
  tx: Writer,
  engine: Engine,
  clock: Clock,
  audits: readonly Entry[],
): Promise<Map<string, Written>> {
  const written = new Map<string, Written>()
  const visitOf = await runningVisits(tx, audits)
  for (const head of await holdHeads(tx, engine, audits)) {
    const records = audits.filter(({ project }) => project.id === head.project_id)
    const known = await storedPlaces(tx, engine, head.project_id, records)
    const { rows, end } = chain(records, head, known, visitOf)
    await insertRows(tx, engine, 'audit_entries', rows)
    if (rows.length > 0) await moveHead(tx, end, clock.now())
    for (const record of records) {
      const place = known.get(messageOf(record))
      if (place !== undefined) written.set(keyOfMessage(record), { kind: 'audit', ...place })
    }
  }
  return written
}

/** An entry with the sender's own id is the same message whenever and wherever it comes from. */
const messageOf = ({ id, externalId }: Entry): Id53 => (externalId === '' ? id : hashId('audit', externalId))

/**
 * All heads before any entry, in the order of their key: what is looked up for one project may lock the gap to the next
 * one. A row is made where there is none: locking what is not there would hold nobody back.
 */
async function holdHeads(tx: Writer, engine: Engine, audits: readonly Entry[]): Promise<Head[]> {
  const projects = [...new Set(audits.map(({ project }) => project.id))].sort((a, b) => a - b)
  if (projects.length === 0) return []
  const stubs = projects.map((id) => ({ project_id: id, sequence: 0, hash: BEFORE_THE_FIRST, updated_at: 0 }))
  await upsertRows(tx, engine, 'audit_heads', stubs, ['project_id'], { sequence: 'keep' })
  const heads = tx
    .selectFrom('audit_heads')
    .select(['project_id', 'sequence', 'hash'])
    .where('project_id', 'in', projects)
    .orderBy('project_id')
  return locked(engine, heads).execute()
}

/** Messages that are in the log already. A plain read would not see what came in since this transaction began. */
async function storedPlaces(
  tx: Writer,
  engine: Engine,
  project: number,
  records: readonly Entry[],
): Promise<Map<Id53, Place>> {
  const messages = [...new Set(records.map(messageOf))].sort((a, b) => a - b)
  const stored = tx
    .selectFrom('audit_entries')
    .select(['message', 'sequence', 'hash'])
    .where('project_id', '=', project)
    .where('message', 'in', messages)
  const rows = await locked(engine, stored).execute()
  return new Map(rows.map(({ message, sequence, hash }) => [message, { sequence, hash }]))
}

/** The rows of the messages that are not `known` yet, in the order they came; adds them to it. */
function chain(records: readonly Entry[], head: Head, known: Map<Id53, Place>, visitOf: (record: Entry) => Id53) {
  const rows: AuditEntriesTable[] = []
  let end = head
  for (const record of records) {
    const message = messageOf(record)
    if (known.has(message)) continue
    const row = rowOf(record, message, end, visitOf(record))
    rows.push(row)
    end = { project_id: head.project_id, sequence: row.sequence, hash: row.hash }
    known.set(message, { sequence: row.sequence, hash: row.hash })
  }
  return { rows, end }
}

function rowOf(record: Entry, message: Id53, previous: Head, visit: Id53): AuditEntriesTable {
  const { at, action, actor, target, tenant, outcome, externalId, context } = record
  const entry = {
    project_id: previous.project_id,
    sequence: previous.sequence + 1,
    ...{ at, message, action, actor, target, tenant, outcome },
    external_id: externalId,
    context: context ?? '',
    salt: randomHex(16),
    digests: '',
    previous_hash: previous.hash,
  }
  return { ...entry, visit, hash: hashOf(entry) }
}

async function moveHead(tx: Writer, { project_id: project, sequence, hash }: Head, now: number): Promise<void> {
  const set = { sequence, hash, updated_at: now }
  await tx.updateTable('audit_heads').set(set).where('project_id', '=', project).execute()
}
