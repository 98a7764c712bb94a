import type { ErrorsReport } from '../../lib/wire/record-reports.ts'
import type { TestApp, TestProject } from '../kit/app.ts'
import { testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

describe.each(engines)('%s: GET /api/analytics/errors', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  let project: TestProject
  beforeAll(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    clock.set('2026-03-10T12:00:00Z')
    project = await kit.newProject({ timeZone: 'Europe/Vienna' })
  })

  const get = (path: string) => kit.get(`/api/analytics/${path}`, { 'X-API-Key': project.secretKey })
  const said = async (path: string) => {
    const answer = await get(path)
    return [answer.status, (answer.body as { message?: string }).message]
  }
  /** Sends an error as a backend; answers the number of its group. */
  async function send(body: object): Promise<number> {
    const answer = await kit.post('/api/track/error', { message: 'm', ...body }, { 'X-API-Key': project.secretKey })
    return (answer.body as { data: { group_id: number } }).data.group_id
  }
  const setStatus = (id: number, status: string) =>
    kit.post('/api/track/errors-update-status', { id, status }, { 'X-API-Key': project.secretKey }).expect(200)
  const listed = async (query: string) => (await kit.report('errors', query, project)).errors.map(({ id }) => id)

  test('answers with these keys in this order', async () => {
    clock.set('2026-03-09T23:30:00Z')
    const first = await send({ error_type: 'E', file: '/f.py', line: 3, environment: 'staging', severity: 'info' })
    await setStatus(first, 'resolved')
    clock.set('2026-03-10T10:15:05Z')
    await send({ error_type: 'E', file: '/f.py', line: 3, severity: 'critical' })
    clock.set('2026-03-10T11:00:00Z')
    const second = await send({ message: 'n' })
    const { status, text } = await get('errors.php?range=1d')
    expect(status).toBe(200)
    expect(text).toBe(
      JSON.stringify({
        success: true,
        message: 'Errors fetched successfully',
        data: {
          range: { from: '2026-03-10 00:00:00', to: '2026-03-10 23:59:59' },
          summary: {
            ...{ total: 2, open: 2, investigating: 0, resolved: 0, ignored: 0, critical: 1, error: 1 },
            ...{ warning: 0, info: 0, regressions: 1 },
          },
          count: 2,
          errors: [
            {
              ...{ id: second, error_type: 'Unknown', message: 'n', file: '', line: null, severity: 'error' },
              ...{ environment: 'production', status: 'open', occurrence_count: 1 },
              ...{ first_seen: '2026-03-10 12:00:00', last_seen: '2026-03-10 12:00:00' },
              ...{ regression: false, regressed_at: null },
            },
            {
              ...{ id: first, error_type: 'E', message: 'm', file: '/f.py', line: 3, severity: 'critical' },
              ...{ environment: 'staging', status: 'open', occurrence_count: 2 },
              ...{ first_seen: '2026-03-10 00:30:00', last_seen: '2026-03-10 11:15:05' },
              ...{ regression: true, regressed_at: '2026-03-10 11:15:05' },
            },
          ],
        },
      }),
    )
  })

  test('of a project without errors is empty', async () => {
    expect(await kit.report('errors', 'range=1d', project)).toMatchObject({
      summary: { total: 0, open: 0, critical: 0, info: 0, regressions: 0 },
      count: 0,
      errors: [],
    })
  })

  test('a group is in the range when its newest error is', async () => {
    clock.set('2026-03-08T12:00:00Z')
    const [old, both] = [await send({ line: 1 }), await send({ line: 2 })]
    clock.set('2026-03-10T12:00:00Z')
    await send({ line: 2 })
    expect(await listed('range=1d')).toEqual([both])
    expect(await listed('range=3d')).toEqual([both, old])
    expect(await listed('range=custom&from=2026-03-08&to=2026-03-08')).toEqual([old])
    const { summary, errors } = await kit.report('errors', 'range=1d', project)
    expect([summary.total, errors[0]?.occurrence_count]).toEqual([1, 2])
  })

  test('filters, of which the summary knows nothing, and unknown words are no filters', async () => {
    const open = await send({ line: 1, severity: 'warning' })
    const ignored = await send({ line: 2, severity: 'critical', environment: 'staging' })
    await setStatus(ignored, 'ignored')
    const both = [ignored, open]
    const cases: [string, number[]][] = [
      ['status=open', [open]],
      ['status=ignored', [ignored]],
      ['status=resolved', []],
      ['severity=critical', [ignored]],
      ['severity=info', []],
      ['environment=staging', [ignored]],
      ['environment=production&severity=warning&status=open', [open]],
      ['environment=production&severity=critical', []],
      ['status=bogus&severity=ERROR&environment=local', both],
      ["status=&severity=' or 1=1", both],
      ['status=open&status=ignored', [ignored]],
      ['status[a]=open', both],
    ]
    for (const [query, ids] of cases) expect([query, await listed(query)]).toEqual([query, ids])
    const { summary, count } = await kit.report('errors', 'status=resolved', project)
    expect([count, summary]).toEqual([
      0,
      {
        ...{ total: 2, open: 1, investigating: 0, resolved: 0, ignored: 1 },
        ...{ critical: 1, error: 0, warning: 1, info: 0, regressions: 0 },
      },
    ])
  })

  test('120 groups can be read in pieces, each once, whatever happens meanwhile', async () => {
    const ids: number[] = []
    for (let line = 1; line <= 120; line++) {
      // Several in one millisecond: the number decides.
      if (line % 7 === 0) clock.advance(1)
      ids.push(await send({ line }))
    }
    const newestFirst = ids.reverse()
    const read = async (query: string) => {
      const pieces: number[][] = []
      let cursor: string | undefined = ''
      while (cursor !== undefined) {
        const piece: ErrorsReport = await kit.report('errors', `range=1d&${query}&cursor=${cursor}`, project)
        expect(Object.keys(piece).at(-1)).toBe(piece.next_cursor === undefined ? 'errors' : 'next_cursor')
        expect([piece.count, piece.summary.total]).toEqual([piece.errors.length, 120])
        pieces.push(piece.errors.map(({ id }) => id))
        cursor = piece.next_cursor
        clock.advance(1)
      }
      return pieces
    }
    for (const [query, sizes] of [
      ['', [50, 50, 20]],
      ['limit=100', [100, 20]],
      ['limit=40', [40, 40, 40]],
      ['limit=60&status=open&severity=error', [60, 60]],
      ['limit=1000', [100, 20]],
    ] as const) {
      const pieces = await read(query)
      expect([query, pieces.map((piece) => piece.length)]).toEqual([query, sizes])
      expect(pieces.flat()).toEqual(newestFirst)
    }
    const start = await kit.report('errors', 'limit=2', project)
    // What happens again goes to the front, and is not seen a second time behind.
    await send({ line: 60 })
    const rest = await listed(`limit=100&cursor=${start.next_cursor}`)
    expect(rest).toEqual(
      newestFirst
        .slice(2)
        .filter((id) => id !== ids[60])
        .slice(0, 100),
    )
    for (const [limit, amount] of Object.entries({ 0: 1, '-5': 1, abc: 1, '2.9': 2 }))
      expect([limit, (await listed(`limit=${limit}`)).length]).toEqual([limit, amount])
  })

  test('a cursor that this list did not give is refused', async () => {
    for (const cursor of ['nonsense', 'WzFd', 'WyJhIiwiYiJd', 'WzEsMi41XQ'])
      expect(await said(`errors?cursor=${cursor}`)).toEqual([400, 'cursor must be a next_cursor that this list gave'])
  })
})
