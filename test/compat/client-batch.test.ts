import type { TestApp } from '../kit/app.ts'
import { testApp } from '../kit/app.ts'
import type { FaultServer } from './fault-server.ts'
import { startFaultServer } from './fault-server.ts'
import type { InstalledClient, Session } from './installed-client.ts'
import { installClient } from './installed-client.ts'

/** Processes and compilers take their time on a busy machine. */
jest.setTimeout(60_000)

/** Our own client, as its users install it: sending in the background, wrong arguments, and its types. */
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

async function perform(options: Session['options'], calls: Session['calls']) {
  const [told] = await client.run('mjs', [{ options, calls }])
  return told ?? { answers: [], warnings: [] }
}
const here = () => ({ host: `http://127.0.0.1:${kit.port}`, key: kit.project.secretKey })

describe('a batch', () => {
  test('sends everything, and flush waits for it', async () => {
    const numbers = Array.from({ length: 30 }, (_, n) => n)
    const calls: Session['calls'] = [
      ...numbers.map((n): Session['calls'][number] => ['batch.error', `Fault ${n % 3}`, { type: 'Batched' }]),
      ...numbers.map((n): Session['calls'][number] => ['batch.audit', `batched.${n}`]),
      ['flush'],
    ]
    const { answers, warnings } = await perform(here(), calls)
    expect({ answers, warnings }).toEqual({ answers: calls.map(() => true), warnings: [] })
    const { errors } = await kit.report('errors')
    expect(errors.map(({ error_type, occurrence_count }) => [error_type, occurrence_count])).toEqual([
      ['Batched', 10],
      ['Batched', 10],
      ['Batched', 10],
    ])
    expect(await kit.report('audits', 'range=1d&limit=200')).toMatchObject({ count: 30 })
  })

  test.each([
    [undefined, 4],
    [50, 4],
    [2, 2],
  ])('told %s at once, it is %s', async (concurrency, most) => {
    const calls = Array.from({ length: 12 }, (): Session['calls'][number] => ['batch.error', 'x'])
    const options = { host: faulty.host('late-200'), key: 'k', batch: { concurrency } }
    const { answers } = await perform(options, [...calls, ['flush', 0], ['flush']])
    expect(answers.slice(-2)).toEqual([false, true])
    expect(faulty.seen('late-200')).toHaveLength(12)
    expect(faulty.mostAtOnce('late-200')).toBe(most)
    faulty.forget()
  })

  test('goes on when the server comes back, and says how old a message is', async () => {
    const options = { host: faulty.host('once-429'), key: 'k' }
    const { answers, warnings } = await perform(options, [['batch.error', 'x'], ['flush']])
    expect({ answers, warnings }).toEqual({ answers: [true, true], warnings: [] })
    const [first, second] = faulty.seen('once-429').map(({ body }) => JSON.parse(body) as { id: number; age?: number })
    expect(first?.age).toBeUndefined()
    expect(second).toEqual({ ...first, age: expect.any(Number) as number })
    expect(second?.age).toBeGreaterThanOrEqual(1000)
  })

  test('holds so much and no more', async () => {
    const options = { host: faulty.host('silence'), key: 'k', timeout: 300, batch: { maxBytes: 1000, retries: 0 } }
    const calls = Array.from({ length: 10 }, (): Session['calls'][number] => ['batch.error', 'x'.repeat(200)])
    const { answers, warnings } = await perform(options, [...calls, ['flush']])
    expect(answers).toEqual([true, true, ...Array<boolean>(8).fill(false), true])
    expect(warnings).toEqual([
      'batch: too much is waiting; messages are dropped until there is room',
      'error: no answer within 300 ms',
      'batch: there is room again; 8 messages were dropped',
      'error: no answer within 300 ms',
    ])
  })

  test('flush has nothing to wait for when nothing was sent', async () => {
    expect(await perform(here(), [['flush'], ['batch.flush']])).toEqual({ answers: [true, true], warnings: [] })
  })
})

test('wrong arguments are warned of, and nothing is sent', async () => {
  const calls: Session['calls'] = [
    ['error', ''],
    ['error', 'x', null],
    ['error', { $: 'Object.create(null)' }],
    ['audit', ''],
    ['audit', 7],
    ['batch.audit', ''],
    ['createLink', ''],
    ['createLink', 'https://a.example/', 'a', null],
    ['getLink', ''],
    ['editLink', 'a', null],
    ['deleteLink', { $: 'undefined' }],
    ['updateErrorStatus', [], 'open'],
    ['updateErrorStatus', 0, 'open'],
    ['updateErrorStatus', 1, 'closed'],
    ['analytics.visitors', { $: "{ toString: 1, get range() { throw new Error('no range') } }" }],
  ]
  const { answers, warnings } = await perform({ host: faulty.host('marked-200'), key: 'k' }, calls)
  expect(answers).toEqual(calls.map(([method]) => (method === 'batch.audit' ? false : null)))
  expect(warnings).toHaveLength(calls.length)
  expect(faulty.seen('marked-200')).toEqual([])
})

test('a context that cannot be sent is left out; the error is not', async () => {
  const contexts = ['(c => (c.c = c))({})', '({ n: 1n })', '({ text: "ü".repeat(5000) })', '() => 1', '[1, 2]']
  const calls = contexts.map((context): Session['calls'][number] => ['error', 'x', { $: `{ context: ${context} }` }])
  const { answers, warnings } = await perform({ host: faulty.host('marked-200'), key: 'k' }, calls)
  expect(answers).not.toContain(null)
  expect(warnings.map((warning) => warning.slice(0, 26))).toEqual([
    'error: the context cannot ',
    'error: the context cannot ',
    'error: the context is larg',
  ])
  const sent = faulty.seen('marked-200').map(({ body }) => (JSON.parse(body) as { context: unknown }).context)
  expect(sent).toEqual([null, null, null, null, [1, 2]])
  faulty.forget()
})

test('an error of any size fits, keys in the order of the other clients', async () => {
  const large =
    "Object.assign(new Error('m'.repeat(5000)), { stack: 'Error\\n    at run (/app/job.js:3:5)\\n' + 'ü'.repeat(70000) })"
  await perform({ host: faulty.host('marked-200'), key: 'k' }, [['error', { $: large }]])
  const body = faulty.seen('marked-200').at(0)?.body ?? ''
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536)
  const sent = JSON.parse(body) as Record<string, unknown>
  const keys = 'message error_type severity file line stack url environment context id'
  expect(Object.keys(sent)).toEqual(keys.split(' '))
  expect(sent).toMatchObject({ message: 'm'.repeat(1024), file: '/app/job.js', line: 3, error_type: 'Error' })
  expect(Number.isSafeInteger(sent.id)).toBe(true)
})

test('the constructor throws for an empty host or key', async () => {
  for (const options of [
    { host: '', key: 'k' },
    { host: 'https://stats.example', key: ' ' },
  ]) {
    await expect(client.run('cjs', [{ options, calls: [] }])).rejects.toThrow(/\[Micrologs\] (host|key) is required/)
  }
})

const USE = `
import { Micrologs, type Batch, type ErrorGroup, type ErrorsReport } from 'micrologs-client'
const client = new Micrologs({ host: 'https://stats.example', key: 'k', fetch, onWarning: (text: string) => text.length })
export async function use(): Promise<string[]> {
  const told = await client.error(new Error('x'), { severity: 'critical', context: { a: 1 } })
  const group: number | undefined = told?.data?.group_id
  await client.updateErrorStatus(group ?? [1], 'resolved')
  const report: ErrorsReport | undefined = (await client.analytics.errors({ status: 'open', range: '7d' }))?.data
  const code: string | undefined = (await client.createLink('https://a.example', 'a', { code: 'own' }))?.data?.code
  const names: string[] = [report?.summary.total.toFixed() ?? '', code ?? '']
  for await (const error of client.each.errors()) names.push((error satisfies ErrorGroup).message)
  const verified = (await client.verify())?.data
  if (verified?.valid) names.push(verified.key_type)
  const batch: Batch = client.batch({ maxBytes: 1000 })
  return batch.audit('a') && (await client.flush()) ? names : []
}
`
const MISUSE = `
import { Micrologs } from 'micrologs-client'
const client = new Micrologs({ host: 'https://stats.example', key: 'k' })
void client.updateErrorStatus(1, 'closed')
void client.analytics.errorDetail({})
void client.error('x').then((told) => told.data)
void client.analytics.pages().then((told) => told?.data?.nothing)
`

test('its types are whole, strict and right, for both kinds of module', async () => {
  const said = await client.compile({ 'use.mts': USE, 'use.cts': USE, 'misuse.mts': MISUSE, 'misuse.cts': MISUSE })
  const faults = ['TS2345', 'TS2345', 'TS18047', 'TS2339']
  expect([...said.matchAll(/^(\w+\.\w+).*error (TS\d+)/gm)].map(([, file, code]) => [file, code])).toEqual(
    ['misuse.cts', 'misuse.mts'].flatMap((file) => faults.map((code) => [file, code])),
  )
})
