import { DAY, HOUR, SECOND, systemClock } from '../../lib/core/clock.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { linkDetail } from '../../lib/reports/link-detail.ts'
import { links } from '../../lib/reports/links.ts'
import { parseQuestion } from '../../lib/reports/report.ts'
import { partsEngine } from '../../lib/reports/parts-engine.ts'
import type { ClickRecord, SpoolRecord } from '../../lib/spool/records.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { clickRecord, pageviewRecord } from '../kit/records.ts'

// In Vienna (UTC+1) the day is 2026-03-10, and the range of three days begins on the 8th.
const NOW = Date.parse('2026-03-10T12:00Z')
const MIDNIGHT = Date.parse('2026-03-09T23:00Z')
const RANGE = { from: '2026-03-08 00:00:00', to: '2026-03-10 23:59:59' }

const unknown = { agent: { device: 'unknown', os: '', osVersion: '', browser: '', browserVersion: '' } } as const
const nowhere = { country: '', region: '', city: '' }
const phone = { device: 'mobile', os: 'iOS', osVersion: '26', browser: 'Safari', browserVersion: '26' } as const
const from = (channel: ClickRecord['source']['channel'], url = '') => ({ source: { channel, name: '', url } })

const link = (id: number, project_id = 1) => ({
  id,
  project_id,
  code: `Code${id}`,
  destination: `https://shop.example/${id}`,
  label: id === 1 ? 'Größe' : '',
  is_active: id === 3 ? 0 : 1,
  clicks: 0,
  created_at: NOW - 30 * DAY,
  updated_at: NOW,
})

const click = (at: number, given: Parameters<typeof clickRecord>[0] = {}) => clickRecord({ at, ...given })

const RECORDS: readonly SpoolRecord[] = [
  // Two people, one of them twice and on two days; the first comes to the site twice.
  click(MIDNIGHT - 1, { visitor: 1, ...from('social', 'https://a.example/') }),
  pageviewRecord({ at: MIDNIGHT + SECOND, visitor: 1 }),
  click(MIDNIGHT + 2 * HOUR, { visitor: 1, ...from('social', 'https://b.example/') }),
  pageviewRecord({ at: MIDNIGHT + 2 * HOUR + SECOND, visitor: 1 }),
  click(MIDNIGHT + 3 * HOUR, { visitor: 2, agent: phone, place: { country: 'DE', region: '', city: '' } }),
  click(MIDNIGHT + 4 * HOUR, { visitor: 3, ...unknown, ...from('internal'), place: nowhere }),
  // Not by people.
  click(MIDNIGHT + 5 * HOUR, { by: 'bot', visitor: 9, ...from('search') }),
  click(MIDNIGHT + 5 * HOUR, { by: 'preview', visitor: 9 }),
  click(MIDNIGHT + 5 * HOUR, { by: 'preview', visitor: 9 }),
  click(MIDNIGHT + 5 * HOUR, { by: 'head', visitor: 9 }),
  // Just outside of the range.
  click(MIDNIGHT - 2 * DAY - 1, { visitor: 4 }),
  click(MIDNIGHT + DAY, { visitor: 4 }),
  // Equal numbers on other links, only bots on one, and a link of another project.
  click(MIDNIGHT, { link: 2, visitor: 7 }),
  click(MIDNIGHT, { link: 4, visitor: 7 }),
  click(MIDNIGHT, { link: 5, by: 'bot' }),
  click(MIDNIGHT, { link: 6, project: { id: 2 } }),
]

describe.each(engines)('%s: the reports on links', (engine) => {
  let db: Db
  let drop: () => Promise<void>
  beforeAll(async () => {
    ;({ db, drop } = await freshDb(engine))
    const rows = [link(1), link(2), link(3), link(4), link(5), link(6, 2)]
    await db.write((tx) => insertRows(tx, engine, 'links', rows))
    const batch = { file: 'test', from: 0, to: 1, records: RECORDS as Resolved<SpoolRecord>[] }
    await writeBatch(db, makeDictionaries(db), systemClock, batch)
  })
  afterAll(() => drop())

  const question = (query: Record<string, unknown>, id = 1) =>
    parseQuestion(
      { range: '3d', ...query },
      { id, timeZone: 'Europe/Vienna' },
      { now: NOW, base: 'https://s.example/x' },
    )
  const list = (query: Record<string, unknown> = {}, project?: number) =>
    links.answer(partsEngine(db), question(query, project))
  const detail = (query: Record<string, unknown> = {}, project?: number) =>
    linkDetail.answer(partsEngine(db), question(query, project))

  const listed = (id: number, clicks: number[]) => ({
    code: `Code${id}`,
    short_url: `https://s.example/x/api/redirect.php?c=Code${id}`,
    label: id === 1 ? 'Größe' : '',
    destination_url: `https://shop.example/${id}`,
    total_clicks: clicks[0],
    unique_clicks: clicks[1],
    created_at: '2026-02-08 13:00:00',
    other_clicks: clicks[2],
    visits: clicks[3],
  })

  // As text, because the order of the keys is part of the contract.
  test('links', async () => {
    const expected = [
      listed(1, [4, 3, 4, 2]),
      listed(4, [1, 1, 0, 0]),
      listed(2, [1, 1, 0, 0]),
      listed(5, [0, 0, 1, 0]),
      listed(3, [0, 0, 0, 0]),
    ]
    expect(JSON.stringify(await list(), null, 1)).toBe(
      JSON.stringify({ range: RANGE, count: 5, links: expected }, null, 1),
    )
  })

  test('the clicks of each link by day, where they are asked for', async () => {
    const { trends } = await list({ trend: 'day' })
    expect(trends).toEqual({ Code1: [0, 1, 3], Code2: [0, 0, 1], Code4: [0, 0, 1] })
    expect((await list({ trend: 'week' })).trends).toMatchObject({ Code2: [0, 1] })
    expect((await list()).trends).toBeUndefined()
  })

  test('links of a project without any', async () => {
    expect(await list({}, 3)).toEqual({ range: RANGE, count: 0, links: [] })
  })

  test.each([1, 2, 3, 4])('links in pieces of %i', async (limit) => {
    const codes: string[] = []
    let cursor: string | undefined
    do {
      const piece = await list({ limit: String(limit), cursor })
      expect(piece.count).toBe(piece.links.length)
      expect(piece.count).toBeLessThanOrEqual(limit)
      codes.push(...piece.links.map(({ code }) => code))
      cursor = piece.next_cursor
    } while (cursor !== undefined)
    expect(codes).toEqual(['Code1', 'Code4', 'Code2', 'Code5', 'Code3'])
  })

  test('a limit is clamped, a cursor of another kind refused', async () => {
    expect(await list({ limit: '0' })).toMatchObject({ count: 1 })
    expect(await list({ limit: '99999' })).toMatchObject({ count: 5 })
    expect(await list({ limit: '5' })).not.toHaveProperty('next_cursor')
    await expect(list({ cursor: 'WzFd' })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('link-detail', async () => {
    const expected = {
      range: RANGE,
      link: {
        id: 1,
        code: 'Code1',
        label: 'Größe',
        destination_url: 'https://shop.example/1',
        created_at: '2026-02-08 13:00:00',
      },
      total_clicks: 4,
      unique_clicks: 3,
      by_country: [
        { country: 'Austria', country_code: 'AT', clicks: 2 },
        { country: 'Germany', country_code: 'DE', clicks: 1 },
      ],
      // One by its own site, which is no referral.
      by_referrer: [
        { category: 'direct', clicks: 2 },
        { category: 'social', clicks: 2 },
      ],
      by_device: [
        { device_type: 'desktop', clicks: 2 },
        { device_type: 'mobile', clicks: 1 },
        { device_type: 'unknown', clicks: 1 },
      ],
      over_time: [
        { date: '2026-03-09', clicks: 1 },
        { date: '2026-03-10', clicks: 3 },
      ],
      other_clicks: { bot: 1, preview: 2, head: 1 },
      visits: 2,
    }
    expect(JSON.stringify(await detail({ code: 'Code1' }), null, 1)).toBe(JSON.stringify(expected, null, 1))
  })

  test('spaces around a code do not matter', async () => {
    expect(await detail({ code: ' Code1 ' })).toMatchObject({ link: { id: 1 } })
  })

  test('link-detail of a link that nobody used', async () => {
    expect(await detail({ code: 'Code3' })).toMatchObject({
      total_clicks: 0,
      unique_clicks: 0,
      by_country: [],
      by_referrer: [],
      by_device: [],
      over_time: [],
      other_clicks: { bot: 0, preview: 0, head: 0 },
      visits: 0,
    })
  })

  test.each<[string, Record<string, unknown>, string, string]>([
    ['no code', {}, 'invalid_input', 'code is required'],
    ['spaces', { code: '  ' }, 'invalid_input', 'code is required'],
    ['an empty code', { code: '' }, 'invalid_input', 'code is required'],
    ['an unknown code', { code: 'nothing' }, 'not_found', 'Link not found'],
    ['the code in another case', { code: 'code1' }, 'not_found', 'Link not found'],
    ['the code with something behind it', { code: 'Code1x' }, 'not_found', 'Link not found'],
    ['the code of another project', { code: 'Code6' }, 'not_found', 'Link not found'],
    ['a very long code', { code: 'x'.repeat(9000) }, 'not_found', 'Link not found'],
  ])('link-detail for %s', async (_what, query, code, message) => {
    await expect(detail(query)).rejects.toMatchObject({ code, message })
  })

  test('a bad range is told before a missing code', () => {
    expect(() => question({ range: 'custom' })).toThrow('Invalid date format. Use YYYY-MM-DD')
  })
})
