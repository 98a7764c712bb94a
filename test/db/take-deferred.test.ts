import { setImmediate as turn } from 'node:timers/promises'
import type { Log } from '../../lib/core/log.ts'
import { silentLog } from '../../lib/core/log.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { ErrorRecord } from '../../lib/spool/records.ts'
import { takeDeferred } from '../../lib/writer/take-deferred.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { errorRecord, NOON } from '../kit/records.ts'

describe.each(engines)('%s: errors kept by an earlier version', (engine) => {
  let db: Db
  let url: string
  let storageDir: string
  let drop: () => Promise<void>
  let log: Log
  let lines: string[]
  beforeEach(async () => {
    ;({ db, url, storageDir, drop } = await freshDb(engine))
    lines = []
    log = { ...silentLog, error: (details, message) => void lines.push(JSON.stringify({ ...details, message })) }
  })
  afterEach(() => drop())

  const take = (from = db) => takeDeferred({ db: from, dictionaries: makeDictionaries(from), log })
  const keep = (rows: { at: number; id: number; body: string; project_id?: number; kind?: string }[]) =>
    db.write((tx) =>
      insertRows(
        tx,
        engine,
        'deferred_records',
        rows.map((row) => ({ project_id: 1, kind: 'error', ...row })),
      ),
    )
  /** As the earlier version left it: whole, with the number of its project. */
  const rowOf = (record: ErrorRecord) => ({
    project_id: 'id' in record.project ? record.project.id : 0,
    at: record.at,
    id: record.id,
    body: JSON.stringify(record),
  })
  const many = (amount: number) =>
    Array.from({ length: amount }, (_, i) =>
      errorRecord({ id: 1000 + i, at: NOON + (i % 90), line: i % 7, visitor: 5, project: { id: 1 + (i % 2) } }),
    )
  const left = () => db.read.selectFrom('deferred_records').select(['id', 'body']).orderBy('id').execute()
  const moved = async () => {
    const events = await db.read.selectFrom('error_events').select('id').orderBy('id').execute()
    const issues = await db.read.selectFrom('issues').select('occurrences').execute()
    return { ids: events.map(({ id }) => id), occurrences: issues.reduce((sum, row) => sum + row.occurrences, 0) }
  }
  const all = (amount: number) => ({
    ids: Array.from({ length: amount }, (_, i) => 1000 + i),
    occurrences: amount,
  })

  test('are moved into their tables, with all they came with', async () => {
    const record = errorRecord({ visitor: 5, prior: 4, view: 6, stack: 'at f', context: '{"a":{}}', severity: 'info' })
    await keep([rowOf(record)])
    await take()
    expect(await left()).toEqual([])
    const [event] = await db.read.selectFrom('error_events').selectAll().execute()
    expect(event).toMatchObject({
      ...{ project_id: 1, at: NOON, id: record.id, visitor: 5, visit: 0, view: 6, severity: 'info' },
      ...{ environment: 'production', url: 'https://shop.example/', stack: 'at f', context: '{"a":{}}' },
    })
    expect(event?.agent).toBeGreaterThan(0)
    expect(event?.place).toBeGreaterThan(0)
    expect(await db.read.selectFrom('issues').selectAll().execute()).toMatchObject([
      { id: event?.issue, message: 'x is not a function', line: 3, occurrences: 1, first_seen: NOON, last_seen: NOON },
    ])
    expect(lines).toEqual([])
  })

  test('are moved in steps, and a message that came twice is one event', async () => {
    const records = many(450)
    await keep(records.map(rowOf))
    await keep(records.slice(0, 5).map((record) => rowOf({ ...record, at: NOON + 500 })))
    await take()
    expect(await left()).toEqual([])
    expect(await moved()).toEqual(all(450))
    await take()
    expect(await moved()).toEqual(all(450))
  })

  test('that cannot be read or are refused stay, and are told of once', async () => {
    const good = many(230)
    const [sample] = good
    if (sample === undefined) throw new Error('no sample')
    // Longer than the column: MySQL refuses it, SQLite takes text of any length.
    const tooLong = errorRecord({ id: 5000, at: NOON + 40, type: 'x'.repeat(101) })
    const bodies = [
      'no JSON',
      '',
      'null',
      '[]',
      '{}',
      JSON.stringify({ ...sample, message: 5 }),
      JSON.stringify({ ...sample, agent: undefined }),
      JSON.stringify({ ...sample, kind: 'pageview' }),
      JSON.stringify({ ...sample, line: 'three' }),
    ]
    const unreadable = bodies.map((body, i) => ({ at: NOON + 10 * i, id: 9000 + i, body }))
    const other = { at: NOON, id: 1, kind: 'another', body: rowOf(sample).body }
    await keep([...good.map(rowOf), rowOf(tooLong), ...unreadable, other])
    await take()
    const refused = engine === 'mysql' ? [tooLong.id] : []
    expect((await left()).map(({ id }) => id)).toEqual([1, ...refused, ...unreadable.map(({ id }) => id)])
    expect((await moved()).ids).toEqual([...all(230).ids, ...(engine === 'mysql' ? [] : [tooLong.id])])
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ rows: bodies.length + refused.length })
    await take()
    expect(lines[1]).toBe(lines[0])
  })

  test('are moved once, also when the process ends between two steps', async () => {
    await keep(many(650).map(rowOf))
    const dying = openDb({ url, storageDir, connections: 2 })
    const taking = take(dying).then(
      () => 'done',
      () => 'cut short',
    )
    let rows = 650
    while (rows === 650) {
      await turn()
      rows = (await left()).length
    }
    await dying.close()
    expect(await taking).toBe('cut short')
    const between = await moved()
    expect(between.ids.length).toBeGreaterThanOrEqual(200)
    expect(between.ids).toHaveLength(650 - (await left()).length)
    expect(between.occurrences).toBe(between.ids.length)
    await take()
    expect(await left()).toEqual([])
    expect(await moved()).toEqual(all(650))
  })

  test('are moved once by two processes that start together', async () => {
    await keep(many(650).map(rowOf))
    const other = openDb({ url, storageDir, connections: 2 })
    await Promise.all([take(), take(other)])
    await other.close()
    expect(await left()).toEqual([])
    expect(await moved()).toEqual(all(650))
    expect(lines).toEqual([])
  })
})
