import type { Response } from 'supertest'
import type { LinkList, LinkShape } from '../../lib/wire/links.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

const BASE = 'https://stats.example/m'
const SPRING = 'https://shop.example/spring?utm_source=mail#top'

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  beforeEach(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, {
      clock,
      project: { timeZone: 'Asia/Kolkata' },
      settings: { PUBLIC_URL: 'https://stats.example', BASE_PATH: '/m' },
    })
  })
  afterEach(() => kit.close())

  const withKey = (key = kit.project.secretKey): Headers => ({ 'X-API-Key': key })
  const post = (name: string, body: unknown, headers = withKey()) =>
    kit.post(`/api/links/${name}`, typeof body === 'string' ? body : JSON.stringify(body), headers)
  const get = (name: string, headers = withKey()) => kit.get(`/api/links/${name}`, headers)
  const dataOf = (answer: Response) => (answer.body as { data: LinkShape & LinkList }).data
  const create = async (body: object = {}) =>
    dataOf(await post('create', { destination_url: SPRING, ...body }).expect(200))
  const total = (code: string, clicks: number) =>
    kit.app.db.write((tx) => tx.updateTable('links').set({ clicks }).where('code', '=', code).execute())

  test.each(['create', 'create.php'])('%s', async (name) => {
    const { text, headers } = await post(name, { destination_url: ` ${SPRING}\n`, label: 'Mail' }).expect(200)
    const [, code] = /"code":"([A-Za-z0-9]{8})"/.exec(text) ?? []
    expect(text).toBe(
      `{"success":true,"message":"Link created successfully","data":{"code":"${code}",` +
        `"short_url":"${BASE}/api/redirect.php?c=${code}","destination_url":"${SPRING}","label":"Mail"}}`,
    )
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/json/) as string,
      'cache-control': 'no-store, private',
    })
  })

  test('create takes an own code, once', async () => {
    expect(await create({ code: 'Spring-mail_1' })).toEqual({
      code: 'Spring-mail_1',
      short_url: `${BASE}/api/redirect.php?c=Spring-mail_1`,
      destination_url: SPRING,
      label: '',
    })
    const { text } = await post('create', { destination_url: SPRING, code: 'Spring-mail_1' }).expect(409)
    expect(text).toBe(
      '{"success":false,"message":"The code \\"Spring-mail_1\\" is taken by another link. Choose another one.","code":"conflict"}',
    )
    await create({ code: 'spring-mail_1' })
    for (const code of [null, '', ' ']) expect((await create({ code })).code).toMatch(/^[A-Za-z0-9]{8}$/)
    expect((await create({ code: 2026 })).code).toBe('2026')
  })

  test('create cuts the label, and makes text of what is none', async () => {
    const cases: [unknown, string][] = [
      [undefined, ''],
      [null, ''],
      ['', ''],
      ['  a \u0000b ', 'a b'],
      [12, '12'],
      [true, '1'],
      ['0', '0'],
      ['é🌷'.repeat(200), `${'é🌷'.repeat(127)}é`],
      ['<b>"\\', '<b>"\\'],
    ]
    for (const [label, stored] of cases) {
      const { code, label: answered } = await create({ label })
      expect([label, answered]).toEqual([label, stored])
      expect(dataOf(await get(`detail?code=${code}`)).label).toBe(stored)
    }
  })

  test.each(['list', 'list.php'])('%s: newest first, with all keys in order', async (name) => {
    const { text } = await get(name).expect(200)
    expect(text).toBe('{"success":true,"message":"Links fetched successfully","data":{"count":0,"links":[]}}')
    await create({ code: 'old', label: 'Alt' })
    clock.advance(60_000)
    await create({ code: 'new', destination_url: 'https://müller.example/ä' })
    await total('new', 12)
    const answer = await get(name).expect(200)
    const [fresh = 0, old = 0] = dataOf(answer).links.map(({ id }) => id)
    expect(answer.text).toBe(
      '{"success":true,"message":"Links fetched successfully","data":{"count":2,"links":[' +
        `{"id":${fresh},"code":"new","short_url":"${BASE}/api/redirect.php?c=new","destination_url":"https://müller.example/ä",` +
        '"label":"","is_active":true,"total_clicks":12,"created_at":"2026-03-10 17:31:00"},' +
        `{"id":${old},"code":"old","short_url":"${BASE}/api/redirect.php?c=old","destination_url":"${SPRING}",` +
        '"label":"Alt","is_active":true,"total_clicks":0,"created_at":"2026-03-10 17:30:00"}]}}',
    )
  })

  test('list in pieces', async () => {
    for (const code of ['a', 'b', 'c', 'd', 'e']) await create({ code })
    const piece = async (query: string) => dataOf(await get(`list?${query}`).expect(200))
    const codes = ({ links }: LinkList) => links.map(({ code }) => code).join('')
    const first = await piece('limit=2')
    expect([codes(first), first.count]).toEqual(['ed', 2])
    expect(Object.keys(first)).toEqual(['count', 'links', 'next_cursor'])
    const second = await piece(`limit=2&cursor=${first.next_cursor}`)
    const third = await piece(`limit=2&cursor=${second.next_cursor}`)
    expect([codes(second), codes(third), third.next_cursor]).toEqual(['cb', 'a', undefined])
    expect(codes(await piece(`cursor=${second.next_cursor}`))).toBe('a')
    for (const all of ['', 'limit=', 'limit=5', 'limit=1000', 'limit=9999', 'cursor=', 'cursor=&limit=5', 'other=1'])
      expect(codes(await piece(all))).toBe('edcba')
    for (const one of ['limit=0', 'limit=-3', 'limit=x', 'limit=1.9', 'limit=7&limit=1'])
      expect(codes(await piece(one))).toBe('e')
    const refused = await get('list?cursor=nonsense')
    expectRefusal(refused, 400)
    expect(refused.body).toMatchObject({ message: 'cursor must be a next_cursor that this list gave' })
  })

  test.each(['detail', 'detail.php'])('%s', async (name) => {
    await create({ code: 'spring' })
    await total('spring', 3)
    const answer = await get(`${name}?code=spring`).expect(200)
    const { id } = dataOf(answer)
    expect(answer.text).toBe(
      `{"success":true,"message":"Link fetched successfully","data":{"id":${id},"code":"spring",` +
        `"short_url":"${BASE}/api/redirect.php?c=spring","destination_url":"${SPRING}","label":"","is_active":true,` +
        '"total_clicks":3,"created_at":"2026-03-10 17:30:00"}}',
    )
  })

  test.each(['edit', 'edit.php'])('%s: the same without total_clicks', async (name) => {
    await create({ code: 'spring', label: 'Mail' })
    const answer = await post(name, { code: 'spring', is_active: false, label: null }).expect(200)
    const { id } = dataOf(answer)
    const edited = (destination: string, label: string, isActive: boolean) =>
      `{"success":true,"message":"Link updated successfully","data":{"id":${id},"code":"spring",` +
      `"short_url":"${BASE}/api/redirect.php?c=spring","destination_url":"${destination}","label":"${label}",` +
      `"is_active":${isActive},"created_at":"2026-03-10 17:30:00"}}`
    expect(answer.text).toBe(edited(SPRING, 'Mail', false))
    const other = { code: 'spring', destination_url: 'https://b.example', label: '', is_active: true }
    expect((await post(name, other)).text).toBe(edited('https://b.example', '', true))
  })

  test.each(['delete', 'delete.php'])('%s', async (name) => {
    await create({ code: 'spring' })
    const { text } = await post(name, { code: 'spring' }).expect(200)
    expect(text).toBe('{"success":true,"message":"Link deleted successfully","data":{"code":"spring"}}')
    expectRefusal(await post(name, { code: 'spring' }), 404)
    expect((await get('list')).body).toMatchObject({ data: { count: 0 } })
  })

  test('unknown codes, and those of others, are not found', async () => {
    await create({ code: 'spring' })
    const stranger = withKey((await kit.newProject()).secretKey)
    const answers = [
      await get('detail?code=spring', stranger),
      await post('edit', { code: 'spring', label: 'x' }, stranger),
      await post('delete', { code: 'spring' }, stranger),
      await get('detail?code=Spring'),
      await get('detail?code=%00'),
      await get(`detail?code=${'x'.repeat(5000)}`),
      await post('edit', { code: 'spring%', label: 'x' }),
      await post('delete', { code: 'none' }),
    ]
    for (const { status, text } of answers) {
      expect([status, text]).toEqual([404, '{"success":false,"message":"Link not found","code":"not_found"}'])
    }
    expect((await get('list', stranger)).body).toMatchObject({ data: { count: 0 } })
    expect((await get('list')).body).toMatchObject({ data: { count: 1 } })
  })
})

test('limits: reading and writing have their own', async () => {
  const kit = await testApp('sqlite', { clock: clockAt('2026-03-10T12:00:00Z'), settings: { RATE_LIMIT: 'on' } })
  const headers = { 'X-API-Key': kit.project.secretKey }
  const create = () => kit.post('/api/links/create', { destination_url: SPRING }, headers)
  for (let i = 0; i < 30; i++) await create().expect(200)
  expectRefusal(await create(), 429)
  expectRefusal(await kit.post('/api/links/delete', { code: 'x' }, headers), 429)
  const list = await kit.get('/api/links/list', headers).expect(200)
  expect(list.headers).toMatchObject({ 'ratelimit-limit': '60', 'ratelimit-remaining': '59' })
  await kit.close()
})
