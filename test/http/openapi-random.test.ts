import * as fc from 'fast-check'
import type { Response } from 'supertest'
import { BROWSER, testApp } from '../kit/app.ts'
import type { Method, TestApp } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'
import type { Described } from '../kit/openapi.ts'
import { faults, operations } from '../kit/openapi.ts'
import type { Keys, Known, MadeUpRequest } from '../kit/random-requests.ts'
import { peopleOf } from '../kit/random-people.ts'
import { somebody, tokenOf } from '../kit/people.ts'
import { anyRequest, goodRequest } from '../kit/random-requests.ts'

/** Whatever is asked, the answer is what the document says; never a fault of ours. */

const SEED = 20_261_120
/** For each of the operations, so some 300 in all. */
const WILD_REQUESTS = 5

const ADMIN_KEY = 'an admin key of the tests'
const CRON_KEY = 'a cron key of the tests'
const SHARE_PASSWORD = 'let me look'

/**
 * Once for each install, where there is no database, and not without a provider; with a release and not from a checkout; of one name
 * alone. They have tests of their own.
 */
const ELSEWHERE = new Set([
  'forgetVisitor',
  'setUp',
  'chooseDatabase',
  'startProvider',
  'installRelease',
  'chooseRelease',
  'deleteRelease',
])

describe.each(engines)('the API on %s', (engine) => {
  let kit: TestApp
  let keys: Keys
  let known: (operation: Described) => Promise<Known>
  /** Each operation on people has somebody of its own, whom it may sign out or delete. */
  let keysFor: (operation: Described) => Promise<Keys>

  beforeAll(async () => {
    kit = await testApp(engine, { settings: { ADMIN_KEY, CRON_KEY } })
    // The kit's own project is the one that requests may rename, switch off and delete.
    const project = await kit.newProject()
    // Who comes again is known there only.
    const cookies = await kit.newProject({ identity: 'cookie' })
    const owner = await somebody(kit, { isOwner: true })
    const apiToken = (await tokenOf(kit, owner, 'admin')).Authorization?.slice('Bearer '.length) ?? ''
    const { shares } = kit.app.accounts
    const wishes = { name: 'Shown', password: SHARE_PASSWORD, mayEmbed: false, panels: undefined, endsAt: 0 }
    const { token: lockedToken } = await shares.create(project.id, wishes)
    const { token: shareToken } = await shares.create(project.id, { ...wishes, password: '' })
    const shown: number[] = []
    for (let made = 0; made < 3; made++) shown.push((await shares.create(project.id, wishes)).share.id)
    const own = { session: owner.headers, apiToken, shareToken }
    keys = { ...project, adminKey: ADMIN_KEY, cronKey: CRON_KEY, ...own }
    const people = await peopleOf(kit)
    keysFor = async (operation) => ({
      ...keys,
      ...(operation.operationId === 'exploreRetention' ? cookies : {}),
      ...(operation.operationId === 'unlockShare' ? { shareToken: lockedToken } : {}),
      session: await people.session(operation),
    })
    const secret = { 'X-API-Key': project.secretKey }
    const link = { destination_url: 'https://shop.example/spring' }
    const codes: string[] = []
    for (let made = 0; made < 3; made++) {
      codes.push(dataOf(await kit.post('/api/links/create', link, secret)).code)
    }
    const { group_id: group } = dataOf(await kit.post('/api/track/error', { message: 'Oh' }, secret))
    await kit.track({ key: project.publicKey }).expect(202)
    await kit.drained()
    const ofVisit = kit.app.db.read.selectFrom('visits').select('id').where('project_id', '=', project.id)
    const { id: visit } = await ofVisit.executeTakeFirstOrThrow()
    const saved: Record<string, number[]> = { goals: [], funnels: [], segments: [], annotations: [] }
    for (const [kind, body] of SAVED) {
      for (const name of ['Kept', 'Doomed', 'Edited']) {
        const { id } = dataOf(await kit.post(`/api/${kind}/create`, { ...body, name }, secret))
        saved[kind]?.push(id)
        await kit.post(`/api/${kind}/create`, { ...body, name }, { 'X-API-Key': cookies.secretKey })
      }
    }
    known = async (operation) => ({
      ...knownTo(operation, { group, codes, saved, project: kit.project.id, visit }),
      ...(await people.known(operation)),
      ...(operation.tags[0] === 'Shares' && knownOfShares(operation, project.id, shown)),
    })
  })
  afterAll(() => kit.close())

  const send = ({ method, url, headers, body }: MadeUpRequest): Promise<Response> => {
    const all = { ...BROWSER, ...headers }
    return Promise.resolve(body === undefined ? kit.ask(method as Method, url, all) : sendBody(method, url, body, all))
  }

  function sendBody(method: string, url: string, body: string, headers: Readonly<Record<string, string>>) {
    const call = kit.ask(method as Method, url, headers)
    call.set('Content-Length', String(Buffer.byteLength(body))).write(body)
    return call
  }

  describe.each(
    operations.map((operation, at) => [`${operation.method} ${operation.path}`, operation, SEED + at] as const),
  )('%s', (_name, operation, seed) => {
    test('answers a good request well', async () => {
      if (ELSEWHERE.has(operation.operationId)) return
      const theirs = await keysFor(operation)
      const good = goodRequest(operation, await known(operation), theirs)
      await fc.assert(
        fc.asyncProperty(good, async (asked) => {
          const answer = await send(asked)
          expect([faultsOf(operation, asked, answer), answer.status < 400, answer.text]).toEqual([
            [],
            true,
            answer.text,
          ])
        }),
        { seed, numRuns: 1, endOnFailure: true },
      )
    })

    test('answers any request as described', async () => {
      const any = anyRequest(operation, await known(operation), await keysFor(operation))
      await fc.assert(
        fc.asyncProperty(any, async (asked) => {
          const answer = await send(asked)
          expect(faultsOf(operation, asked, answer)).toEqual([])
        }),
        { seed, numRuns: WILD_REQUESTS, endOnFailure: true },
      )
    })
  })

  test('nothing of it went into the log as a fault of ours', () => {
    expect(kit.logLines.filter((line) => (JSON.parse(line) as { level: string }).level === 'error')).toEqual([])
  })
})

test.each([
  ['verifyKey', { key: 'f'.repeat(64) }, 20],
  ['trackError', { message: 'Oh', key: 'f'.repeat(32) }, 60],
  ['redirect', {}, 120],
] as const)('over its limit %s answers as described', async (id, body, limit) => {
  const kit = await testApp('sqlite', { settings: { RATE_LIMIT: 'on' } })
  const operation = operations.find(({ operationId }) => operationId === id) as Described
  const url = id === 'redirect' ? `${operation.path}?c=nonesuch` : operation.path
  const ask = () => (operation.method === 'get' ? kit.get(url) : kit.post(url, body))
  for (let asked = 0; asked < limit; asked++) await ask()
  const answer = await ask()
  await kit.close()
  expect([answer.status, Number(answer.headers['retry-after']) > 0]).toEqual([429, true])
  expect(faultsOf(operation, { method: operation.method }, answer)).toEqual([])
})

const dataOf = (answer: Response) => (answer.body as { data: { code: string; group_id: number; id: number } }).data

const SIGNUP = { type: 'event', event: 'signup' }
const SAVED = [
  ['goals', { trigger: SIGNUP }],
  ['funnels', { steps: [SIGNUP, SIGNUP] }],
  ['segments', { filter: 'country is AT' }],
  ['annotations', { at: '2026-11-20', text: 'Kept' }],
] as const

interface There {
  readonly group: number
  readonly codes: readonly string[]
  /** Of each kind, one that stays, one to be deleted and one to be renamed. */
  readonly saved: Readonly<Record<string, readonly number[]>>
  readonly project: number
  /** A visit to the project. */
  readonly visit: number
}

/** What the fields of an operation's request must name so that there is something to find. */
function knownTo({ tags, path, operationId }: Described, { group, codes, saved, project, visit }: There): Known {
  // What one operation switches off or deletes is no link of the others.
  const [live, edited, ...deleted] = codes
  const own: Known = { editLink: [edited], deleteLink: deleted, createLink: [undefined] }
  const code = { code: own[operationId] ?? [live], c: [live] }
  const range = { range: ['7d', '1d', '365d'], cursor: [undefined] }
  if (tags[0] === 'Projects') return { id: [project], confirm: ['Shop'], name: ['Shop'], cursor: [undefined] }
  if (tags[0] === 'Goals') {
    const [, doomed, edited] = saved[path.split('/')[2] ?? ''] ?? []
    const dates = { from: [undefined], to: [undefined] }
    return { id: [path.endsWith('/delete') ? doomed : edited], name: [`${operationId} ${path}`], ...dates }
  }
  if (operationId === 'linkQr') return { code: [codes[0]] }
  if (operationId === 'runJob') return { name: ['log-size'] }
  if (operationId === 'visitMoments') return { id: [visit], at: [undefined] }
  return {
    ...RULED,
    anchor: [undefined],
    key: [undefined],
    id: [group],
    ids: [[group]],
    group_id: [group],
    url: ['https://shop.example/oils'],
    ...code,
    ...range,
  }
}

/** Of three shares one is deleted. */
const knownOfShares = ({ operationId }: Described, project: number, [doomed, edited]: readonly number[]): Known => ({
  project: [project],
  id: [operationId === 'deleteShare' ? doomed : edited],
  name: ['Shown'],
  password: [SHARE_PASSWORD],
})

/** Parameters of reports between which there are rules that no schema says. */
const RULED: Known = {
  // Go with `range=custom`, and with `compare=custom`.
  ...{ from: [undefined], to: [undefined], compare_from: [undefined], compare_to: [undefined] },
  compare: ['previous', 'previous_weekday', 'year'],
  // What a year may be cut into, and cohorts, too.
  interval: ['day', 'week', 'month'],
  // Of an overview only those tables are there that were asked for.
  table: [undefined],
  ...{ goal: ['Kept'], segment: ['Kept'], funnel: ['Kept'], step: [undefined] },
  metrics: ['visitors,pageviews', 'bounce_rate'],
}

/** What the document has against an answer; empty when it is as described. */
function faultsOf(operation: Described, { method }: Pick<MadeUpRequest, 'method'>, answer: Response): string[] {
  if (method === 'options') return answer.status === 200 || answer.status === 405 ? [] : [`OPTIONS: ${answer.status}`]
  const asked = operations.find(
    (one) => one.path === operation.path && one.method === (method === 'head' ? 'get' : method),
  )
  const described = (asked ?? operation).responses[answer.status]
  if (described === undefined || (asked === undefined && answer.status !== 405))
    return [`${method} answered ${answer.status}: ${answer.text}`]
  if (answer.status >= 500) return [`${answer.status}: ${answer.text}`]
  if (method === 'head') return []
  return bodyFaults(described.content ?? {}, answer)
}

function bodyFaults(content: NonNullable<Described['responses'][string]['content']>, answer: Response): string[] {
  const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? ''
  const [described] = Object.keys(content)
  if (described === undefined) return !answer.text ? [] : [`a body came: ${answer.text}`]
  const media = content[type]
  if (media === undefined) return [`${type} came in place of ${described}`]
  return faults(
    media.schema,
    type === 'application/json'
      ? JSON.parse(answer.text)
      : /^image\/|gzip$/.test(type)
        ? String(answer.body)
        : answer.text,
  )
}
