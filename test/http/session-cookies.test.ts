import type { Response } from 'supertest'
import type { Environment } from '../../lib/config/config.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { FROM_PAGE, PASSWORD, sentBack, somebody } from '../kit/people.ts'

/** What a browser is told about the cookie, wherever the install lies; and what other sites cannot do with it. */

async function withApp(settings: Environment, work: (kit: TestApp, signIn: SignIn) => Promise<void>): Promise<void> {
  const kit = await testApp('sqlite', { settings })
  const { email } = await somebody(kit, { isOwner: true })
  const signIn: SignIn = (headers = {}) =>
    kit.post('/api/session/sign-in', { email, password: PASSWORD }, { ...FROM_PAGE, ...headers })
  try {
    await work(kit, signIn)
  } finally {
    await kit.close()
  }
}

type SignIn = (headers?: Headers) => Promise<Response>

test.each([
  [{}, {}, 'micrologs-session', 'Path=/;', false],
  [{}, { 'X-Forwarded-Proto': 'https' }, '__Host-micrologs-session', 'Path=/;', true],
  [{ PUBLIC_URL: 'https://stats.example' }, {}, '__Host-micrologs-session', 'Path=/;', true],
  [{ PUBLIC_URL: 'https://a.example', BASE_PATH: '/s' }, {}, '__Secure-micrologs-session', 'Path=/s;', true],
  [{ BASE_PATH: '/s' }, {}, 'micrologs-session', 'Path=/s;', false],
])('%j, %j: %s', async (settings, headers, name, path, isSecure) => {
  await withApp(settings, async (kit, signIn) => {
    const answer = await signIn(headers)
    for (const line of answer.headers['set-cookie'] as unknown as string[]) {
      expect(line).toContain(path)
      expect(line).toContain('HttpOnly')
      expect(line).toContain('SameSite=Lax')
      expect(line).not.toContain('Domain')
      expect(line.includes('; Secure')).toBe(isSecure)
    }
    const { Cookie = '' } = sentBack(answer)
    const back = { ...FROM_PAGE, Cookie, ...headers }
    expect(Cookie).toContain(`${name}=`)
    expect((await kit.get('/api/session/list', back)).status).toBe(200)
    // Of another name it is no session: what a neighbour on the domain planted is not read.
    const planted = `planted-${Cookie.replace(/__(Host|Secure)-/g, '')}`
    expect((await kit.get('/api/session/list', { ...headers, Cookie: planted })).status).toBe(401)
    const out = await kit.post('/api/session/sign-out', '', back)
    expect((out.headers['set-cookie'] as unknown as string[])[0]).toMatch(new RegExp(`^${name}=; ${path}`))
  })
})

test('what pages of other sites send is refused, and they may read nothing', async () => {
  await withApp({}, async (kit, signIn) => {
    const own = sentBack(await signIn())
    const { Cookie = '' } = own
    const create = (headers: Headers) =>
      kit.post('/api/projects/create', { name: 'X', allowed_domains: ['*'] }, headers)
    const foreign: Headers[] = [
      { Cookie },
      { Cookie, Origin: 'https://shop.example' },
      { ...own, 'Sec-Fetch-Site': 'cross-site' },
      { ...own, 'Sec-Fetch-Site': 'same-site' },
    ]
    for (const headers of foreign) {
      expectRefusal(await create(headers), 403)
      expectRefusal(await kit.post('/api/session/sign-out', '', headers), 403)
      expectRefusal(await kit.post('/api/tokens/create', { name: 'x', scope: 'read', projects: 'all' }, headers), 403)
      expectRefusal(await kit.post('/api/session/sign-in', { email: 'a@b.c', password: 'x' }, headers), 403)
    }
    expect((await create({ ...own, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)
    const asked = await kit.get('/api/session/current', { ...own, Origin: 'https://shop.example' })
    expect(asked.headers).not.toHaveProperty('access-control-allow-origin')
    const preflight = await kit.ask('options', '/api/session/sign-in', { Origin: 'https://shop.example' })
    expect([preflight.status, preflight.headers]).toEqual([405, expect.not.objectContaining(NO_CORS)])
    const report = await kit.get('/api/projects/list', { ...own, Origin: 'https://shop.example' })
    expect(report.headers).not.toHaveProperty('access-control-allow-credentials')
    const allowed = await kit.ask('options', '/api/projects/create', { Origin: 'https://shop.example' })
    expect(allowed.headers['access-control-allow-headers']).toBe('Content-Type, X-API-Key')
  })
})

const NO_CORS = { 'access-control-allow-origin': expect.anything() as unknown }
