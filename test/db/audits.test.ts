import { BEFORE_THE_FIRST, erased } from '../../lib/audits/chain.ts'
import { describeVerification } from '../../lib/audits/describe-verification.ts'
import { projectsWithAudits, verifyChain } from '../../lib/audits/verify.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { AuditRecord } from '../../lib/spool/records.ts'
import { auditLog } from '../kit/audit-log.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { auditRecord, pageviewRecord } from '../kit/records.ts'

describe.each(engines)('%s: the audit log', (engine) => {
  let db: Db
  let log: ReturnType<typeof auditLog>
  let drop: () => Promise<void>
  beforeEach(async () => {
    ;({ db, drop } = await freshDb(engine))
    log = auditLog(db)
  })
  afterEach(() => drop())

  describe('an honest one', () => {
    test('of several batches is verified, and the sentences say what was proved', async () => {
      const told = await log.writeNine()
      expect(told.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
      const stored = await log.entries()
      expect(stored.map(({ hash }) => hash)).toEqual(told.map(({ hash }) => hash))
      expect(stored[0]?.previous_hash).toBe(BEFORE_THE_FIRST)
      expect(new Set(stored.map(({ salt }) => salt)).size).toBe(9)

      const verification = await verifyChain(db.read, 1)
      expect(verification).toEqual({
        project: 1,
        outcome: 'verified',
        entries: 9,
        erasedEntries: 0,
        first: 1,
        last: told[8],
        anchor: 'none',
        faults: [],
        faultCount: 0,
      })
      const sentences = describeVerification(verification).join('\n')
      expect(sentences).toContain(`9 entries checked, number 1 to 9; the newest has the hash ${told[8]?.hash}.`)
      expect(sentences).toContain('No anchor was compared')
    })

    test('meets every anchor taken of it, also when more was written since', async () => {
      const told = await log.writeNine()
      await log.write(auditRecord())
      for (const anchor of told) expect(await log.found(anchor)).toEqual({ outcome: 'verified', faults: [] })
      const verification = await verifyChain(db.read, 1, told[8])
      expect(verification).toMatchObject({ anchor: 'met', entries: 10 })
      expect(describeVerification(verification).join()).toContain('The anchor is met')
    })

    test('without entries is not called verified', async () => {
      expect(await log.found()).toEqual({ outcome: 'empty', faults: [] })
      expect(await log.found({ sequence: 1, hash: 'a'.repeat(64) })).toEqual({
        outcome: 'tampered',
        faults: ['anchor-missing 1'],
      })
    })

    test('is one for each project', async () => {
      await log.writeNine(2)
      const [, first, , second] = await log.write(
        auditRecord({ project: { id: 3 } }),
        auditRecord(),
        pageviewRecord(),
        auditRecord(),
      )
      expect([first?.sequence, second?.sequence]).toEqual([1, 2])
      expect(await projectsWithAudits(db.read)).toEqual([1, 2, 3])
      for (const project of [1, 2, 3]) expect((await verifyChain(db.read, project)).outcome).toBe('verified')
      // Otherwise the log of one project could be passed off as that of another.
      expect((await log.entries(3))[0]?.hash).not.toBe((await log.entries(1))[0]?.hash)
    })

    test('holds what the columns hold: long text, any script, the largest numbers', async () => {
      const long = '🦊'.repeat(255)
      const context = JSON.stringify({ note: '\u2028 \\ "quoted" \u0000 ü', deep: { list: [1, 2.5, null] } })
      await log.write(
        auditRecord({
          id: Number.MAX_SAFE_INTEGER,
          action: 'ü'.repeat(100),
          actor: long,
          target: 'line\nline',
          context,
        }),
        auditRecord({ actor: '', target: '', outcome: '', context: '{}', at: 0 }),
        auditRecord({ context: `{"x":"${'ß'.repeat(4000)}"}`, externalId: long, tenant: "'; drop table--" }),
      )
      expect(await log.found()).toEqual({ outcome: 'verified', faults: [] })
      expect(await log.entries()).toMatchObject([
        { actor: long, context },
        { at: 0, context: '{}' },
        { external_id: long },
      ])
    })

    test('is verified in pages, however long it is', async () => {
      const many = (from: number) => Array.from({ length: 700 }, (_, i) => auditRecord({ actor: `user-${from + i}` }))
      for (const from of [0, 700, 1400]) await log.write(...many(from))
      expect(await verifyChain(db.read, 1)).toMatchObject({ outcome: 'verified', entries: 2100, first: 1 })
      await log.remove(1000, 1001)
      await log.change(1500, { actor: 'somebody else' })
      expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['missing 1000', 'edited 1500'] })
    })

    test('in which personal values were erased is verified, and the answer says how many', async () => {
      await log.writeNine()
      for (const entry of (await log.entries()).slice(2, 4)) await log.change(entry.sequence, erased(entry))
      const verification = await verifyChain(db.read, 1)
      expect(verification).toMatchObject({ outcome: 'verified', entries: 9, erasedEntries: 2 })
      expect(describeVerification(verification).join()).toContain('Of 2 the personal values were erased')
      await log.change(3, { actor: 'somebody else' })
      expect(await log.found()).toEqual({ outcome: 'tampered', faults: ['edited 3'] })
    })
  })

  describe('a message that comes again', () => {
    const again = (record: AuditRecord): AuditRecord => ({ ...record, at: record.at + 5000 })

    test('is told its entry, in the same batch and in a later one', async () => {
      const record = auditRecord()
      const [first, other] = await log.write(record, auditRecord())
      expect(await log.write(again(record), again(record), auditRecord())).toEqual([
        first,
        first,
        { sequence: 3, hash: expect.any(String) as string },
      ])
      expect(other?.sequence).toBe(2)
      const twice = auditRecord()
      const [fourth, same] = await log.write(twice, again(twice))
      expect([fourth?.sequence, same]).toEqual([4, fourth])
      expect(await log.entries()).toHaveLength(4)
      expect(await log.found()).toEqual({ outcome: 'verified', faults: [] })
    })

    test('by the sender’s own id is one entry in each project, whatever else it says', async () => {
      const own = (given: Partial<AuditRecord> = {}) => auditRecord({ externalId: 'order-1', ...given })
      const [first, same, elsewhere] = await log.write(own(), own({ action: 'other' }), own({ project: { id: 2 } }))
      expect([first?.sequence, same, elsewhere?.sequence]).toEqual([1, first, 1])
      expect(elsewhere?.hash).not.toBe(first?.hash)
      expect(await log.write(own({ id: 77 }), auditRecord({ externalId: 'order-2' }))).toMatchObject([
        first,
        { sequence: 2 },
      ])
      expect(await log.entries()).toMatchObject([
        { action: 'invoice.deleted', external_id: 'order-1' },
        { sequence: 2 },
      ])
    })

    test('after its position was lost is not written twice', async () => {
      const record = auditRecord()
      await log.write(record)
      await db.read.deleteFrom('spool_positions').execute()
      await log.write(record)
      expect(await log.entries()).toHaveLength(1)
    })
  })
})
