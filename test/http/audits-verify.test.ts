import type { Selectable } from 'kysely'
import type { AuditEntriesTable } from '../../lib/db/record-tables.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import { BEFORE_THE_FIRST, hashOf } from '../../lib/audits/chain.ts'
import type { AuditsVerified } from '../../lib/wire/record-reports.ts'
import type { TestApp, TestProject } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'
import { dataOf } from '../kit/people.ts'

describe.each(engines)('GET /api/audits/verify on %s', (engine) => {
  let kit: TestApp
  let project: TestProject
  beforeAll(async () => {
    kit = await testApp(engine)
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    project = await kit.newProject()
  })

  const verify = async (cursor = '', anchor?: string) => {
    const also = anchor === undefined ? '' : `&anchor=${anchor}`
    const answer = await kit.get(`/api/audits/verify?cursor=${cursor}${also}`, { 'X-API-Key': project.secretKey })
    expect([answer.status, answer.text]).toEqual([200, answer.text])
    return dataOf<AuditsVerified>(answer)
  }
  const note = (action: string) =>
    kit.post('/api/track/audit', { action, actor: 'ann' }, { 'X-API-Key': project.secretKey }).expect(200)
  const change = (sequence: number, set: object) =>
    kit.app.db.write((tx) =>
      tx
        .updateTable('audit_entries')
        .set(set)
        .where('project_id', '=', project.id)
        .where('sequence', '=', sequence)
        .execute(),
    )

  /** A log of this length, made at once. */
  async function fill(length: number): Promise<void> {
    const rows: Selectable<AuditEntriesTable>[] = []
    let previous_hash = BEFORE_THE_FIRST
    for (let sequence = 1; sequence <= length; sequence++) {
      const entry = {
        ...{ project_id: project.id, sequence, at: sequence, message: sequence, action: 'made', actor: 'ann' },
        ...{ target: '', tenant: '', outcome: '', external_id: '', context: '', salt: '0'.repeat(32), digests: '' },
        previous_hash,
      }
      previous_hash = hashOf(entry)
      rows.push({ ...entry, visit: 0, hash: previous_hash })
    }
    await kit.app.db.write(async (tx) => {
      await insertRows(tx, engine, 'audit_entries', rows)
      const head = { project_id: project.id, sequence: length, hash: previous_hash, updated_at: 0 }
      await insertRows(tx, engine, 'audit_heads', [head])
    })
  }

  test('an anchor that was kept elsewhere', async () => {
    for (const action of ['one', 'two', 'three']) await note(action)
    const { last } = await verify()
    const anchor = `${last.sequence}:${last.hash}`
    expect(await verify('', anchor)).toMatchObject({ state: 'verified', ok: true })
    const other = await verify('', `2:${last.hash}`)
    expect([other.state, other.faults.map(({ kind }) => kind)]).toEqual(['tampered', ['anchor-differs']])
    const beyond = await verify('', `9:${last.hash}`)
    expect([beyond.state, beyond.faults.map(({ kind }) => kind)]).toEqual(['tampered', ['anchor-missing']])
    const answer = await kit.get('/api/audits/verify?anchor=3', { 'X-API-Key': project.secretKey })
    expectRefusal(answer, 400)
  })

  test('an anchor of a later piece, or of an earlier one, is looked at once', async () => {
    await fill(10_500)
    for (const sequence of [5, 10_200]) {
      const anchor = `${sequence}:${'0'.repeat(64)}`
      const first = await verify('', anchor)
      const second = await verify(first.next_cursor, anchor)
      expect([second.state, second.fault_count]).toEqual(['tampered', 1])
    }
  })

  test('an empty log', async () => {
    expect(await verify()).toMatchObject({ state: 'empty', checked: 0, entries: 0, ok: true, faults: [] })
  })

  test('a log that nobody touched', async () => {
    for (const action of ['one', 'two', 'three']) await note(action)
    const {
      logs: [newest],
    } = await kit.report('audits', 'range=1d', project)
    expect(await verify()).toEqual({
      ...{ state: 'verified', checked: 3, entries: 3, ok: true, faults: [], fault_count: 0, erased: 0 },
      last: { sequence: 3, hash: newest?.hash },
    })
  })

  test('what was changed, cut off or removed is told', async () => {
    for (const action of ['one', 'two', 'three', 'four']) await note(action)
    await change(2, { actor: 'eve' })
    expect(await verify()).toMatchObject({
      ...{ state: 'tampered', checked: 4, ok: false, fault_count: 1 },
      faults: [{ kind: 'edited', sequence: 2 }],
    })
    await change(2, { actor: 'ann' })
    expect((await verify()).state).toBe('verified')
    await kit.app.db.write((tx) =>
      tx.deleteFrom('audit_entries').where('project_id', '=', project.id).where('sequence', '=', 4).execute(),
    )
    expect(await verify()).toMatchObject({ state: 'tampered', checked: 3, entries: 4, faults: [{ kind: 'tail-cut' }] })
  })

  test('a long log comes in pieces that hang together', async () => {
    await fill(20_500)
    const first = await verify()
    expect(first).toMatchObject({ state: 'checking', checked: 10_000, entries: 20_500, ok: true })
    const second = await verify(first.next_cursor)
    expect(second).toMatchObject({ state: 'checking', checked: 20_000, ok: true })
    const third = await verify(second.next_cursor)
    expect(third).toMatchObject({ state: 'verified', checked: 20_500, ok: true, last: { sequence: 20_500 } })
    expect(third.next_cursor).toBeUndefined()
    // Between two pieces, and in an earlier one.
    await change(10_001, { previous_hash: BEFORE_THE_FIRST })
    const after = await verify(first.next_cursor)
    expect(after).toMatchObject({ ok: false, faults: [{ kind: 'unlinked', sequence: 10_001 }, { kind: 'edited' }] })
    expect(await verify(after.next_cursor)).toMatchObject({ state: 'tampered', ok: false, fault_count: 2, faults: [] })
  })

  test('a log that ends where a piece ends', async () => {
    await fill(10_000)
    const first = await verify()
    const end = first.next_cursor === undefined ? first : await verify(first.next_cursor)
    expect(end).toMatchObject({ state: 'verified', checked: 10_000, ok: true })
  })

  test('a cursor that is none is refused', async () => {
    expectRefusal(await kit.get('/api/audits/verify?cursor=x', { 'X-API-Key': project.secretKey }), 400)
  })
})
