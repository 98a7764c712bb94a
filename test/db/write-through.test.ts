import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../lib/core/clock.ts'
import { randomId } from '../../lib/core/ids.ts'
import { silentLog } from '../../lib/core/log.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { Spool } from '../../lib/spool/open-spool.ts'
import { openSpool } from '../../lib/spool/open-spool.ts'
import type { AuditRecord } from '../../lib/spool/records.ts'
import { rejectedIn } from '../../lib/writer/rejected.ts'
import type { Writer } from '../../lib/writer/writer.ts'
import { makeWriter } from '../../lib/writer/writer.ts'
import { engines, freshDb, holdWriteLock } from '../kit/databases.ts'

/** Callers that wait for their record: the same spool and the same transaction as for everybody, only at once. */

const entry = (given: Partial<AuditRecord> = {}): AuditRecord => ({
  v: 1,
  kind: 'audit',
  id: randomId(),
  at: Date.parse('2026-03-10T12:00:00Z'),
  project: { id: 1 },
  ...{ action: 'login', actor: 'ann', target: '', tenant: '', outcome: '', externalId: '', context: null },
  ...given,
})

describe.each(engines)('%s: a caller that waits', (engine) => {
  let db: Db
  let spool: Spool
  let writer: Writer
  let drop: () => Promise<void>

  beforeEach(async () => {
    const fresh = await freshDb(engine)
    ;({ db, drop } = fresh)
    const folder = `${fresh.storageDir}/spool`
    spool = openSpool({ folder, maxBytes: 100_000, fsync: false, clock: systemClock })
    writer = makeWriter({
      db,
      spool,
      dictionaries: makeDictionaries(db),
      rejected: rejectedIn(`${folder}/rejected`, systemClock),
      projectOf: (record) => Promise.resolve('id' in record.project && record.project.id === 1 ? 1 : undefined),
      clock: systemClock,
      log: silentLog,
    })
  })
  afterEach(async () => {
    await writer.stop(1000)
    spool.close()
    await drop()
  })

  test('is told what became of the record, and many at once share transactions', async () => {
    writer.start()
    const told = await Promise.all(Array.from({ length: 40 }, () => writer.writeThrough(entry())))
    const sequences = told.map((written) => (written?.kind === 'audit' ? written.sequence : 0))
    expect(sequences.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
    expect(spool.waitingBytes).toBe(0)
  })

  test('a message that comes twice at once is one entry, and both are told it', async () => {
    writer.start()
    const twice = entry({ id: 77 })
    const [first, second] = await Promise.all([writer.writeThrough(twice), writer.writeThrough(twice)])
    expect(first).toMatchObject({ kind: 'audit', sequence: 1 })
    expect(second).toEqual(first)
    expect(await db.read.selectFrom('audit_entries').select('message').execute()).toEqual([{ message: 77 }])
  })

  test('is not kept waiting while the writer does not run; the record is written later', async () => {
    expect(await writer.writeThrough(entry())).toBeUndefined()
    expect(spool.waitingBytes).toBeGreaterThan(0)
    await writer.drain()
    expect(await db.read.selectFrom('audit_entries').select('sequence').execute()).toEqual([{ sequence: 1 }])
  })

  test('of a project that is gone is let go after a while, without a word', async () => {
    writer.start()
    expect(await writer.writeThrough(entry({ project: { id: 2 } }))).toBeUndefined()
  })

  test('a full spool refuses it', async () => {
    writer.start()
    const context = 'x'.repeat(100_001)
    await expect(writer.writeThrough(entry({ context }))).rejects.toMatchObject({ code: 'unavailable' })
  })
})

test('behind a lock that another process holds: queued after 2 s, and written when it is free', async () => {
  const fresh = await freshDb('sqlite')
  const folder = `${fresh.storageDir}/spool`
  const spool = openSpool({ folder, maxBytes: 100_000, fsync: false, clock: systemClock })
  const writer = makeWriter({
    db: fresh.db,
    spool,
    dictionaries: makeDictionaries(fresh.db),
    rejected: rejectedIn(`${folder}/rejected`, systemClock),
    projectOf: () => Promise.resolve(1),
    clock: systemClock,
    log: silentLog,
  })
  writer.start()
  await pause(50)
  const letGo = await holdWriteLock(fresh.db)
  expect(await writer.writeThrough(entry())).toBeUndefined()
  await letGo()
  await writer.drain()
  expect(await fresh.db.read.selectFrom('audit_entries').select('sequence').execute()).toEqual([{ sequence: 1 }])
  await writer.stop(1000)
  spool.close()
  await fresh.drop()
})
