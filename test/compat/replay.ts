import type { TestApp, TestProject } from '../kit/app.ts'
import { BROWSER, testApp } from '../kit/app.ts'
import { BERLIN, INDIA, places, VIENNA } from '../kit/browsers.ts'
import { engines } from '../kit/databases.ts'
import { requestOf } from '../kit/raw-http.ts'
import type { Answer } from './answers.ts'
import type { Defaults, Known, Method } from './methods.ts'
import { METHODS } from './methods.ts'
import { differences } from './shapes.ts'
import type { WireAnswer } from './wire.ts'
import { converse } from './wire.ts'

/** One of the official clients, as it writes to the network. */
export interface Sdk {
  readonly name: string
  readonly defaults: Defaults
  readonly json: (value: unknown) => string
  readonly query: (parameters: Readonly<Record<string, string | number>>) => string
  /** Header lines in their order; `length` of a POST's body in bytes, undefined for a GET. */
  readonly headers: (host: string, key: string, length: number | undefined) => readonly string[]
  /** Whether it can read a packed answer. */
  readonly unpacks: boolean
}

export interface Lab {
  readonly kit: TestApp
  readonly known: Known
  readonly send: (method: Pick<Method, 'path' | 'body' | 'query'>, key?: string) => Promise<WireAnswer>
}

/** Sends every method in the client's own bytes and judges the answers as the client does. `more` adds tests. */
export function replay(sdk: Sdk, more: (lab: () => Lab) => void): void {
  describe.each(engines)(`${sdk.name} on %s`, (engine) => {
    let kit: TestApp
    let lab: Lab
    beforeAll(async () => {
      kit = await testApp(engine, { files: { 'geo.mmdb': places } })
      lab = { kit, known: await prepare(kit), send: (method, key) => send(sdk, lab, method, key) }
    }, 60_000)
    afterAll(() => kit.close())

    test.each(METHODS.map((method) => [method.name, method] as const))('%s', async (_name, method) => {
      expectGood(sdk, await lab.send(method), method.answer)
    })

    test.each(METHODS.filter(({ path }) => !path.includes('verify')).map((method) => [method.name, method] as const))(
      '%s, with a key that nobody has',
      async (_name, method) => {
        const answer = await lab.send(method, 'f'.repeat(64))
        expect([answer.status, answer.text]).toEqual([
          401,
          '{"success":false,"message":"Invalid API key","code":"unauthorized"}',
        ])
        expectReadable(sdk, answer)
      },
    )

    more(() => lab)
  })
}

function send(
  sdk: Sdk,
  { kit, known }: Lab,
  { path, body, query }: Pick<Method, 'path' | 'body' | 'query'>,
  key = known.key,
): Promise<WireAnswer> {
  const json = body && sdk.json(body(known, sdk.defaults))
  const search = sdk.query(query?.(known) ?? {})
  const start = `${json === undefined ? 'GET' : 'POST'} ${path}${search === '' ? '' : `?${search}`} HTTP/1.1`
  const length = json === undefined ? undefined : Buffer.byteLength(json)
  return converse(kit.port, requestOf(start, sdk.headers(`127.0.0.1:${kit.port}`, key, length), json))
}

/** A success by the rules of section 2.4, and what the contract's tables say. */
export function expectGood(sdk: Sdk, answer: WireAnswer, expected: Answer): void {
  expectReadable(sdk, answer)
  expect([200, 202]).toContain(answer.status)
  const envelope = JSON.parse(answer.text) as { success: unknown; message: string; data: unknown }
  expect(Object.keys(envelope)).toEqual(['success', 'message', 'data'])
  expect(envelope.success).toBe(true)
  if (typeof expected.message === 'string') expect(envelope.message).toBe(expected.message)
  else expect(envelope.message).toMatch(expected.message)
  expect(differences(envelope.data, expected.data)).toEqual([])
}

/** Any answer: no redirect, JSON that is not empty and not marked, in no packing that the client cannot undo. */
export function expectReadable(sdk: Pick<Sdk, 'unpacks'>, { status, headers, bytes, text }: WireAnswer): void {
  expect(status < 300 || status >= 400).toBe(true)
  expect(headers.location).toBeUndefined()
  expect(headers['content-type']).toMatch(/^application\/json/)
  if (!sdk.unpacks) expect([headers['content-encoding'], bytes.toString('utf8')]).toEqual([undefined, text])
  expect(text.startsWith('{')).toBe(true)
  // Escaped in no way that a reader of plain text would see: slashes and letters of all languages are themselves.
  expect(text).toBe(JSON.stringify(JSON.parse(text)))
}

/** Traffic, errors, links and clicks, so that no report is empty. */
async function prepare(kit: TestApp): Promise<Known> {
  const { project } = kit
  const views = [
    [VIENNA, 'https://shop.example/?utm_source=mail&utm_medium=email&utm_campaign=spring', ''],
    [BERLIN, 'https://shop.example/blog', 'https://www.google.com/'],
    [INDIA, 'https://shop.example/cart', 'https://news.other.example/article'],
  ] as const
  for (const [headers, url, referrer] of views) await kit.track({ url, referrer, page_title: 'Page' }, headers)
  const groups = [await firstGroup(kit, project, 'One'), await firstGroup(kit, project, 'Two')] as const
  const secret = { 'X-API-Key': project.secretKey }
  const link = async (code: string) => {
    await kit.post('/api/links/create', { destination_url: 'https://shop.example/', code }, secret).expect(200)
    return code
  }
  const [code, doomedCode] = [await link('aB3xYz12'), await link('doomed')]
  for (const headers of [VIENNA, BERLIN])
    await kit.get(`/api/redirect.php?c=${code}`, { ...BROWSER, Origin: '', ...headers }).expect(302)
  await kit.post('/api/track/audit', { action: 'user.login', actor: 'user@example.com' }, secret).expect(200)
  await kit.drained()
  return { key: project.secretKey, groups, code, doomedCode }
}

async function firstGroup(kit: TestApp, { secretKey }: TestProject, message: string): Promise<number> {
  const answer = await kit.post('/api/track/error', { message }, { 'X-API-Key': secretKey }).expect(200)
  return (answer.body as { data: { group_id: number } }).data.group_id
}
