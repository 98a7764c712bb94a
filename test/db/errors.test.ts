import { setTimeout as pause } from 'node:timers/promises'
import { MINUTE, systemClock } from '../../lib/core/clock.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { statusUpdater } from '../../lib/issues/issue-store.ts'
import { ProjectStore } from '../../lib/projects/project-store.ts'
import type { ErrorRecord, SpoolRecord } from '../../lib/spool/records.ts'
import { learnIssues, writeErrors } from '../../lib/writer/errors.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { termsOf } from '../../lib/writer/terms.ts'
import { keyOfMessage } from '../../lib/writer/waiters.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { errorRecord, NOON, pageviewRecord } from '../kit/records.ts'

describe.each(engines)('%s: errors', (engine) => {
  let db: Db
  let url: string
  let storageDir: string
  let drop: () => Promise<void>
  let position: number
  beforeEach(async () => {
    ;({ db, url, storageDir, drop } = await freshDb(engine))
    position = 0
  })
  afterEach(() => drop())

  /** Writes a batch; answers what each record of it was told. */
  async function write(...records: SpoolRecord[]) {
    const batch = { file: 'one', from: position, to: ++position, records: records as Resolved<SpoolRecord>[] }
    const { written } = await writeBatch(db, makeDictionaries(db), systemClock, batch)
    return records.map((record) => written.get(keyOfMessage(record)))
  }
  const issues = () => db.read.selectFrom('issues').selectAll().orderBy('id').execute()
  const events = () => db.read.selectFrom('error_events').selectAll().orderBy('at').orderBy('id').execute()
  const occurrences = async () => (await issues()).map((row) => row.occurrences)
  const another = () => openDb({ url, storageDir, connections: 2 })

  test('with one type, message, file and line are one issue in each project', async () => {
    const told = await write(
      errorRecord(),
      errorRecord({ severity: 'critical', environment: 'staging', stack: 'at f', context: '{"a":1}' }),
      errorRecord({ line: 4 }),
      errorRecord({ line: null }),
      errorRecord({ project: { id: 2 } }),
    )
    const numbers = told.map((one) => one?.kind === 'error' && one.issue)
    expect(numbers[0]).toBe(numbers[1])
    expect(new Set(numbers).size).toBe(4)
    expect((await issues()).map((row) => [row.project_id, row.line, row.occurrences]).sort()).toEqual([
      [1, 0, 1],
      [1, 3, 2],
      [1, 4, 1],
      [2, 3, 1],
    ])
  })

  test('an issue is as its first event was, but for the severity of the newest and the time', async () => {
    const at = (minutes: number) => NOON + minutes * MINUTE
    // In one batch and out of order, then late ones.
    await write(
      errorRecord({ at: at(5), severity: 'critical', environment: 'development' }),
      errorRecord({ at: at(2), severity: 'info', environment: 'staging' }),
    )
    await write(errorRecord({ at: at(4), severity: 'warning', environment: 'development' }))
    await write(errorRecord({ at: at(1), severity: 'warning', environment: 'development' }))
    expect(await issues()).toMatchObject([
      {
        type: 'TypeError',
        message: 'x is not a function',
        file: '/app.js',
        line: 3,
        fingerprint_version: 1,
        severity: 'critical',
        environment: 'staging',
        status: 'open',
        occurrences: 4,
        first_seen: at(1),
        last_seen: at(5),
        resolved_at: 0,
        regressed_at: 0,
      },
    ])
  })

  test('an event is kept with all it came with', async () => {
    const long = { stack: '🦊'.repeat(65_535), context: JSON.stringify({ text: 'ü'.repeat(4000) }) }
    const record = errorRecord({ ...long, view: 77, visitor: 5, severity: 'info', environment: 'staging' })
    await write(record, errorRecord({ id: 9, at: NOON + 1, place: { country: '', region: '', city: '' } }))
    const [row, other] = await events()
    expect(row).toEqual({
      project_id: 1,
      at: NOON,
      id: record.id,
      issue: (await issues())[0]?.id,
      visitor: 5,
      visit: 0,
      view: 77,
      severity: 'info',
      environment: 'staging',
      url: 'https://shop.example/',
      agent: (await db.read.selectFrom('agents').select('id').executeTakeFirstOrThrow()).id,
      place: (await db.read.selectFrom('places').select('id').executeTakeFirstOrThrow()).id,
      ...long,
    })
    expect(other).toMatchObject({ id: 9, visitor: 0, visit: 0, view: 0, place: 0, stack: '', context: '' })
  })

  test('known issues use up no numbers', async () => {
    await write(errorRecord())
    for (let i = 0; i < 5; i++) await write(errorRecord(), errorRecord())
    await write(errorRecord({ message: 'another' }))
    const [first, second] = await issues()
    expect([first?.occurrences, (second?.id ?? 0) - (first?.id ?? 0)]).toEqual([11, 1])
  })

  describe('a status', () => {
    const setStatus = (ids: number[], status: 'open' | 'resolved' | 'ignored' | 'investigating', now: number) =>
      statusUpdater(db)(1, ids, status, now)

    test('is opened again by what happens later, once, and not by what came late', async () => {
      await write(errorRecord())
      const id = (await issues())[0]?.id ?? 0
      await setStatus([id], 'resolved', NOON + 10)
      const told = { kind: 'error', issue: id }
      expect(await write(errorRecord({ at: NOON + 9 }))).toEqual([{ ...told, isRegression: false }])
      expect(await issues()).toMatchObject([{ status: 'resolved', resolved_at: NOON + 10, regressed_at: 0 }])
      const again = errorRecord({ at: NOON + 11 })
      expect(await write(errorRecord({ at: NOON + 12 }), again)).toEqual([
        { ...told, isRegression: false },
        { ...told, isRegression: true },
      ])
      expect(await write(again, errorRecord({ at: NOON + 13 }))).toEqual([
        { ...told, isRegression: true },
        { ...told, isRegression: false },
      ])
      expect(await issues()).toMatchObject([
        { status: 'open', resolved_at: NOON + 10, regressed_at: NOON + 11, occurrences: 5 },
      ])
      await setStatus([id], 'open', NOON + 20)
      expect(await issues()).toMatchObject([{ status: 'open', resolved_at: NOON + 10, regressed_at: 0 }])
    })

    test.each(['ignored', 'investigating'] as const)('%s stays, and events count', async (status) => {
      await write(errorRecord())
      const id = (await issues())[0]?.id ?? 0
      await setStatus([id], status, NOON)
      expect(await write(errorRecord({ at: NOON + 1 }))).toMatchObject([{ isRegression: false }])
      expect(await issues()).toMatchObject([{ status, occurrences: 2, last_seen: NOON + 1 }])
    })

    test('is set for the issues of one project, and the answer keeps the order that was asked in', async () => {
      await write(errorRecord({ line: 1 }), errorRecord({ line: 2 }), errorRecord({ project: { id: 2 } }))
      await learnIssues(db, [errorRecord({ line: 3 }) as Resolved<ErrorRecord>])
      const all = await issues()
      const idOf = (project: number, line: number) =>
        all.find((row) => row.project_id === project && row.line === line)?.id ?? 0
      const [one, two, foreign, blank] = [idOf(1, 1), idOf(1, 2), idOf(2, 3), idOf(1, 3)]
      expect(Math.min(one, two, foreign, blank)).toBeGreaterThan(0)
      const asked = [999_999, two, foreign, one, blank, -3]
      const rest = { ids: [two, one], notFound: [999_999, foreign, blank, -3] }
      expect(await setStatus(asked, 'resolved', 50)).toEqual({ updated: 2, ...rest })
      expect(await setStatus(asked, 'resolved', 60)).toEqual({ updated: 0, ...rest })
      await setStatus([two], 'open', 70)
      expect(await setStatus([one, two], 'resolved', 80)).toEqual({ updated: 1, ids: [one, two], notFound: [] })
      expect(await setStatus([foreign, blank], 'open', 90)).toEqual({ updated: 0, ids: [], notFound: [foreign, blank] })
      const rows = await issues()
      expect(rows.map((row) => [row.id, row.status]).sort()).toEqual(
        [
          [one, 'resolved'],
          [two, 'resolved'],
          [foreign, 'open'],
          [blank, 'open'],
        ].sort(),
      )
    })
  })

  describe('sent again with the same id', () => {
    test('count once, in one batch and from batch to batch, and are told the same', async () => {
      const error = errorRecord()
      const later = { ...error, at: NOON + MINUTE }
      const first = await write(later, error)
      expect(first).toEqual([first[1], first[1]])
      expect(await write(later)).toEqual([first[0]])
      // An id is the sender's choice: another message under it is not counted, and told where the first one went.
      expect(await write({ ...error, message: 'another' })).toEqual([first[0]])
      expect(await write({ ...error, project: { id: 2 } })).not.toEqual([first[0]])
      expect((await events()).map((row) => [row.project_id, row.at])).toEqual([
        [1, NOON],
        [2, NOON],
      ])
      expect(await occurrences()).toEqual([1, 0, 1])
    })

    test.each([
      ['the same issue', {}],
      ['another issue', { message: 'another' }],
    ])('count once when another process is just writing them: %s', async (_what, changes) => {
      const error = errorRecord()
      const same = { ...error, ...changes }
      await write(errorRecord(), errorRecord(changes), pageviewRecord())
      const before = await occurrences()
      const other = another()
      let finish = (): void => undefined
      const finished = new Promise<void>((resolve) => (finish = resolve))
      const errors = [error] as Resolved<ErrorRecord>[]
      const numbers = await makeDictionaries(other).learn(termsOf(errors))
      const known = await learnIssues(other, errors)
      let committed: Promise<unknown> = Promise.resolve()
      await new Promise<void>((holds) => {
        committed = other.write(async (tx) => {
          await writeErrors(tx, engine, numbers, known, errors)
          holds()
          await finished
        })
      })
      // The view fixes what the transaction can see before it comes to the error.
      const written = write(pageviewRecord({ at: NOON + MINUTE }), same)
      // Long enough to meet; however long, the outcome is the same.
      await pause(100)
      finish()
      await committed
      const [issue] = known.values()
      expect((await written)[1]).toEqual({ kind: 'error', issue, isRegression: false })
      await other.close()
      const after = await occurrences()
      expect(after.reduce((sum, n) => sum + n, 0)).toBe(before.reduce((sum, n) => sum + n, 0) + 1)
      expect((await events()).filter(({ id }) => id === error.id)).toHaveLength(1)
    })
  })

  test('of two processes that meet on the same new issues, and in part on the same messages, none is lost or doubled', async () => {
    const databases = [db, another()]
    const shared = Array.from({ length: 60 }, (_, i) => errorRecord({ line: i % 12, at: NOON + i, id: 1_000_000 + i }))
    const writeAll = async (half: number) => {
      const own = Array.from({ length: 120 }, (_, i) => errorRecord({ line: i % 12, at: NOON + i }))
      const mine = [...shared, ...own].sort((a, b) => a.at - b.at) as Resolved<SpoolRecord>[]
      const target = databases[half] ?? db
      for (let at = 0; at < mine.length; at += 15) {
        const batch = { file: `half-${half}`, from: at, to: at + 15, records: mine.slice(at, at + 15) }
        await writeBatch(target, makeDictionaries(target), systemClock, batch)
      }
    }
    await Promise.all([writeAll(0), writeAll(1)])
    await databases[1]?.close()
    expect(await events()).toHaveLength(300)
    const found = await issues()
    expect(found).toHaveLength(12)
    expect(found.map((row) => row.occurrences)).toEqual(found.map(() => 25))
  })

  describe('the visit of a browser’s error', () => {
    const visitOf = async (record: ErrorRecord) => (await events()).find(({ id }) => id === record.id)?.visit
    const theVisit = async () => (await db.read.selectFrom('visits').select('id').executeTakeFirstOrThrow()).id

    test('is the running one, whether its view came before or with it', async () => {
      const inBatch = errorRecord({ visitor: 1001, at: NOON + MINUTE })
      const before = errorRecord({ visitor: 1001, at: NOON - 29 * MINUTE })
      await write(inBatch, before, pageviewRecord())
      const after = errorRecord({ visitor: 1001, at: NOON + 29 * MINUTE })
      await write(after)
      for (const error of [inBatch, before, after]) expect(await visitOf(error)).toBe(await theVisit())
    })

    test('is that of the browser under yesterday’s salt', async () => {
      await write(pageviewRecord({ visitor: 11 }))
      const error = errorRecord({ visitor: 22, prior: 11, at: NOON + MINUTE })
      await write(error)
      expect(await visitOf(error)).toBe(await theVisit())
    })

    test('is none for a program, for another visitor or project, and when it is long ago', async () => {
      await write(pageviewRecord())
      const strangers = [
        errorRecord(),
        errorRecord({ visitor: 1002 }),
        errorRecord({ visitor: 1001, project: { id: 2 } }),
        errorRecord({ visitor: 1001, at: NOON + 30 * MINUTE }),
        errorRecord({ visitor: 1001, at: NOON - 30 * MINUTE }),
      ]
      await write(...strangers)
      for (const error of strangers) expect(await visitOf(error)).toBe(0)
    })
  })

  test('go when their project goes, and are counted in its figures until then', async () => {
    const store = new ProjectStore({ db, clock: systemClock, changed: () => Promise.resolve() })
    const wishes = (name: string) => ({ name, domains: [] })
    const gone = (await store.create(wishes('Gone'))).project.id
    const stays = (await store.create(wishes('Stays'))).project.id
    const lines = [1, 1, 2, 3]
    for (const id of [gone, stays]) await write(...lines.map((line) => errorRecord({ line, project: { id } })))
    await learnIssues(db, [errorRecord({ line: 4, project: { id: gone } }) as Resolved<ErrorRecord>])
    const link = {
      destination: 'https://shop.example/',
      label: '',
      is_active: 1,
      clicks: 0,
      created_at: 1,
      updated_at: 1,
    }
    const links = ['a', 'b'].map((code) => ({ project_id: stays, code, ...link }))
    await db.write((tx) => tx.insertInto('links').values(links).execute())
    const stats = (await store.list()).map(({ id, stats: held }) => [id, held.totalErrors, held.totalLinks])
    expect(stats.sort()).toEqual([
      [gone, 3, 0],
      [stays, 3, 2],
    ])
    await store.delete(gone, 'Gone')
    expect(new Set((await issues()).map((row) => row.project_id))).toEqual(new Set([stays]))
    expect((await events()).map((row) => row.project_id)).toEqual(lines.map(() => stays))
  })
})
