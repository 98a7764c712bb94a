import type { ErrorDetailReport } from '../../lib/wire/record-reports.ts'
import type { TestApp, TestProject } from '../kit/app.ts'
import { BROWSER, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

describe.each(engines)('%s: GET /api/analytics', (engine) => {
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

  describe('/errors-trend', () => {
    test('answers with these keys in this order, by local days', async () => {
      clock.set('2026-03-08T22:59:59Z')
      const one = await send({ line: 1, severity: 'info' })
      clock.set('2026-03-08T23:00:00Z')
      await send({ line: 1 })
      const two = await send({ line: 2, error_type: 'E' })
      clock.set('2026-03-10T22:59:59Z')
      await send({ line: 2, error_type: 'E' })
      await send({ line: 2, error_type: 'E', severity: 'critical' })
      await setStatus(two, 'ignored')
      const { text } = await get('errors-trend.php?range=3d')
      expect(text).toBe(
        JSON.stringify({
          success: true,
          message: 'Error trend fetched successfully',
          data: {
            range: { from: '2026-03-08 00:00:00', to: '2026-03-10 23:59:59' },
            group_id: null,
            total_occurrences: 5,
            total_groups: 2,
            top_groups: [
              {
                ...{ id: two, error_type: 'E', message: 'm', severity: 'critical', status: 'ignored', occurrences: 3 },
              },
              { id: one, error_type: 'Unknown', message: 'm', severity: 'error', status: 'open', occurrences: 2 },
            ],
            over_time: [
              { date: '2026-03-08', occurrences: 1, unique_groups: 1 },
              { date: '2026-03-09', occurrences: 2, unique_groups: 2 },
              { date: '2026-03-10', occurrences: 2, unique_groups: 1 },
            ],
          },
        }),
      )
      expect(await kit.report('errors-trend', `range=3d&group_id=${one}`, project)).toMatchObject({
        ...{ group_id: one, total_occurrences: 2, total_groups: 1, top_groups: [{ id: one, occurrences: 2 }] },
        over_time: [
          { date: '2026-03-08', occurrences: 1, unique_groups: 1 },
          { date: '2026-03-09', occurrences: 1, unique_groups: 1 },
        ],
      })
      // Only what happened in the range counts.
      expect(await kit.report('errors-trend', 'range=1d', project)).toMatchObject({
        ...{ total_occurrences: 2, total_groups: 1, top_groups: [{ id: two, occurrences: 2 }] },
      })
    })

    test('a day has 23 hours when the clock is put forward', async () => {
      for (const at of [
        '2026-03-28T22:59:59Z',
        '2026-03-28T23:00:00Z',
        '2026-03-29T21:59:59Z',
        '2026-03-29T22:00:00Z',
      ]) {
        clock.set(at)
        await send({})
      }
      const { over_time } = await kit.report('errors-trend', 'range=3d', project)
      expect(over_time.map(({ date, occurrences }) => [date, occurrences])).toEqual([
        ['2026-03-28', 1],
        ['2026-03-29', 2],
        ['2026-03-30', 1],
      ])
    })

    test('names the five groups with most errors; of equal ones the older', async () => {
      const ids: number[] = []
      for (const line of [1, 2, 3, 4, 5, 6, 7, 4, 6, 6]) ids.push(await send({ line }))
      const { top_groups, total_groups } = await kit.report('errors-trend', 'range=1d', project)
      expect(top_groups.map(({ id, occurrences }) => [id, occurrences])).toEqual([
        [ids[5], 3],
        [ids[3], 2],
        [ids[0], 1],
        [ids[1], 1],
        [ids[2], 1],
      ])
      expect(total_groups).toBe(7)
    })

    test('a group of another project has nothing, and what is no number is ignored', async () => {
      const id = await send({})
      const nothing = { total_occurrences: 0, total_groups: 0, top_groups: [], over_time: [] }
      for (const text of ['abc', '0', '-1', '1.5', '', `${id}x`, '9'.repeat(30)])
        expect(await kit.report('errors-trend', `group_id=${text}`, project)).toMatchObject({
          group_id: null,
          total_occurrences: 1,
        })
      project = await kit.newProject()
      await send({})
      expect(await kit.report('errors-trend', `group_id=${id}`, project)).toMatchObject({ group_id: id, ...nothing })
    })
  })

  describe('/error-detail', () => {
    test('answers with these keys in this order', async () => {
      clock.set('2026-03-09T12:00:00Z')
      const id = await send({ id: 1001, context: { z: {}, a: [1] }, stack: 'at f', environment: 'staging' })
      clock.set('2026-03-10T12:00:00Z')
      const page = {
        id: 1002,
        message: 'm',
        url: 'https://shop.example/a',
        severity: 'info',
        timezone: 'Europe/Vienna',
      }
      await kit
        .post('/api/track/error', { ...page, view: 77 }, { ...BROWSER, 'X-API-Key': project.publicKey })
        .expect(202)
      await kit.drained()
      const { text } = await get(`error-detail.php?id=${id}&range=2d`)
      expect(text).toBe(
        JSON.stringify({
          success: true,
          message: 'Error detail fetched successfully',
          data: {
            range: { from: '2026-03-09 00:00:00', to: '2026-03-10 23:59:59' },
            group: {
              ...{ id, error_type: 'Unknown', message: 'm', file: '', line: null, severity: 'info' },
              ...{ environment: 'staging', status: 'open', occurrence_count: 2 },
              ...{ first_seen: '2026-03-09 13:00:00', last_seen: '2026-03-10 13:00:00' },
              ...{ regression: false, regressed_at: null },
            },
            over_time: [
              { date: '2026-03-09', occurrences: 1 },
              { date: '2026-03-10', occurrences: 1 },
            ],
            events: [
              {
                ...{ id: 1002, stack_trace: null, url: 'https://shop.example/a', environment: 'production' },
                ...{ severity: 'info', context: null, created_at: '2026-03-10 13:00:00' },
                device: { type: 'desktop', os: 'Linux', browser: 'Firefox' },
                location: { country: 'Austria', country_code: 'AT', city: null },
                ...{ visit_id: null, view_id: 77 },
              },
              {
                ...{ id: 1001, stack_trace: 'at f', url: '', environment: 'staging' },
                ...{ severity: 'error', context: { z: {}, a: [1] }, created_at: '2026-03-09 13:00:00' },
                device: { type: null, os: null, browser: null },
                location: { country: null, country_code: null, city: null },
                ...{ visit_id: null, view_id: null },
              },
            ],
          },
        }),
      )
    })

    test('a group is there whatever the range, its events are not', async () => {
      clock.set('2026-01-10T12:00:00Z')
      const id = await send({})
      clock.set('2026-03-10T12:00:00Z')
      const { group, over_time, events } = await kit.report('error-detail', `id=${id}&range=1d`, project)
      expect([group.occurrence_count, over_time, events]).toEqual([1, [], []])
    })

    test('230 events can be read in pieces of 100, each once', async () => {
      let group = 0
      for (let id = 1; id <= 230; id++) {
        if (id % 9 === 0) clock.advance(1)
        group = await send({ id })
      }
      const pieces: number[][] = []
      let cursor: string | undefined = ''
      while (cursor !== undefined) {
        const piece: ErrorDetailReport = await kit.report(
          'error-detail',
          `id=${group}&cursor=${cursor}&limit=5`,
          project,
        )
        pieces.push(piece.events.map(({ id }) => id))
        cursor = piece.next_cursor
      }
      expect(pieces.map((piece) => piece.length)).toEqual([100, 100, 30])
      expect(pieces.flat()).toEqual(Array.from({ length: 230 }, (_, i) => 230 - i))
    })

    test('is refused in the words of the contract, a bad range first', async () => {
      const id = await send({})
      const badRange = 'range=custom&from=2026-03-02&to=2026-03-01'
      for (const text of ['', '0', 'abc', '-1', '1.5', '1e3', '9'.repeat(30)])
        expect([text, ...(await said(`error-detail?id=${text}`))]).toEqual([text, 400, 'id is required'])
      expect(await said('error-detail')).toEqual([400, 'id is required'])
      expect(await said(`error-detail?${badRange}`)).toEqual([400, "'from' must be before 'to'"])
      expect(await said(`error-detail?id=${id}&${badRange}`)).toEqual([400, "'from' must be before 'to'"])
      expect(await said(`error-detail?id=${id}&cursor=x`)).toEqual([
        400,
        'cursor must be a next_cursor that this list gave',
      ])
      expect(await said('error-detail?id=999999')).toEqual([404, 'Error group not found'])
      project = await kit.newProject()
      expect(await said(`error-detail?id=${id}`)).toEqual([404, 'Error group not found'])
    })
  })

  test.each(['errors', 'errors-trend', 'error-detail'])('/%s takes GET and a secret key', async (name) => {
    const path = `/api/analytics/${name}?id=1`
    const statuses = [
      (await kit.post(path, {}, { 'X-API-Key': project.secretKey })).status,
      (await kit.get(path)).status,
      (await kit.get(path, { 'X-API-Key': project.publicKey })).status,
    ]
    expect(statuses).toEqual([405, 401, 401])
  })
})
