import { DAY, HOUR, MINUTE } from '../../lib/core/clock.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'
import type { TestPerson } from '../kit/people.ts'
import {
  cookiesOf,
  dataOf,
  FROM_PAGE,
  PASSWORD,
  sentBack,
  somebody,
  totpCode,
  withSecondFactor,
} from '../kit/people.ts'

describe.each(engines)('%s: signing in', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  let ada: TestPerson
  beforeAll(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock, settings: { RATE_LIMIT: 'on' } })
  })
  beforeEach(async () => {
    clock.advance(2 * DAY)
    ada = await somebody(kit, { roles: { [kit.project.id]: 'viewer' } })
  })
  afterAll(() => kit.close())

  let clients = 0
  const from = (client: number): Headers => ({ 'X-Forwarded-For': `198.51.100.${client % 250}` })
  const signIn = (email: string, password: string, headers: Headers = from(++clients)) =>
    kit.post('/api/session/sign-in', { email, password }, { ...FROM_PAGE, ...headers })
  const current = async (headers: Headers) => {
    const answer = await kit.get('/api/session/current', headers)
    return dataOf<{ state: string; user: { email: string } | null }>(answer)
  }
  const code = (headers: Headers, given: string) =>
    kit.post('/api/session/second-factor', { code: given }, { ...headers, ...from(++clients) })

  test('a good password opens a session that reads the reports of one’s projects', async () => {
    const answer = await signIn(` ${ada.email.toUpperCase()}`, PASSWORD)
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        success: true,
        message: 'Signed in successfully',
        data: {
          state: 'signed-in',
          setup_needed: false,
          database_needed: false,
          provider: null,
          user: {
            ...{ id: ada.id, email: ada.email, name: 'Ada', is_owner: false, has_password: true },
            ...{ has_second_factor: false, recovery_codes_left: 0 },
            projects: [{ id: kit.project.id, name: 'Shop', role: 'viewer' }],
          },
        },
      },
    ])
    expect(answer.headers['cache-control']).toBe('no-store, private')
    expect((await kit.get('/api/analytics/visitors', sentBack(answer))).status).toBe(200)
    expect((await current(sentBack(answer))).user?.email).toBe(ada.email)
  })

  test('the cookie is for the server alone, and nothing that was stored opens the session', async () => {
    const answer = await signIn(ada.email, PASSWORD)
    const [line = ''] = answer.headers['set-cookie'] as unknown as string[]
    expect(line).toMatch(
      /^micrologs-session=[\w-]{43}; Max-Age=7776000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    )
    const { token_hash: stored } = await kit.app.db.read
      .selectFrom('sessions')
      .select('token_hash')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(stored).toMatch(/^[\da-f]{64}$/)
    expect((await current({ Cookie: `micrologs-session=${stored}` })).state).toBe('signed-out')
    expect(kit.logLines.join()).not.toContain(cookiesOf(answer)['micrologs-session'])
  })

  test('a wrong password, an unknown address and an account without a password are one answer', async () => {
    await kit.app.accounts.users.create({ email: 'no@password.example', name: '', password: '', isOwner: false })
    const answers = await Promise.all([
      signIn(ada.email, 'wrong password'),
      signIn('nobody@else.example', PASSWORD),
      signIn('no@password.example', ''),
    ])
    for (const answer of answers) {
      expectRefusal(answer, 401)
      expect(answer.text).toBe(answers[0].text)
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  test('sessions end: unused, after all, by signing out, by another session, and by a new password', async () => {
    const open = async () => sentBack(await signIn(ada.email, PASSWORD))
    const idle = await open()
    clock.advance(13 * DAY)
    expect((await current(idle)).state).toBe('signed-in')
    clock.advance(13 * DAY)
    expect((await current(idle)).state).toBe('signed-in')
    clock.advance(14 * DAY)
    expect((await current(idle)).state).toBe('signed-out')

    const [first, second, third] = [await open(), await open(), await open()]
    expect((await kit.post('/api/session/sign-out', '', first)).status).toBe(200)
    expect((await current(first)).state).toBe('signed-out')
    const { sessions } = dataOf<{ sessions: { id: number; is_this: boolean }[] }>(
      await kit.get('/api/session/list', second),
    )
    const there = sessions.find(({ is_this: isThis }) => !isThis)
    expect((await kit.post('/api/session/end', { id: there?.id }, second)).status).toBe(200)
    expect((await current(third)).state).toBe('signed-out')
    expect((await kit.post('/api/session/end', { id: there?.id }, second)).status).toBe(404)

    const fourth = await open()
    const change = { current_password: PASSWORD, new_password: 'another long password' }
    expectRefusal(await kit.post('/api/account/password', { ...change, current_password: 'no' }, second), 403)
    expectRefusal(await kit.post('/api/account/password', { ...change, new_password: ada.email }, second), 400)
    const changed = await kit.post('/api/account/password', change, second)
    expect(changed.status).toBe(200)
    expect([(await current(second)).state, (await current(fourth)).state]).toEqual(['signed-out', 'signed-out'])
    expect((await current(sentBack(changed))).state).toBe('signed-in')
    expect((await signIn(ada.email, PASSWORD)).status).toBe(401)
    for (let day = 0; day < 59; day += 10) {
      clock.advance(10 * DAY)
      await current(sentBack(changed))
    }
    expect((await current(sentBack(changed))).state).toBe('signed-out')
  })

  test('with a second factor a session is half until a code was given, once', async () => {
    const { secret, codes } = await withSecondFactor(kit, ada, clock.now())
    const half = await signIn(ada.email, PASSWORD)
    expect(dataOf(half)).toMatchObject({ state: 'second-factor', user: null })
    expectRefusal(await kit.get('/api/analytics/visitors', sentBack(half)), 401)
    expectRefusal(await kit.get('/api/session/list', sentBack(half)), 401)
    const now = totpCode(secret, clock.now())
    const whole = await code(sentBack(half), now)
    expect([whole.status, dataOf(whole)]).toMatchObject([200, { state: 'signed-in' }])
    // The half one is over, and the code cannot be used again.
    expect((await current(sentBack(half))).state).toBe('signed-out')
    const again = sentBack(await signIn(ada.email, PASSWORD))
    expectRefusal(await code(again, now), 401)
    expectRefusal(await code(again, totpCode(secret, clock.now(), 2)), 401)
    expect((await code(again, ` ${codes[0]?.toUpperCase().replaceAll('-', ' ') ?? ''}`)).status).toBe(200)
    clock.advance(2 * MINUTE)
    const third = sentBack(await signIn(ada.email, PASSWORD))
    expectRefusal(await code(third, codes[0] ?? ''), 401)
    expect((await code(third, totpCode(secret, clock.now()))).status).toBe(200)
  })

  test('after five wrong codes the password is asked for again; a half session lives for minutes', async () => {
    const { secret } = await withSecondFactor(kit, ada, clock.now())
    const half = sentBack(await signIn(ada.email, PASSWORD))
    const wrong = await Promise.all(Array.from({ length: 5 }, () => code(half, '000000')))
    expect(wrong.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
    expect((await code(half, totpCode(secret, clock.now()))).text).toContain('Too many wrong codes')
    clock.advance(HOUR)
    const old = sentBack(await signIn(ada.email, PASSWORD))
    clock.advance(11 * MINUTE)
    expectRefusal(await code(old, totpCode(secret, clock.now())), 401)
  })

  test('who guesses has to wait longer and longer; a browser that knows the account does not', async () => {
    const known = sentBack(await signIn(ada.email, PASSWORD))
    const guess = async () => {
      const { headers } = await signIn(ada.email, 'a wrong guess')
      return Number(headers['retry-after'] ?? 0)
    }
    // The sign-in above was the first of the minute.
    for (let tries = 1; tries < 6; tries++) expect(await guess()).toBe(0)
    expect(await guess()).toBeGreaterThan(1)
    // Slowly enough for the quarter of an hour.
    for (let tries = 6; tries < 100; tries++) {
      if (tries % 6 === 0) clock.advance(9 * MINUTE)
      expect([tries, await guess()]).toEqual([tries, 0])
    }
    clock.advance(9 * MINUTE)
    expect(await guess()).toBeGreaterThan(HOUR / 1000)
    // From anywhere, with the right password: a stranger has to wait. From the browser that was signed in: not.
    expectRefusal(await signIn(ada.email, PASSWORD), 429)
    const cookie = (known.Cookie ?? '').split('; ').find((one) => one.startsWith('micrologs-known=')) ?? ''
    expect((await signIn(ada.email, PASSWORD, { Cookie: cookie, ...from(++clients) })).status).toBe(200)
    // One that is made up does not help.
    expectRefusal(await signIn(ada.email, PASSWORD, { Cookie: `${cookie}x`, ...from(++clients) }), 429)
    clock.advance(2 * DAY)
    expect((await signIn(ada.email, PASSWORD)).status).toBe(200)
  })

  test('failures are counted in the log of the install, without where they came from', async () => {
    for (let tries = 0; tries < 5; tries++) await signIn(ada.email, 'a wrong guess')
    await signIn(ada.email, PASSWORD)
    await kit.drained()
    const entries = await kit.app.db.read
      .selectFrom('audit_entries')
      .select(['action', 'outcome', 'context'])
      .where('project_id', '=', 0)
      .where('actor', '=', ada.email)
      .orderBy('sequence')
      .execute()
    expect(entries).toEqual([
      { action: 'account.sign-in', outcome: 'failure', context: '{"failures":1}' },
      { action: 'account.sign-in', outcome: 'success', context: '{"method":"password","failed_before":5}' },
    ])
  })
})
