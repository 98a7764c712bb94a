import type { Response } from 'supertest'
import { DAY, systemClock } from '../../lib/core/clock.ts'
import type { Engine } from '../../lib/db/open-db.ts'
import type { Headers, TestApp, TestProject } from '../kit/app.ts'
import { testApp } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'
import { operations } from '../kit/openapi.ts'
import { cookieHeaders, dataOf, FROM_PAGE, PASSWORD, somebody, tokenOf } from '../kit/people.ts'

/** Every endpoint against every kind of sender, all asking about project A. The endpoints come from the API's document. */

const ADMIN_KEY = 'an admin key of the tests'

const SENDERS = [
  ...(['nobody', 'half', 'stranger', 'viewer', 'member', 'admin', 'owner'] as const),
  // Tokens of the owner for project A alone, for all projects, and for B alone; and an administrator's token for A.
  ...(['read', 'write', 'admin-token', 'read-all', 'admin-all', 'other', 'weak'] as const),
  ...(['key', 'admin-key', 'public'] as const),
  // Whoever has the link of a dashboard of A; of one that asks for a password; and who gave it.
  ...(['share', 'locked-share', 'unlocked-share'] as const),
]
type SenderName = (typeof SENDERS)[number]

const PEOPLE: readonly SenderName[] = ['stranger', 'viewer', 'member', 'admin', 'owner']
const VIEWERS: readonly SenderName[] = ['viewer', 'member', 'admin', 'owner']
const READ_TOKENS: readonly SenderName[] = ['read', 'write', 'admin-token', 'read-all', 'admin-all', 'weak']
const READERS: readonly SenderName[] = [...VIEWERS, ...READ_TOKENS, 'key']
const LOOKERS: readonly SenderName[] = [...READERS, 'share', 'unlocked-share']
const SHARES: readonly SenderName[] = ['share', 'locked-share', 'unlocked-share']
const WRITE_TOKENS: readonly SenderName[] = ['write', 'admin-token', 'admin-all']
const WRITERS: readonly SenderName[] = ['member', 'admin', 'owner', ...WRITE_TOKENS, 'key']
const ADMINS: readonly SenderName[] = ['admin', 'owner', 'admin-token', 'admin-all', 'admin-key']
const OWNERS: readonly SenderName[] = ['owner', 'admin-token', 'admin-all', 'admin-key']
/** Requests that the page of Micrologs sends, signed in or not. */
const FROM_OURS: readonly SenderName[] = ['nobody', 'half', ...PEOPLE]
const EVERYBODY: readonly SenderName[] = SENDERS
const BACKENDS: readonly SenderName[] = [...WRITE_TOKENS, 'key']

/** Who may. An endpoint without a row here fails the test. */
const MAY: Readonly<Record<string, readonly SenderName[]>> = {
  // The snippet's; a backend's key is of no use there.
  ...rows(['public'], 'trackPageview trackPageviewByGet trackEngagement trackEngagementByGet'),
  ...rows(['public'], 'trackEvent trackEventByGet'),
  ...rows([...BACKENDS, 'public'], 'trackError trackErrorByGet'),
  // The public key writes audit entries where the project says so.
  ...rows(BACKENDS, 'trackAudit trackAuditByGet'),
  ...rows(WRITERS, 'updateErrorStatus createLink editLink deleteLink'),
  ...rows(WRITERS, 'createGoal editGoal deleteGoal createFunnel editFunnel deleteFunnel'),
  ...rows(WRITERS, 'createSegment editSegment deleteSegment createAnnotation editAnnotation deleteAnnotation'),
  ...rows(
    READERS,
    'firstSteps verifyAudits linkQr listLinks getLink listGoals listFunnels listSegments listAnnotations',
  ),
  ...rows(LOOKERS, 'exploreOverview exploreBreakdown exploreTimeseries exploreLive exploreGoals exploreFunnel'),
  ...rows(LOOKERS, 'exploreMetrics'),
  ...rows(['admin', 'owner', 'admin-token', 'admin-all'], 'listShares createShare editShare deleteShare forgetVisitor'),
  ...rows(SHARES, 'openShare'),
  ...rows([], 'unlockShare'),
  ...rows(READERS, 'exploreRetention listVisits visitMoments exportVisits exportPageviews exportEvents'),
  ...rows(READERS, 'reportVisitors reportVisitorsReturning reportSessions reportPages reportReferrers reportDevices'),
  ...rows(
    READERS,
    'reportLocations reportUtm reportEvents listIssues listIssueReleases issueDetail issueEvents reportErrors reportErrorsTrend reportErrorDetail',
  ),
  ...rows(READERS, 'reportAudits reportLinks reportLinkDetail reportDropped'),
  ...rows(['owner', 'admin-all', 'admin-key'], 'createProject diagnostics runJob'),
  ...rows(['owner', 'admin-all', 'admin-key'], 'listReleases installRelease chooseRelease deleteRelease'),
  ...rows(['owner', 'admin-all', 'admin-key'], 'backupStatus readLog'),
  ...rows(['owner'], 'downloadBackup'),
  ...rows([...PEOPLE, ...READ_TOKENS, 'other', 'admin-key'], 'listProjects glanceAtProjects'),
  ...rows(ADMINS, 'editProject toggleProject regenerateKeys'),
  ...rows(OWNERS, 'deleteProject'),
  ...rows(PEOPLE, 'listSessions endSession endOtherSessions editAccount changePassword startSecondFactor'),
  ...rows(PEOPLE, 'confirmSecondFactor removeSecondFactor renewRecoveryCodes listTokens createToken revokeToken'),
  ...rows(['admin', 'owner'], 'listUsers setRole invite listInvitations revokeInvitation'),
  ...rows(['owner'], 'setOwner makeSignInLink deleteUser'),
  // For who has a secret that stands in the body, or nothing to hide.
  ...rows(
    FROM_OURS,
    'signIn giveSecondFactor signInByLink signOut setUp chooseDatabase startProvider lookAtInvitation acceptInvitation',
  ),
  ...rows(
    EVERYBODY,
    'currentSession isSetUp finishProvider verifyKey firstSeenToday followLink followLinkByPost redirect redirectByPost',
  ),
  ...rows(EVERYBODY, 'health snippet openapi docs probe probeByGet'),
  // It is not set up.
  ...rows(EVERYBODY, 'cron cronByPost'),
}

function rows(who: readonly SenderName[], ids: string): Record<string, readonly SenderName[]> {
  return Object.fromEntries(ids.split(' ').map((id) => [id, who]))
}

/** What is said to who may not. */
const REFUSALS = [
  /^(?:API key is required|Invalid API (?:key|token)|Unauthorized|Sign in first\.|Invalid share token|This dashboard asks for a password\.|The password is wrong\.)$/,
  /^(?:You may not do this|You belong to no project|Project not found$|There is no such invitation|This link works no more)/,
  /^(?:This must come from the page|The public key may not)/,
]

test('every endpoint has a row, and every row an endpoint', () => {
  expect(Object.keys(MAY).sort()).toEqual(operations.map(({ operationId }) => operationId).sort())
})

/** On MySQL one endpoint of each row will do: it is the rows that differ. */
const asked = (engine: Engine) =>
  operations.filter(({ operationId: id }, at) => {
    const sameRow = operations.findIndex(({ operationId: other }) => MAY[other] === MAY[id])
    return engine === 'sqlite' || sameRow === at
  })

describe.each(engines)('%s: who may what', (engine) => {
  let kit: TestApp
  let a: TestProject
  let b: TestProject
  let senders: Record<SenderName, Headers>
  let other: number

  beforeAll(async () => {
    kit = await testApp(engine, { settings: { ADMIN_KEY } })
    a = kit.project
    b = await kit.newProject({ name: 'B' })
    const owner = await somebody(kit, { isOwner: true })
    const admin = await somebody(kit, { roles: { [a.id]: 'admin' } })
    const viewer = await somebody(kit, { roles: { [a.id]: 'viewer' } })
    other = (await somebody(kit, { roles: { [a.id]: 'viewer' } })).id
    const half = await kit.app.accounts.sessions.open(owner.id, { method: 'password', agent: '', isHalf: true })
    senders = {
      nobody: FROM_PAGE,
      half: cookieHeaders(half),
      stranger: (await somebody(kit, { roles: { [b.id]: 'admin' } })).headers,
      viewer: viewer.headers,
      member: (await somebody(kit, { roles: { [a.id]: 'member', [b.id]: 'viewer' } })).headers,
      admin: admin.headers,
      owner: owner.headers,
      read: await tokenOf(kit, owner, 'read', [a.id]),
      write: await tokenOf(kit, owner, 'write', [a.id]),
      'admin-token': await tokenOf(kit, owner, 'admin', [a.id]),
      'read-all': await tokenOf(kit, owner, 'read'),
      'admin-all': await tokenOf(kit, owner, 'admin'),
      other: await tokenOf(kit, owner, 'admin', [b.id]),
      // All the rights of somebody who has few.
      weak: await tokenOf(kit, viewer, 'admin'),
      key: { 'X-API-Key': a.secretKey },
      'admin-key': { 'X-Admin-Key': ADMIN_KEY },
      public: { 'X-API-Key': a.publicKey },
      ...(await linksTo(a.id)),
    }
  })
  afterAll(() => kit.close())

  async function linksTo(project: number): Promise<Record<'share' | 'locked-share' | 'unlocked-share', Headers>> {
    const { shares } = kit.app.accounts
    const wishes = { name: 'Shown', mayEmbed: true, panels: undefined, endsAt: 0 }
    const open = await shares.create(project, { ...wishes, password: '' })
    const locked = await shares.create(project, { ...wishes, password: PASSWORD })
    const { proof } = await shares.unlock(locked.share, PASSWORD)
    return {
      share: { 'X-Share-Token': open.token },
      'locked-share': { 'X-Share-Token': locked.token },
      'unlocked-share': { 'X-Share-Token': locked.token, 'X-Share-Proof': proof },
    }
  }

  /** Bodies that would do it, but change nothing that others here rely on. */
  async function bodyFor(id: string): Promise<object> {
    const { invitations, users } = kit.app.accounts
    switch (id) {
      case 'createProject':
        return { name: 'New', allowed_domains: ['*'] }
      case 'editProject':
        return { id: a.id, name: 'Shop' }
      case 'toggleProject':
        return { id: a.id, is_active: true }
      case 'regenerateKeys':
        return { id: a.id, rotate_secret: false }
      case 'deleteProject':
        return { id: a.id, confirm: 'another name' }
      case 'createLink':
        return { destination_url: 'https://shop.example/spring' }
      case 'editLink':
      case 'deleteLink':
        return { code: 'nonesuch', label: 'x' }
      case 'updateErrorStatus':
        return { ids: [4711], status: 'resolved' }
      case 'setRole':
        return { user: other, project: a.id, role: 'viewer' }
      case 'setOwner':
        return { user: other, is_owner: false }
      case 'makeSignInLink':
        return { user: other }
      case 'deleteUser': {
        const made = await users.create({
          email: `${systemClock.now()}@x.example`,
          name: '',
          password: '',
          isOwner: false,
        })
        return { user: made.id }
      }
      case 'invite':
        return { project: a.id, role: 'viewer' }
      case 'revokeInvitation': {
        const endsAt = systemClock.now() + DAY
        const wishes = { project: a.id, role: 'viewer', email: '', invitedBy: 1, endsAt } as const
        return { id: (await invitations.create(wishes)).invitation.id }
      }
      case 'endSession':
      case 'revokeToken':
        return { id: 4711 }
      case 'createToken':
        return { name: 'x', scope: 'read', projects: 'all' }
      case 'editAccount':
        return { name: 'Ada' }
      case 'changePassword':
        return { current_password: 'wrong', new_password: PASSWORD }
      case 'startSecondFactor':
        return { current_password: 'wrong' }
      case 'createShare':
        return { name: 'New' }
      case 'editShare':
      case 'deleteShare':
        return { id: 4711, name: 'New' }
      case 'unlockShare':
        return { password: 'wrong' }
      case 'chooseRelease':
      case 'deleteRelease':
        return { version: '0.0.1' }
      case 'runJob':
        return { name: 'log-size' }
      case 'trackError':
        return { message: 'Oh' }
      case 'trackAudit':
        return { action: 'x' }
      default:
        return { code: '123456', url: 'https://shop.example/' }
    }
  }

  const inQuery: Readonly<Record<string, () => string>> = {
    trackErrorByGet: () => `d=${encoded({ message: 'Oh' })}`,
    trackAuditByGet: () => `d=${encoded({ action: 'x' })}`,
  }
  const encoded = (body: object) => Buffer.from(JSON.stringify(body)).toString('base64url')

  test.each(asked(engine).map((one) => [one.operationId, one] as const))('%s', async (id, { method, path }) => {
    const url = path.replace('{code}', 'nonesuch')
    const query = inQuery[id]?.() ?? `d=${encoded({ url: 'https://shop.example/' })}&id=4711&code=nonesuch&c=nonesuch`
    const passed: SenderName[] = []
    for (const name of SENDERS) {
      if (id === 'regenerateKeys') senders.public = { 'X-API-Key': await publicKeyOf(a.id) }
      const whole = `${url}?project=${a.id}&${query}`
      const headers = { ...senders[name], 'User-Agent': 'Mozilla/5.0 Firefox/145.0', Accept: '*/*' }
      const answer =
        method === 'get' ? await kit.get(whole, headers) : await kit.post(whole, await bodyFor(id), headers)
      expect([name, answer.status < 500 || id === 'health', answer.text]).toEqual([name, true, answer.text])
      if (!isRefused(answer)) passed.push(name)
      // Nobody is signed out here for the others.
      if (['endOtherSessions'].includes(id) || id === 'signOut') await signInAgain(name)
    }
    const may = MAY[id] ?? []
    expect(passed).toEqual(SENDERS.filter((name) => may.includes(name)))
  })

  const publicKeyOf = async (id: number) =>
    (await kit.app.store.all()).find((project) => project.id === id)?.publicKey ?? ''

  /** Signing out works for whoever has a session. */
  async function signInAgain(name: SenderName): Promise<void> {
    const cookie = senders[name].Cookie
    if (cookie === undefined) return
    const { users, sessions } = kit.app.accounts
    const token = cookie.split('=')[1] ?? ''
    if ((await sessions.find(token)) !== undefined) return
    const roles = {
      viewer: { [a.id]: 'viewer' },
      member: { [a.id]: 'member', [b.id]: 'viewer' },
      admin: { [a.id]: 'admin' },
    } as const
    const made =
      name === 'owner' || name === 'half'
        ? await somebody(kit, { isOwner: true })
        : await somebody(kit, { roles: name === 'stranger' ? { [b.id]: 'admin' } : roles[name as 'viewer'] })
    expect(await users.find(made.id)).toBeDefined()
    const isHalf = name === 'half'
    senders[name] = cookieHeaders(await sessions.open(made.id, { method: 'password', agent: '', isHalf }))
  }

  test('a secret key is of its own project, whatever is named', async () => {
    await kit.post('/api/links/create', { destination_url: 'https://b.example/' }, { 'X-API-Key': b.secretKey })
    const answer = await kit.get(`/api/links/list?project=${a.id}`, { 'X-API-Key': b.secretKey })
    expect((answer.body as { data: { count: number } }).data.count).toBe(1)
  })

  test('who is in one project need not name it; in several they must', async () => {
    const one = await kit.get('/api/links/list', senders.viewer)
    expect(one.status).toBe(200)
    const several = await kit.get('/api/links/list', senders.member)
    expect([several.status, several.text]).toEqual([400, expect.stringContaining('project is required')])
    expect((await kit.get('/api/links/list', { ...senders.member, 'X-Project': String(b.id) })).status).toBe(200)
  })

  test('the list of projects shows their own to people and tokens', async () => {
    const seen = async (name: SenderName) => {
      const answer = await kit.get('/api/projects/list', senders[name])
      return dataOf<{ projects: { id: number }[] }>(answer)
        .projects.map(({ id }) => id)
        .sort()
    }
    expect(await seen('stranger')).toEqual([b.id])
    expect(await seen('member')).toEqual([a.id, b.id])
    expect(await seen('read')).toEqual([a.id])
    expect(await seen('weak')).toEqual([a.id])
    expect(await seen('owner')).toEqual(await seen('admin-key'))
  })
})

const isRefused = ({ status, body }: Response): boolean => {
  const { message = '' } = body as { message?: string }
  return status >= 400 && REFUSALS.some((sentence) => sentence.test(message))
}
