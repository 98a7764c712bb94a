import { REPORTS } from '../../lib/reports/catalogue.ts'
import { rangeOf } from '../../lib/reports/range.ts'
import { partsEngine } from '../../lib/reports/parts-engine.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { rows } from '../kit/rows.ts'

/** Zone, first and last day, instants of views, and how many of them each day has. The outer instants are outside. */
const CASES: [string, string, string, string[], Record<string, number>][] = [
  [
    'Europe/Berlin',
    '2026-10-24',
    '2026-10-26',
    [
      '2026-10-23T21:59:59.999Z',
      '2026-10-23T22:00Z',
      '2026-10-24T21:59:59Z',
      '2026-10-24T22:00Z',
      '2026-10-25T22:59Z',
      '2026-10-25T23:00Z',
      '2026-10-26T23:00Z',
    ],
    { '2026-10-24': 2, '2026-10-25': 2, '2026-10-26': 1 },
  ],
  [
    'America/New_York',
    '2026-03-07',
    '2026-03-09',
    [
      '2026-03-07T04:59:59Z',
      '2026-03-08T04:59:59Z',
      '2026-03-08T05:00Z',
      '2026-03-09T03:59:59Z',
      '2026-03-09T04:00Z',
      '2026-03-10T04:00Z',
    ],
    { '2026-03-07': 1, '2026-03-08': 2, '2026-03-09': 1 },
  ],
  [
    'Asia/Kolkata',
    '2026-11-19',
    '2026-11-20',
    ['2026-11-18T18:29:59Z', '2026-11-18T18:30Z', '2026-11-19T18:29:59Z', '2026-11-19T18:30Z', '2026-11-20T18:30Z'],
    { '2026-11-19': 2, '2026-11-20': 1 },
  ],
  [
    'Australia/Lord_Howe',
    '2026-04-04',
    '2026-04-06',
    [
      '2026-04-03T12:59:59Z',
      '2026-04-04T12:59:59Z',
      '2026-04-04T13:00Z',
      '2026-04-05T13:29:59Z',
      '2026-04-05T13:30Z',
      '2026-04-06T13:30Z',
    ],
    { '2026-04-04': 1, '2026-04-05': 2, '2026-04-06': 1 },
  ],
  // No midnight: the 4th begins at 01:00.
  [
    'America/Sao_Paulo',
    '2018-11-03',
    '2018-11-04',
    ['2018-11-03T02:59:59Z', '2018-11-04T02:59:59Z', '2018-11-04T03:00Z', '2018-11-05T01:59:59Z', '2018-11-05T02:00Z'],
    { '2018-11-03': 1, '2018-11-04': 2 },
  ],
  // 23:00 to 24:00 twice: both belong to the 17th.
  [
    'America/Sao_Paulo',
    '2018-02-17',
    '2018-02-18',
    ['2018-02-17T01:59:59Z', '2018-02-18T01:30Z', '2018-02-18T02:30Z', '2018-02-18T03:00Z', '2018-02-19T03:00Z'],
    { '2018-02-17': 2, '2018-02-18': 1 },
  ],
  // The 30th was left out.
  [
    'Pacific/Apia',
    '2011-12-29',
    '2011-12-31',
    ['2011-12-29T09:59:59Z', '2011-12-29T10:00Z', '2011-12-30T09:59:59Z', '2011-12-30T10:00Z', '2011-12-31T10:00Z'],
    { '2011-12-29': 2, '2011-12-31': 1 },
  ],
  [
    'Asia/Beirut',
    '2022-03-26',
    '2022-03-27',
    ['2022-03-25T21:59:59Z', '2022-03-26T21:59:59Z', '2022-03-26T22:00Z', '2022-03-27T20:59:59Z', '2022-03-27T21:00Z'],
    { '2022-03-26': 1, '2022-03-27': 2 },
  ],
]

describe.each(engines)('%s: days are those of the project', (engine) => {
  let kit: Awaited<ReturnType<typeof freshDb>>
  beforeAll(async () => (kit = await freshDb(engine)))
  afterAll(() => kit.drop())

  test.each(CASES.map((known, index) => [...known, index + 1] as const))(
    '%s, %s to %s',
    async (zone, from, to, instants, expected, project) => {
      await rows(kit.db, project).visit(...instants.map((at, index) => ({ visitor: index + 1, at })))
      const range = rangeOf(zone, from, to)
      const { over_time, total_pageviews } = await REPORTS.visitors.answer(partsEngine(kit.db), {
        scope: { project, range },
        limit: undefined,
        given: () => undefined,
        base: '',
      })
      expect(Object.fromEntries(over_time.map(({ date, pageviews }) => [date, pageviews]))).toEqual(expected)
      expect(total_pageviews).toBe(Object.values(expected).reduce((sum, count) => sum + count))
    },
  )

  test('who was first seen in the last hour before a day without midnight is returning on it', async () => {
    const project = 100
    await rows(kit.db, project).visit(
      { visitor: 1, at: '2018-11-04T02:30Z' },
      { visitor: 1, at: '2018-11-04T03:30Z' },
      { visitor: 2, at: '2018-11-04T03:30Z' },
    )
    const returning = (from: string) =>
      REPORTS['visitors-returning'].answer(partsEngine(kit.db), {
        scope: { project, range: rangeOf('America/Sao_Paulo', from, '2018-11-04') },
        limit: undefined,
        given: () => undefined,
        base: '',
      })
    const fourth = { date: '2018-11-04', new_visitors: 1, returning_visitors: 1 }
    expect(await returning('2018-11-04')).toMatchObject({ new_visitors: 1, returning_visitors: 1, over_time: [fourth] })
    expect(await returning('2018-11-03')).toMatchObject({
      new_visitors: 2,
      returning_visitors: 0,
      over_time: [{ date: '2018-11-03', new_visitors: 1, returning_visitors: 0 }, fourth],
    })
  })
})
