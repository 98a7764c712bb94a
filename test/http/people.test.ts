import { verifyChain } from '../../lib/audits/verify.ts'
import { DAY } from '../../lib/core/clock.ts'
import type { Headers, TestApp, TestProject } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'
import type { TestPerson } from '../kit/people.ts'
import { cookieHeaders, dataOf, FROM_PAGE, PASSWORD, sentBack, somebody, totpCode } from '../kit/people.ts'

interface Told {
  readonly id: number
  readonly url: string
  readonly token: string
  readonly user: { readonly id: number; readonly is_owner: boolean; readonly projects: readonly object[] }
}

describe.each(engines)('%s: people and their rights', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  let owner: TestPerson
  let admin: TestPerson
  let other: TestProject
  beforeAll(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock })
    other = await kit.newProject({ name: 'Other' })
    owner = await somebody(kit, { isOwner: true })
    admin = await somebody(kit, { roles: { [kit.project.id]: 'admin' } })
  })
  afterAll(() => kit.close())

  const post = (url: string, body: object, headers: Headers = FROM_PAGE) => kit.post(`/api/${url}`, body, headers)
  const invite = async (body: object, by: TestPerson = admin): Promise<{ id: number; token: string }> => {
    const { id, url } = dataOf<Told>(await post('invitations/create', body, by.headers))
    return { id, token: url.split('#invitation=')[1] ?? '' }
  }
  const member = () => ({ project: kit.project.id, role: 'member' })
  const newcomer = (token: string, email: string) =>
    post('invitations/accept', { token, email, password: PASSWORD, name: 'Bob' })

  test('an invitation makes somebody new a member, once', async () => {
    const { token } = await invite(member())
    expect(dataOf<Told>(await post('invitations/look', { token }))).toMatchObject({
      project: { id: kit.project.id, name: 'Shop' },
      role: 'member',
      email: null,
    })
    expectRefusal(await post('invitations/accept', { token }), 400)
    expectRefusal(await newcomer(token, admin.email), 409)
    const bob = await newcomer(token, 'bob@shop.example')
    expect(dataOf<Told>(bob).user.projects).toEqual([{ id: kit.project.id, name: 'Shop', role: 'member' }])
    expect((await kit.get('/api/analytics/visitors', sentBack(bob))).status).toBe(200)
    expectRefusal(await newcomer(token, 'eve@shop.example'), 404)
    expect(await kit.app.accounts.users.byEmail('eve@shop.example')).toBeUndefined()
  })

  test('of two who use an invitation at once, one gets an account', async () => {
    const { token } = await invite(member())
    const both = await Promise.all([newcomer(token, 'one@two.example'), newcomer(token, 'two@two.example')])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
    const made = await Promise.all(['one', 'two'].map((name) => kit.app.accounts.users.byEmail(`${name}@two.example`)))
    expect(made.filter((person) => person !== undefined)).toHaveLength(1)
  })

  test('who is signed in accepts with the token alone, and loses nothing', async () => {
    const viewer = await somebody(kit, { roles: { [other.id]: 'admin' } })
    const accept = async (body: object) =>
      dataOf<Told>(await post('invitations/accept', { token: (await invite(body, owner)).token }, viewer.headers))
    expect((await accept(member())).user.projects).toMatchObject([{ role: 'member' }, { role: 'admin' }])
    expect((await accept({ project: other.id, role: 'viewer' })).user.projects).toMatchObject([{}, { role: 'admin' }])
    expect((await accept({ role: 'owner' })).user.is_owner).toBe(true)
  })

  test('an invitation for one address is no use to others; one that is revoked or old to nobody', async () => {
    const { token, id } = await invite({ ...member(), email: 'Carl@shop.example' })
    expectRefusal(await newcomer(token, 'eve@shop.example'), 403)
    expectRefusal(await post('invitations/accept', { token }, owner.headers), 403)
    const stranger = await somebody(kit, { roles: { [other.id]: 'admin' } })
    expectRefusal(await post('invitations/revoke', { id }, stranger.headers), 404)
    const carl = await post('invitations/accept', { token, password: PASSWORD })
    expect(dataOf<Told>(carl).user).toMatchObject({ email: 'carl@shop.example' })
    const second = await invite(member())
    await post('invitations/revoke', { id: second.id }, admin.headers)
    expectRefusal(await post('invitations/look', { token: second.token }), 404)
    const third = await invite({ ...member(), days: 1 })
    clock.advance(DAY)
    expectRefusal(await newcomer(third.token, 'late@shop.example'), 404)
    const { invitations } = dataOf<{ invitations: { id: number }[] }>(
      await kit.get(`/api/invitations/list?project=${kit.project.id}`, admin.headers),
    )
    expect(invitations.map((one) => one.id)).not.toContain(third.id)
  })

  test('roles change at once, for sessions and for tokens; an administrator knows only their own people', async () => {
    const dora = await somebody(kit, { roles: { [kit.project.id]: 'member' } })
    const { token } = dataOf<Told>(
      await post('tokens/create', { name: 'x', scope: 'write', projects: 'all' }, dora.headers),
    )
    const bearer = { Authorization: `Bearer ${token}` }
    const link = (headers: Headers) => post('links/create', { destination_url: 'https://shop.example/x' }, headers)
    expect([(await link(dora.headers)).status, (await link(bearer)).status]).toEqual([200, 200])
    await post('users/role', { user: dora.id, project: kit.project.id, role: 'viewer' }, admin.headers).expect(200)
    expect([(await link(dora.headers)).status, (await link(bearer)).status]).toEqual([403, 403])
    await post('users/role', { user: dora.id, project: kit.project.id, role: null }, admin.headers).expect(200)
    expect([(await link(dora.headers)).status, (await link(bearer)).status]).toEqual([403, 403])
    // No longer one of theirs, and nobody in the other project.
    const again = { user: dora.id, project: kit.project.id, role: 'viewer' }
    expectRefusal(await post('users/role', again, admin.headers), 404)
    expectRefusal(await post('users/role', { ...again, project: other.id }, admin.headers), 404)
    const { users } = dataOf<{ users: { id: number; projects: { id: number }[] }[] }>(
      await kit.get(`/api/users/list?project=${kit.project.id}`, admin.headers),
    )
    expect(users.map(({ id }) => id)).not.toContain(dora.id)
    expect(users.flatMap(({ projects }) => projects.map(({ id }) => id)).every((id) => id === kit.project.id)).toBe(
      true,
    )
  })

  test('the install keeps an owner, and a deleted person nothing', async () => {
    const second = await somebody(kit, { isOwner: true })
    const { token } = dataOf<Told>(
      await post('tokens/create', { name: 'x', scope: 'read', projects: 'all' }, second.headers),
    )
    await post('users/delete', { user: second.id }, owner.headers).expect(200)
    expect((await kit.get('/api/projects/list', second.headers)).status).toBe(401)
    expect((await kit.get('/api/projects/list', { Authorization: `Bearer ${token}` })).status).toBe(401)
    for (const { id, isOwner } of await kit.app.accounts.users.all())
      if (isOwner && id !== owner.id)
        await post('users/owner', { user: id, is_owner: false }, owner.headers).expect(200)
    expectRefusal(await post('users/owner', { user: owner.id, is_owner: false }, owner.headers), 409)
    expectRefusal(await post('users/delete', { user: owner.id }, owner.headers), 409)
  })

  test('tokens: shown once, for some projects, until a day, revoked at once, used on a day', async () => {
    const create = (body: object, by = owner) =>
      post('tokens/create', { name: 'Export', scope: 'read', ...body }, by.headers)
    expectRefusal(await create({ projects: [other.id] }, admin), 404)
    const made = dataOf<Told>(await create({ projects: [other.id], days: 1 }))
    const bearer = { Authorization: `Bearer ${made.token}` }
    expect(made.token).toMatch(/^mlt_[\w-]{43}$/)
    const list = async () =>
      dataOf<{ tokens: { id: number; used_day: string | null }[] }>(await kit.get('/api/tokens/list', owner.headers))
    expect((await list()).tokens.find(({ id }) => id === made.id)).toMatchObject({ used_day: null })
    expect(JSON.stringify(await list())).not.toContain(made.token)
    expect((await kit.get('/api/analytics/visitors', bearer)).status).toBe(200)
    expect((await kit.get('/api/analytics/visitors', { 'X-API-Key': made.token })).status).toBe(200)
    const today = new Date(clock.now()).toISOString().slice(0, 10)
    expect((await list()).tokens.find(({ id }) => id === made.id)).toMatchObject({ used_day: today })
    clock.advance(DAY)
    expectRefusal(await kit.get('/api/analytics/visitors', bearer), 401)
    const second = dataOf<Told>(await create({ projects: 'all', scope: 'write' }))
    const error = () =>
      post(`track/error?project=${other.id}`, { message: 'Oh' }, { Authorization: `Bearer ${second.token}` })
    expect(dataOf<Told>(await error())).toMatchObject({ queued: false })
    expectRefusal(await post('tokens/revoke', { id: second.id }, admin.headers), 404)
    await post('tokens/revoke', { id: second.id }, owner.headers).expect(200)
    expectRefusal(await error(), 401)
  })

  test('the second factor: offered with a picture, on after a code of it, off with another', async () => {
    const eva = await somebody(kit, { roles: { [kit.project.id]: 'viewer' } })
    expectRefusal(await post('account/second-factor-start', { current_password: 'no' }, eva.headers), 403)
    const offer = dataOf<{ secret: string; uri: string; svg: string }>(
      await post('account/second-factor-start', { current_password: PASSWORD }, eva.headers),
    )
    expect(offer.uri).toContain(`otpauth://totp/Micrologs:${encodeURIComponent(eva.email)}?issuer=Micrologs`)
    expect(offer.uri).toContain(offer.secret)
    expect(offer.svg).toMatch(/^<svg /)
    const code = (steps = 0) => ({ code: totpCode(offer.secret, clock.now(), steps) })
    expectRefusal(await post('account/second-factor-confirm', { code: '000000' }, eva.headers), 400)
    const { recovery_codes: codes } = dataOf<{ recovery_codes: string[] }>(
      await post('account/second-factor-confirm', code(), eva.headers),
    )
    expect(new Set(codes).size).toBe(10)
    const stored = await kit.app.db.read.selectFrom('recovery_codes').select('code_hash').execute()
    expect(stored.every(({ code_hash: hash }) => /^[\da-f]{64}$/.test(hash))).toBe(true)
    expectRefusal(await post('account/second-factor-start', { current_password: PASSWORD }, eva.headers), 409)
    const renewed = await post('account/recovery-codes', { code: codes[0] }, eva.headers)
    expect(dataOf<{ recovery_codes: string[] }>(renewed).recovery_codes).not.toContain(codes[1])
    expectRefusal(await post('account/second-factor-remove', { code: codes[1] }, eva.headers), 403)
    expectRefusal(await post('account/second-factor-remove', code(), eva.headers), 403)
    const off = await post('account/second-factor-remove', code(1), eva.headers)
    expect(dataOf<Told>(off).user).toMatchObject({ has_second_factor: false, recovery_codes_left: 0 })
  })

  test('the first steps of a project are shown to its people, wherever they sit', async () => {
    const far = { ...admin.headers, 'X-Forwarded-For': '198.51.100.7' }
    expect(dataOf<object>(await kit.get('/api/first-steps', far))).toMatchObject({ project: { name: 'Shop' } })
    const own = await kit.get(`/api/first-steps?project=${other.id}`, owner.headers)
    expect(dataOf<object>(own)).toMatchObject({ project: { name: 'Other', public_key: other.publicKey } })
    expectRefusal(await kit.get(`/api/first-steps?project=${other.id}`, far), 404)
    expectRefusal(await kit.get('/api/first-steps', { 'X-Forwarded-For': '198.51.100.7' }), 401)
  })

  test('an owner’s link lets somebody in who forgot the password', async () => {
    const fritz = await somebody(kit)
    const { url } = dataOf<Told>(await post('users/sign-in-link', { user: fritz.id }, owner.headers))
    const answer = await post('session/link', { token: url.split('#signin=')[1] })
    expect(dataOf<Told>(answer).user).toMatchObject({ email: fritz.email })
  })

  test('all of it stands in the audit logs, which verify', async () => {
    const { id } = kit.project
    await post('projects/edit', { id, time_zone: 'Europe/Vienna' }, admin.headers).expect(200)
    await post('projects/regenerate-keys', { id, rotate_secret: false }, admin.headers).expect(200)
    await kit.drained()
    const noted = async (project: number) =>
      (
        await kit.app.db.read
          .selectFrom('audit_entries')
          .select(['actor', 'action', 'context', 'target'])
          .where('project_id', '=', project)
          .execute()
      ).map(({ actor, action, context, target }) => ({ actor, action, context, target }))
    const own = await noted(id)
    const changed = { actor: admin.email, action: 'project.edited', target: 'Shop' }
    expect(own).toContainEqual({ ...changed, context: '{"timeZone":"Europe/Vienna"}' })
    expect(own.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['invitation.made', 'invitation.accepted', 'member.role-changed', 'link.created']),
    )
    expect(own.map(({ action }) => action)).toContain('project.keys-changed')
    const ofInstall = await noted(0)
    expect(ofInstall.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['token.made', 'token.revoked', 'user.deleted', 'account.second-factor-on']),
    )
    expect(JSON.stringify([own, ofInstall])).not.toMatch(/mlt_|scrypt|"password"/)
    for (const project of [id, 0]) expect((await verifyChain(kit.app.db.read, project)).outcome).toBe('verified')
    const log = await kit.get('/api/analytics/audits?project=0&range=365d', owner.headers)
    expect([log.status, log.text]).toEqual([200, expect.stringContaining('token.made')])
    expectRefusal(await kit.get('/api/analytics/audits?project=0', admin.headers), 404)
    expectRefusal(await kit.get('/api/links/list?project=0', owner.headers), 404)
  })

  test('a session that is half may accept nothing as somebody', async () => {
    const gil = await somebody(kit)
    const half = await kit.app.accounts.sessions.open(gil.id, { method: 'password', agent: '', isHalf: true })
    const { token } = await invite(member())
    expectRefusal(await post('invitations/accept', { token }, cookieHeaders(half)), 400)
  })
})
