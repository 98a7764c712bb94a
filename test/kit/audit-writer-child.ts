import { systemClock } from '../../lib/core/clock.ts'
import { messageOf } from '../../lib/core/errors.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { keyOfMessage } from '../../lib/writer/waiters.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { auditRecord } from './records.ts'

/** What a test tells this process to do: to write entries of project 1 over a connection of its own, as the writer does. */
export interface AuditOrder {
  readonly url: string
  readonly storageDir: string
  /** Of this process: stands in its entries. */
  readonly name: string
  readonly entries: number
  readonly perBatch: number
  /** The first entry of each batch has the sender's own id, which is the same in all processes. */
  readonly sharesIds: boolean
}

/** What it answers: the number of each entry as it was told, in the order of writing; or the fault it ended with. */
export type AuditOutcome = { readonly sequences: readonly number[] } | { readonly fault: string }

const send = (message: AuditOutcome | 'ready') => process.send?.(message)

async function write({ url, storageDir, name, entries, perBatch, sharesIds }: AuditOrder): Promise<number[]> {
  const db = openDb({ url, storageDir, connections: 1 })
  const dictionaries = makeDictionaries(db)
  const sequences: number[] = []
  for (let from = 0; from < entries; from += perBatch) {
    const records = Array.from({ length: perBatch }, (_, index) =>
      auditRecord({
        actor: name,
        target: String(from + index),
        externalId: sharesIds && index === 0 ? `shared-${from}` : '',
      }),
    ) as Resolved<ReturnType<typeof auditRecord>>[]
    const batch = { file: name, from, to: from + perBatch, records }
    const { written } = await writeBatch(db, dictionaries, systemClock, batch)
    for (const record of records) {
      const told = written.get(keyOfMessage(record))
      if (told?.kind === 'audit') sequences.push(told.sequence)
    }
  }
  await db.close()
  return sequences
}

process.on('message', (order: AuditOrder) => {
  write(order).then(
    (sequences) => send({ sequences }),
    (fault: unknown) => send({ fault: messageOf(fault) }),
  )
})

send('ready')
