import type { TestApp } from '../kit/app.ts'
import { testApp } from '../kit/app.ts'
import { freePort } from '../kit/server-process.ts'
import type { FaultName, FaultServer } from './fault-server.ts'
import { startFaultServer } from './fault-server.ts'
import type { InstalledClient, Session, Told } from './installed-client.ts'
import { installClient } from './installed-client.ts'

/** Processes take their time on a busy machine. */
jest.setTimeout(60_000)

/** Our own client, as its users install it: every method against the app, and everything that can go wrong. */
let client: InstalledClient
let kit: TestApp
let faulty: FaultServer

beforeAll(async () => {
  kit = await testApp('sqlite')
  faulty = await startFaultServer(kit.port)
  client = await installClient()
}, 150_000)
afterAll(async () => {
  client.remove()
  await faulty.close()
  await kit.close()
})

const here = (calls: Session['calls']): Session => ({
  options: { host: `http://127.0.0.1:${kit.port}//`, key: kit.project.secretKey },
  calls,
})
const only = ([told]: readonly Told[]): Told => told ?? { answers: [], warnings: [] }
/** `data` of the answer to a call. */
const data = (told: Told, call: number) => (told.answers[call] as { data?: Record<string, unknown> } | null)?.data

describe.each(['mjs', 'cjs'] as const)('as %s', (format) => {
  test('every method', async () => {
    const project = await kit.newProject({ name: 'Backend', domains: ['api.example'] })
    const options = { host: `http://127.0.0.1:${kit.port}`, key: project.secretKey }
    const told = only(
      await client.run(format, [
        {
          options,
          calls: [
            [
              'error',
              { $: "new RangeError('Grüße 🎉', { cause: new Error('the cause') })" },
              { context: { order: 1 } },
            ],
            [
              'audit',
              'invoice.deleted',
              'user-17',
              { id: 7 },
              { target: 'invoice-7', tenant: 'acme', outcome: 'failure' },
            ],
            ['createLink', 'https://shop.example/spring', 'Spring', { code: `own-${format}` }],
            ['getLink', { $: 'data[2].code' }],
            ['editLink', { $: 'data[2].code' }, { label: 'Summer', isActive: false }],
            ['listLinks'],
            ['deleteLink', { $: 'data[2].code' }],
            ['updateErrorStatus', { $: '[data[0].group_id, 999999]' }, 'resolved'],
            ['verify'],
            ['analytics.errors', { range: '1d', status: 'resolved', severity: undefined }],
            ['analytics.errorsTrend', { range: '1d', group_id: { $: '0' } }],
            ['analytics.errorDetail', { $: '{ id: data[0].group_id }' }],
            ['analytics.audits', { action: 'invoice.deleted' }],
          ],
        },
      ]),
    )
    expect(told.warnings).toEqual([])
    expect(data(told, 0)).toEqual({ group_id: expect.any(Number) as number, queued: false, regression: false })
    expect(data(told, 1)).toEqual({ id: 1, queued: false, hash: expect.stringMatching(/^[\da-f]{64}$/) as string })
    const link = { code: `own-${format}`, destination_url: 'https://shop.example/spring' }
    expect(data(told, 2)).toMatchObject({ ...link, label: 'Spring' })
    expect(data(told, 3)).toMatchObject({ ...link, label: 'Spring', is_active: true, total_clicks: 0 })
    expect(data(told, 4)).toMatchObject({ ...link, label: 'Summer', is_active: false })
    expect(data(told, 5)).toMatchObject({ count: 1, links: [{ ...link, label: 'Summer' }] })
    expect(data(told, 6)).toEqual({ code: link.code })
    const group = data(told, 0)?.group_id
    expect(data(told, 7)).toEqual({ updated: 1, ids: [group], status: 'resolved', not_found: [999_999] })
    expect(data(told, 8)).toMatchObject({ valid: true, key_type: 'secret', project_name: 'Backend' })
    const shown = {
      error_type: 'RangeError',
      message: 'Grüße 🎉',
      status: 'resolved',
      line: expect.any(Number) as number,
    }
    expect(data(told, 9)).toMatchObject({ count: 1, errors: [{ id: group, ...shown, occurrence_count: 1 }] })
    expect(data(told, 11)).toMatchObject({
      group: { id: group },
      events: [
        { context: { order: 1 }, stack_trace: expect.stringContaining('Caused by: Error: the cause') as string },
      ],
    })
    expect(data(told, 12)).toMatchObject({
      logs: [{ actor: 'user-17', target: 'invoice-7', tenant: 'acme', outcome: 'failure', context: { id: 7 } }],
    })
  })

  test('every report', async () => {
    const words = 'visitors returning sessions pages devices locations referrers utm errors errorsTrend audits links'
    const methods = [...words.split(' '), 'events', 'dropped']
    const told = only(
      await client.run(format, [here(methods.map((method) => [`analytics.${method}`, { range: '7d' }]))]),
    )
    expect(told.warnings).toEqual([])
    const ranges = told.answers.map((_, call) => Object.keys(data(told, call) ?? {})[0])
    expect(ranges).toEqual(methods.map(() => 'range'))
    const link = only(await client.run(format, [here([['createLink', 'https://a.example/'], detailOf(0)])]))
    expect(data(link, 1)).toMatchObject({ total_clicks: 0, link: { destination_url: 'https://a.example/' } })
  })
})

const detailOf = (call: number): Session['calls'][number] => [
  'analytics.linkDetail',
  { $: `{ code: data[${call}].code, range: '7d' }` },
]

test('lists are walked through to their end, in pieces', async () => {
  const project = await kit.newProject()
  const options = { host: `http://127.0.0.1:${kit.port}`, key: project.secretKey }
  const numbers = [1, 2, 3, 4, 5]
  const made = numbers.flatMap((n): Session['calls'] => [
    ['audit', `act.${n}`],
    ['error', 'The same', { type: `Type${n % 2}` }],
    ['createLink', `https://shop.example/${n}`],
  ])
  const lists: Session['calls'] = [
    ['each.audits', { limit: 2 }],
    ['each.errors', { limit: 1 }],
    ['each.errorEvents', { $: '{ id: data[1].group_id, limit: 2 }' }],
    ['each.links', { limit: 2 }],
    ['each.linkClicks', { limit: 2 }],
    ['each.audits', { limit: 2, range: 'custom' }],
  ]
  const told = only(await client.run('mjs', [{ options, calls: [...made, ...lists] }]))
  const [audits, errors, events, links, clicks, none] = told.answers.slice(made.length) as Record<string, unknown>[][]
  expect(audits?.map(({ action }) => action)).toEqual(['act.5', 'act.4', 'act.3', 'act.2', 'act.1'])
  expect(errors?.map(({ error_type, occurrence_count }) => [error_type, occurrence_count]).toSorted()).toEqual([
    ['Type0', 2],
    ['Type1', 3],
  ])
  expect(events).toHaveLength(3)
  expect(links).toHaveLength(5)
  expect(clicks).toHaveLength(5)
  expect(none).toEqual([])
  expect(told.warnings).toEqual(['analytics.audits: 400: Invalid date format. Use YYYY-MM-DD'])
})

test('an answer that is lost makes no second error and no second entry', async () => {
  const { secretKey } = kit.project
  const calls: Session['calls'] = [
    ['error', 'Once only'],
    ['audit', 'once.only'],
    ['createLink', 'https://shop.example/once'],
  ]
  const told = only(await client.run('cjs', [{ options: { host: faulty.host('lost-answer'), key: secretKey }, calls }]))
  const ids = faulty.seen('lost-answer').map(({ body }) => (JSON.parse(body) as { id?: number }).id)
  expect(ids).toEqual([ids[0], ids[0], ids[2], ids[2], undefined])
  expect(told.answers.map((answer) => answer !== null)).toEqual([true, true, false])
  expect(told.warnings).toEqual([expect.stringMatching(/^createLink: fetch failed/)])
  const { errors } = await kit.report('errors')
  expect(errors.filter(({ message }) => message === 'Once only')).toMatchObject([{ occurrence_count: 1 }])
  const { logs } = await kit.report('audits')
  expect(logs.filter(({ action }) => action === 'once.only')).toHaveLength(1)
})

/** Requests that an error and the making of a link come to; what `error` resolves with in the end, and the warning. */
const OUTCOMES: readonly (readonly [FaultName, number, number, 'answer' | RegExp])[] = [
  ['empty-500', 3, 1, /^error: 500: the server gave no reason$/],
  ['page-502', 3, 1, /^error: 502: /],
  ['page-200', 1, 1, /^error: 200: the answer is no JSON/],
  ['notice-200', 1, 1, /^error: 200: the answer is no JSON/],
  ['empty-200', 1, 1, /^error: 200: the answer is no JSON/],
  ['empty-204', 1, 1, /^error: 204: the answer is no JSON/],
  ['text-200', 1, 1, /^error: 200: the answer is no JSON/],
  ['redirect-301', 1, 1, /^error: 301: the server redirects to \/trap; set host/],
  ['redirect-307', 1, 1, /^error: 307: the server redirects to \/trap; set host/],
  ['refused-401', 1, 1, /^error: 401: Invalid API key$/],
  ['old-429', 3, 3, /^error: 429: Too many attempts\.$/],
  ['long-429', 1, 1, /^error: 429: Come back later\.$/],
  ['once-429', 2, 2, 'answer'],
  ['once-503', 2, 1, 'answer'],
  ['marked-200', 1, 1, 'answer'],
  ['silence', 3, 1, /^error: no answer within 300 ms$/],
  ['half-200', 3, 1, /^error: no answer within 300 ms$/],
  ['hung-up', 3, 1, /^error: fetch failed: /],
]

test('whatever the server does, nothing is thrown, and only what is safe is repeated', async () => {
  const calls: Session['calls'] = [['error', 'Fault'], ['createLink', 'https://shop.example/'], ['analytics.visitors']]
  const sessions = OUTCOMES.map(([fault, , , end]) => {
    // Short only where nothing will come: on a busy machine an answer may take its time.
    const timeout = String(end).includes('300 ms') ? 300 : 20_000
    return { options: { host: faulty.host(fault), key: 'k', timeout }, calls }
  })
  const told = await client.run('mjs', sessions)
  const requests = (fault: FaultName, word: string) =>
    faulty.seen(fault).filter(({ path }) => path.includes(word)).length
  const outcomes = OUTCOMES.map(([fault], at) => [
    fault,
    requests(fault, '/track/error'),
    requests(fault, '/links/create'),
    told[at]?.answers[0] === null ? (told[at].warnings[0] ?? '') : 'answer',
  ])
  expect(outcomes).toEqual(
    OUTCOMES.map(([fault, errors, links, end]) => [
      fault,
      errors,
      links,
      end === 'answer' ? end : (expect.stringMatching(end) as string),
    ]),
  )
  // Neither a body nor the key went where the server pointed to.
  expect(faulty.seen('trap')).toEqual([])
})

test('nobody listens, or the host is none', async () => {
  const gone = `http://127.0.0.1:${await freePort()}`
  const calls: Session['calls'] = [['error', 'x'], ['createLink', 'https://shop.example/'], ['each.links']]
  const sessions = [gone, 'stats.example', 'ftp://stats.example'].map((host) => ({
    options: { host, key: 'k' },
    calls,
  }))
  const told = await client.run('cjs', sessions)
  expect(told.map(({ answers }) => answers)).toEqual(sessions.map(() => [null, null, []]))
  expect(told[0]?.warnings).toEqual(
    ['error', 'createLink', 'listLinks'].map(
      (name) => expect.stringMatching(`^${name}: fetch failed: .*ECONNREFUSED`) as string,
    ),
  )
  expect(told[1]?.warnings).toHaveLength(3)
  expect(told[2]?.warnings).toHaveLength(3)
})
