import { DAY, systemClock } from '../../lib/core/clock.ts'
import type { TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'
import { signInThere, startProvider } from '../kit/openid.ts'
import { cookiesOf, dataOf, FROM_PAGE, sentBack, somebody, withSecondFactor } from '../kit/people.ts'

const BASE = 'https://stats.example/s'
const CALLBACK = '/api/session/provider-callback'

describe.each(engines)('%s: signing in with an OpenID provider', (engine) => {
  let kit: TestApp
  let provider: Awaited<ReturnType<typeof startProvider>>
  beforeAll(async () => {
    provider = await startProvider(BASE + CALLBACK)
    kit = await testApp(engine, {
      settings: {
        ...{ PUBLIC_URL: 'https://stats.example', BASE_PATH: '/s', OIDC_ISSUER: provider.issuer },
        ...{ OIDC_CLIENT_ID: 'micrologs', OIDC_CLIENT_SECRET: 'a secret of the tests' },
      },
    })
  })
  afterAll(async () => {
    await kit.close()
    await provider.stop()
  })

  const begin = (invitation: string | null = null) => kit.post('/api/session/provider', { invitation }, FROM_PAGE)
  async function signIn(email: string, invitation: string | null = null) {
    const begun = await begin(invitation)
    const query = await signInThere(dataOf<{ url: string }>(begun).url, email)
    return { answer: await kit.get(`${CALLBACK}?${query}`, sentBack(begun)), query, begun }
  }
  const invite = async (email = '') => {
    const wishes = { project: kit.project.id, role: 'member', email, invitedBy: 1 } as const
    return (await kit.app.accounts.invitations.create({ ...wishes, endsAt: systemClock.now() + DAY })).token
  }
  const stateOf = async (answer: Parameters<typeof sentBack>[0]) =>
    dataOf<{ state: string; user: { id: number } | null }>(await kit.get('/api/session/current', sentBack(answer)))

  test('the way there asks for a code with PKCE, and keeps its secrets in the browser', async () => {
    const begun = await begin()
    const { searchParams } = new URL(dataOf<{ url: string }>(begun).url)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ response_type: 'code', client_id: 'micrologs', redirect_uri: BASE + CALLBACK },
      ...{ code_challenge_method: 'S256', scope: 'openid email profile' },
    })
    expect([searchParams.get('state'), searchParams.get('nonce')]).not.toContain(null)
    const [line = ''] = begun.headers['set-cookie'] as unknown as string[]
    expect(line).toMatch(
      /^__Secure-micrologs-provider=[\w-]+; Max-Age=600; Path=\/s; .*HttpOnly; Secure; SameSite=Lax$/,
    )
    const current = await kit.get('/api/session/current')
    expect(dataOf<object>(current)).toMatchObject({ provider: new URL(provider.issuer).host })
  })

  test('somebody with an account is known by the verified address, later by who they are there', async () => {
    const ada = await somebody(kit)
    const { answer, query, begun } = await signIn(ada.email)
    expect([answer.status, answer.headers.location]).toEqual([303, `${BASE}/`])
    expect(await stateOf(answer)).toMatchObject({ state: 'signed-in', user: { id: ada.id } })
    // The answer of the provider is good once, and in this browser.
    const again = await kit.get(`${CALLBACK}?${query}`, sentBack(begun))
    expect(again.headers.location).toBe(`${BASE}/#signin-failed=unauthorized`)
    expect(cookiesOf(again)).not.toHaveProperty('__Secure-micrologs-session')
    await kit.app.accounts.users.edit(ada.id, { email: 'new@shop.example' })
    expect(await stateOf((await signIn(ada.email)).answer)).toMatchObject({ user: { id: ada.id } })
  })

  test('strangers, unverified addresses, other browsers and made-up answers get no session', async () => {
    await kit.app.accounts.users.create({ email: 'unverified@shop.example', name: '', password: '', isOwner: true })
    for (const email of ['nobody@shop.example', 'unverified@shop.example']) {
      const { answer } = await signIn(email)
      expect(answer.headers.location).toBe(`${BASE}/#signin-failed=forbidden`)
      expect((await stateOf(answer)).state).toBe('signed-out')
    }
    const ada = await somebody(kit)
    const query = await signInThere(dataOf<{ url: string }>(await begin()).url, ada.email)
    for (const [asked, cookies] of [
      [query, {}],
      [query, sentBack(await begin())],
      ['code=x&state=y', sentBack(await begin())],
      ['error=access_denied', sentBack(await begin())],
      ['', { Cookie: '__Secure-micrologs-provider=nonsense' }],
    ] as const) {
      const answer = await kit.get(`${CALLBACK}?${asked}`, cookies)
      expect(answer.headers.location).toBe(`${BASE}/#signin-failed=unauthorized`)
    }
  })

  test('an invitation makes somebody new a member, and they sign in so from then on', async () => {
    const { answer } = await signIn('bob@shop.example', await invite())
    expect(await stateOf(answer)).toMatchObject({ user: { email: 'bob@shop.example', has_password: false } })
    expect(await stateOf((await signIn('bob@shop.example')).answer)).toMatchObject({ state: 'signed-in' })
    const other = await signIn('eve@shop.example', await invite('carl@shop.example'))
    expect(other.answer.headers.location).toBe(`${BASE}/#signin-failed=forbidden`)
    const unverified = await signIn('unverified2@shop.example', await invite())
    expect(unverified.answer.headers.location).toBe(`${BASE}/#signin-failed=not_found`)
  })

  test('a second factor is asked for here, too', async () => {
    const ada = await somebody(kit)
    await withSecondFactor(kit, ada)
    expect(await stateOf((await signIn(ada.email)).answer)).toEqual(
      expect.objectContaining({ state: 'second-factor', user: null }),
    )
  })
})

test('a provider that is away is said in words; one that is not set is not there', async () => {
  const away = { OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'micrologs' }
  for (const [settings, status] of [
    [away, 503],
    [{}, 404],
  ] as const) {
    const kit = await testApp('sqlite', { settings })
    expectRefusal(await kit.post('/api/session/provider', { invitation: null }, FROM_PAGE), status)
    await kit.close()
  }
  await expect(testApp('sqlite', { settings: { OIDC_ISSUER: 'http://provider.example' } })).rejects.toThrow(
    'OIDC_ISSUER must start with https://',
  )
})
