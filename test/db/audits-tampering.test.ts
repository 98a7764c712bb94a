import { sql } from 'kysely'
import { BEFORE_THE_FIRST, hashOf } from '../../lib/audits/chain.ts'
import { describeVerification } from '../../lib/audits/describe-verification.ts'
import { verifyChain } from '../../lib/audits/verify.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { AuditEntriesTable } from '../../lib/db/record-tables.ts'
import { auditLog } from '../kit/audit-log.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { auditRecord, NOON } from '../kit/records.ts'

describe.each(engines)('%s: tampering with the audit log is found:', (engine) => {
  let db: Db
  let log: ReturnType<typeof auditLog>
  let drop: () => Promise<void>
  beforeEach(async () => {
    ;({ db, drop } = await freshDb(engine))
    log = auditLog(db)
  })
  afterEach(() => drop())

  beforeEach(() => log.writeNine().then(() => undefined))

  const CHANGES: readonly Partial<AuditEntriesTable>[] = [
    { action: 'act.9' },
    { actor: 'bob' },
    { actor: '' },
    { target: 'invoice-119' },
    { tenant: 'acme' },
    { outcome: 'failure' },
    { outcome: '' },
    { external_id: 'x' },
    { context: '{"n":2}' },
    { context: '' },
    { at: NOON + 1 },
    { message: 12345 },
    { salt: '0'.repeat(32) },
    { digests: 'a'.repeat(64) },
  ]
  test.each(CHANGES.map((set) => [JSON.stringify(set), set] as const))('an entry changed to %s', async (_name, set) => {
    await log.change(5, set)
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['edited 5'] })
  })

  test('an entry changed together with its hash', async () => {
    const fifth = await log.entry(5)
    await log.change(5, { actor: 'bob', hash: hashOf({ ...fifth, actor: 'bob' }) })
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['unlinked 6'] })
  })

  test('the newest entry changed together with its hash', async () => {
    const ninth = await log.entry(9)
    await log.change(9, { actor: 'bob', hash: hashOf({ ...ninth, actor: 'bob' }) })
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['head-differs 9'] })
  })

  test.each([
    [1, 1, 'missing 1'],
    [5, 5, 'missing 5'],
    [4, 7, 'missing 4'],
  ])('entries %i to %i deleted', async (from, to, fault) => {
    await log.remove(from, to)
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: [fault] })
  })

  test('a deleted entry whose place the later ones took', async () => {
    await log.remove(5, 5)
    for (const sequence of [6, 7, 8, 9]) await log.change(sequence, { sequence: sequence - 1 })
    await log.setHead({ sequence: 8 })
    const { outcome, faults } = await log.found()
    expect(outcome).toBe('tampered')
    expect(faults).toContain('unlinked 5')
    expect(faults).toContain('moved 5')
  })

  test('two entries in each other’s place', async () => {
    await log.change(4, { sequence: 100 })
    await log.change(6, { sequence: 4 })
    await log.change(100, { sequence: 6 })
    const { outcome, faults } = await log.found()
    expect(outcome).toBe('tampered')
    expect(faults.filter((fault) => fault.startsWith('moved'))).toEqual(['moved 4', 'moved 6'])
  })

  test('a fork: two entries that follow the same one', async () => {
    const [fifth, sixth] = [await log.entry(5), await log.entry(6)]
    const made = { ...sixth, previous_hash: fifth.previous_hash }
    await log.change(6, { ...made, hash: hashOf(made) })
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['forked 6', 'unlinked 7'] })
  })

  test('an entry put before the first', async () => {
    const first = await log.entry(1)
    const made = { ...first, sequence: 0, message: 1 }
    await db.read
      .insertInto('audit_entries')
      .values({ ...made, hash: hashOf(made) })
      .execute()
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['out-of-place 0'] })
  })

  test('the end cut off', async () => {
    await log.remove(8, 9)
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['tail-cut 8'] })
    await log.write(auditRecord())
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['missing 8'] })
  })

  test('the end cut off and the head set back: by an anchor', async () => {
    const [seventh, ninth] = [await log.entry(7), await log.entry(9)]
    await log.remove(8, 9)
    await log.setHead({ sequence: 7, hash: seventh.hash })
    expect((await log.found()).outcome).toBe('verified')
    expect(await log.found(ninth)).toEqual({ outcome: 'tampered', faults: ['anchor-missing 9'] })
  })

  test('the head removed', async () => {
    await log.removeHead()
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['head-missing 0'] })
    // Nothing can be added to it in silence either.
    await expect(log.write(auditRecord())).rejects.toThrow()
  })

  test.each([
    ['another hash', { hash: 'a'.repeat(64) }, 'head-differs 9'],
    ['an earlier entry', { sequence: 7 }, 'beyond-head 9'],
    ['no entry', { sequence: 0, hash: BEFORE_THE_FIRST }, 'beyond-head 9'],
    ['a later entry', { sequence: 12 }, 'tail-cut 10'],
  ])('a head that names %s', async (_name, set, fault) => {
    await log.setHead(set)
    const { outcome, faults } = await log.found()
    expect(outcome).toBe('tampered')
    expect(faults).toContain(fault)
  })

  test('the whole log removed, with the head left', async () => {
    await log.remove(1, 9)
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['tail-cut 1'] })
    await log.setHead({ sequence: 0, hash: BEFORE_THE_FIRST })
    expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['head-differs 0'] })
  })

  test('the whole log removed with its head, and begun again: by an anchor', async () => {
    const anchor = await log.entry(1)
    await log.remove(1, 9)
    await log.removeHead()
    expect(await log.found(anchor)).toEqual({ outcome: 'tampered', faults: ['anchor-missing 1'] })
    await log.write(auditRecord())
    expect((await log.found()).outcome).toBe('verified')
    expect(await log.found(anchor)).toEqual({ outcome: 'tampered', faults: ['anchor-differs 1'] })
  })

  test('the log made anew from an entry on: by an anchor there or later, and by no earlier one', async () => {
    const anchors = (await log.entries()).map(({ sequence, hash }) => ({ sequence, hash }))
    await log.rebuild(5, { actor: 'bob' })
    expect((await log.found()).outcome).toBe('verified')
    const outcomes = await Promise.all(anchors.map(async (anchor) => (await log.found(anchor)).outcome))
    expect(outcomes).toEqual([...Array<string>(4).fill('verified'), ...Array<string>(5).fill('tampered')])
    expect(await log.found(anchors[6])).toEqual({ outcome: 'tampered', faults: ['anchor-differs 7'] })
  })

  test('an entry of another project', async () => {
    await log.writeNine(2)
    const foreign = await log.entry(5, 2)
    const { project_id: _project, message: _message, ...rest } = foreign
    await sql`update audit_entries set ${sql.join(
      Object.entries(rest).map(([name, value]) => sql`${sql.ref(name)} = ${value}`),
    )} where project_id = 1 and sequence = 5`.execute(db.read)
    expect((await log.found()).faults).toEqual(['unlinked 5', 'edited 5', 'unlinked 6'])
  })

  test('more faults than anybody reads are counted', async () => {
    await log.write(...Array.from({ length: 200 }, () => auditRecord()))
    await db.read.updateTable('audit_entries').set({ actor: 'bob' }).execute()
    const verification = await verifyChain(db.read, 1)
    expect(verification.faultCount).toBe(209)
    expect(verification.faults).toHaveLength(100)
    expect(describeVerification(verification)).toContain('And 109 more.')
  })
})
