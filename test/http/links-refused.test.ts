import { expectRefusal, testApp } from '../kit/app.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'

/** What `/api/links/*` refuses, in whose words, and in which order it looks. */

const BASE = 'https://stats.example/m'
const SPRING = 'https://shop.example/spring?utm_source=mail#top'

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  beforeAll(async () => {
    kit = await testApp(engine, { settings: { PUBLIC_URL: 'https://stats.example', BASE_PATH: '/m' } })
    await post('create', { destination_url: SPRING, code: 'spring' }).expect(200)
  })
  afterAll(() => kit.close())

  const withKey = (key = kit.project.secretKey): Headers => ({ 'X-API-Key': key })
  const post = (name: string, body: unknown, headers = withKey()) =>
    kit.post(`/api/links/${name}`, typeof body === 'string' ? body : JSON.stringify(body), headers)
  const get = (name: string, headers = withKey()) => kit.get(`/api/links/${name}`, headers)

  const body = { destination_url: SPRING }
  const REQUIRED = 'destination_url is required'
  const NOT_VALID = 'destination_url is not a valid URL'
  const LOOP = 'destination_url points back at this redirector. Give the address where people should arrive.'
  const OWN_CODE = 'code must be 1 to 64 of the characters A-Z, a-z, 0-9, - and _'
  const NOTHING = 'Nothing to update. Provide destination_url, label, or is_active.'
  const MISSING = 'Invalid or missing JSON body'
  test.each<[string, unknown, string]>([
    ['create', '', MISSING],
    ['create', '{}', MISSING],
    ['create', '[]', MISSING],
    ['create', '"https://shop.example"', MISSING],
    ['create', '{"destination_url":', MISSING],
    ['create', { label: 'x' }, REQUIRED],
    ['create', { destination_url: null }, REQUIRED],
    ['create', { destination_url: ' ' }, REQUIRED],
    ['create', { destination_url: '0' }, REQUIRED],
    ['create', { destination_url: false }, REQUIRED],
    ['create', { destination_url: [SPRING] }, 'destination_url must be text'],
    ['create', { destination_url: 1 }, NOT_VALID],
    ['create', { destination_url: 'shop.example' }, NOT_VALID],
    ['create', { destination_url: 'javascript:alert(1)' }, NOT_VALID],
    ['create', { destination_url: 'ftp://shop.example' }, NOT_VALID],
    ['create', { destination_url: `${SPRING}${'x'.repeat(2048)}` }, 'destination_url must be 2048 characters or less'],
    [
      'create',
      { destination_url: 'https://a:b@shop.example' },
      'destination_url must not hold a user name or password',
    ],
    ['create', { destination_url: `${BASE}/l/abc` }, LOOP],
    ['create', { destination_url: `${BASE}/api/redirect.php?c=abc` }, LOOP],
    ['create', { ...body, label: ['x'] }, 'label must be text'],
    ['create', { ...body, code: 'a b' }, OWN_CODE],
    ['create', { ...body, code: 'ä' }, OWN_CODE],
    ['create', { ...body, code: 'x'.repeat(65) }, OWN_CODE],
    ['create', { ...body, code: '../x' }, OWN_CODE],
    ['create', { ...body, code: { $ne: 1 } }, 'code must be text'],
    ['edit', { label: 'x' }, 'code is required'],
    ['edit', { code: '', label: 'x' }, 'code is required'],
    ['edit', { code: null, label: 'x' }, 'code is required'],
    ['edit', { code: ['a'], label: 'x' }, 'code is required'],
    ['edit', { code: 'spring' }, NOTHING],
    ['edit', { code: 'spring', destination_url: null, label: null, is_active: null }, NOTHING],
    ['edit', { code: 'spring', destination_url: '' }, 'destination_url cannot be empty'],
    ['edit', { code: 'spring', destination_url: '  ', label: 'x' }, 'destination_url cannot be empty'],
    ['edit', { code: 'spring', destination_url: 'x' }, NOT_VALID],
    ['edit', { code: 'spring', destination_url: `${BASE}/l/spring` }, LOOP],
    ['edit', { code: 'spring', is_active: 1 }, 'is_active must be a boolean'],
    ['edit', { code: 'spring', is_active: 'true' }, 'is_active must be a boolean'],
    ['delete', { label: 'x' }, 'code is required'],
    ['delete', { code: ' ' }, 'code is required'],
  ])('%s %j: %s', async (name, sent, message) => {
    const { text } = await post(name, sent).expect(400)
    expect(text).toBe(JSON.stringify({ success: false, message, code: 'invalid_input' }))
  })

  test('the name under which the request came counts as this redirector, too', async () => {
    const back = { destination_url: 'http://other.example:81/m/l/abc' }
    expect((await post('create', back, { ...withKey(), Host: 'other.example:81' })).body).toMatchObject({
      message: LOOP,
    })
    await post('create', back, { ...withKey(), Host: 'third.example' }).expect(200)
  })

  test.each(['detail', 'detail?code=', 'detail?code=%20', 'detail?code[]=a', 'detail?codes=a'])('%s', async (query) => {
    const { text } = await get(query).expect(400)
    expect(text).toBe('{"success":false,"message":"code query parameter is required","code":"invalid_input"}')
  })

  test('only the secret key is taken, and it is asked for before the body', async () => {
    const none = (name: string) => post(name, '{broken', withKey(''))
    for (const name of ['create', 'edit', 'delete']) {
      expect((await none(name).expect(401)).body).toMatchObject({ message: 'API key is required' })
      const wrong = await post(name, '{broken', withKey(kit.project.publicKey)).expect(401)
      expect(wrong.body).toMatchObject({ message: 'Invalid API key' })
    }
    for (const name of ['list', 'detail?code=a']) {
      expectRefusal(await get(name, withKey('')), 401)
      expectRefusal(await get(name, withKey('0'.repeat(64))), 401)
    }
  })

  test('another method', async () => {
    for (const name of ['create', 'edit', 'delete']) expectRefusal(await get(name), 405)
    for (const name of ['list', 'detail']) expectRefusal(await post(name, body), 405)
    await kit.ask('options', '/api/links/create').expect(200)
  })
})
