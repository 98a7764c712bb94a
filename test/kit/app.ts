import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Response, Test } from 'supertest'
import request from 'supertest'
import type { App } from '../../app.ts'
import { createApp } from '../../app.ts'
import type { Environment } from '../../lib/config/config.ts'
import { readConfig } from '../../lib/config/config.ts'
import type { Clock } from '../../lib/core/clock.ts'
import { systemClock } from '../../lib/core/clock.ts'
import { randomId } from '../../lib/core/ids.ts'
import type { Log } from '../../lib/core/log.ts'
import type { Engine } from '../../lib/db/open-db.ts'
import type { ProjectChanges } from '../../lib/projects/project-store.ts'
import type { ReportName } from '../../lib/reports/catalogue.ts'
import type { PageviewBody } from '../../lib/wire/track.ts'
import type { ReportShapes } from '../../lib/wire/reports.ts'
import type { Timeouts } from '../../routes/make-http-server.ts'
import { makeHttpServer } from '../../routes/make-http-server.ts'
import type { Cost } from '../../lib/accounts/password.ts'
import { freshDatabase } from './databases.ts'
import { CHEAP } from './people.ts'

const ROOT = path.resolve(__dirname, '../..')

export type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options'
export type Headers = Readonly<Record<string, string>>

/** What a browser says of itself beside the body (an empty value leaves the header out); `X-Forwarded-For` as the front server would add it. */
export const BROWSER: Headers = {
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  Accept: '*/*',
  'Accept-Language': 'de-AT,de;q=0.9,en;q=0.8',
  Origin: 'https://shop.example',
  'X-Forwarded-For': '203.0.113.7',
}

/** The domain, zone and name of the kit's project, unless told otherwise. */
const SHOP = { name: 'Shop', domains: ['shop.example'], timeZone: 'UTC' }

export interface TestAppOptions {
  /** By the names of the environment; `STORAGE_DIR` and `DATABASE_URL` are the kit's. */
  readonly settings?: Environment
  readonly clock?: Clock
  readonly project?: ProjectChanges
  /** Files laid into the storage folder before the start. */
  readonly files?: Readonly<Record<string, Buffer | string>>
  readonly timeouts?: Timeouts
  /** To listen at; a free one unless told. */
  readonly port?: number
  /** Of passwords; next to nothing unless told. */
  readonly passwordCost?: Cost
  /** What another app has left, to begin with a copy of it. SQLite only. */
  readonly from?: LeftBehind
}

/** A storage folder with its SQLite file, and its first project. */
export interface LeftBehind {
  readonly storageDir: string
  readonly project: TestProject
}

export interface TestProject {
  readonly id: number
  readonly publicKey: string
  readonly secretKey: string
}

export type TestApp = Awaited<ReturnType<typeof testApp>>

/**
 * The whole app in this process, started, on a database and a storage folder of its own and a port of 127.0.0.1; rate
 * limits are off. Its files in `dist/` are built before the tests run. `close` drops everything.
 */
export async function testApp(engine: Engine, options: TestAppOptions = {}) {
  const { settings = {}, clock = systemClock, files = {}, timeouts } = options
  const { url, storageDir, drop } = await freshDatabase(engine)
  mkdirSync(storageDir, { recursive: true })
  if (options.from !== undefined) cpSync(options.from.storageDir, storageDir, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(storageDir, name), content)
  const config = readConfig(ROOT, { RATE_LIMIT: 'off', ...settings, STORAGE_DIR: storageDir, DATABASE_URL: url })
  const logLines: string[] = []
  const app = await createApp(config, { clock, log: logInto(logLines), passwordCost: options.passwordCost ?? CHEAP })
  const project = options.from ? await startAgain(app, options.from) : await startWithProject(app, options.project)

  const server = makeHttpServer(app.handler, timeouts)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const base = config.basePath

  function ask(method: Method, url: string, headers: Headers = {}): Test {
    const agent = request(server)
    return agent[method](base + url).set(withoutEmpty(headers))
  }
  const get = (url: string, headers?: Headers): Test => ask('get', url, headers)

  /** A body as it is; text and buffers are sent without a `Content-Type` of our own. */
  function post(url: string, body: unknown, headers: Headers = BROWSER): Test {
    const call = ask('post', url, headers)
    return typeof body === 'string' || Buffer.isBuffer(body) ? raw(call, body) : call.send(body as object)
  }

  return {
    app,
    server,
    port: (server.address() as AddressInfo).port,
    storageDir,
    project,
    /** Every line logged so far, as JSON. */
    logLines,
    ask,
    get,
    post,
    /** A page view as the snippet sends it: in a form, with the key in the body and no header of its own. */
    track: (body: Partial<PageviewBody> & object = {}, headers: Headers = {}): Test =>
      post('/api/track/pageview', formOf({ ...pageview(), key: project.publicKey, ...body }), {
        ...BROWSER,
        'Content-Type': FORM,
        ...headers,
      }),
    /** `data` of a report, after everything accepted is in the database. `query` without the question mark. */
    async report<N extends ReportName>(
      name: N,
      query = 'range=1d',
      of: TestProject = project,
    ): Promise<ReportShapes[N]> {
      await app.writer.drain()
      const answer = await get(`/api/analytics/${name}?${query}`, { 'X-API-Key': of.secretKey })
      if (answer.status !== 200) throw new Error(`The report answered ${answer.status}: ${answer.text}`)
      return (answer.body as { data: ReportShapes[N] }).data
    },
    /** Another project; its keys work when this resolves. */
    async newProject(changes: ProjectChanges = {}): Promise<TestProject> {
      const created = await app.store.create({ ...SHOP, ...present(changes) })
      return { id: created.project.id, publicKey: created.project.publicKey, secretKey: created.secretKey }
    },
    /** Everything accepted is in the database. */
    drained: () => app.writer.drain(),
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.close()
      await drop()
    },
  }
}

const withoutEmpty = (headers: Headers) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))

async function startWithProject(app: App, changes: ProjectChanges = {}): Promise<TestProject> {
  const created = await app.start()
  if (created === undefined) throw new Error('A fresh database had a project already')
  const { id, publicKey } = await app.store.edit(created.project.id, { ...SHOP, ...changes })
  return { id, publicKey, secretKey: created.secretKey }
}

async function startAgain(app: App, { project }: LeftBehind): Promise<TestProject> {
  if ((await app.start()) !== undefined) throw new Error('The folder that was left behind had no project')
  return project
}

const present = (changes: ProjectChanges) =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<typeof SHOP>

/** The smallest page view there is, each of another view. */
export const pageview = (): PageviewBody => ({ url: 'https://shop.example/', view: randomId() })

export const FORM = 'application/x-www-form-urlencoded'

/** `d=` and the body as base64url JSON, as the snippet sends it. */
export const formOf = (body: unknown): string => `d=${Buffer.from(JSON.stringify(body)).toString('base64url')}`

/** The answer must be a refusal in the envelope, with this status, and must not be kept by any cache. */
export function expectRefusal(answer: Response, status: number): void {
  expect(answer.text).toMatch(/^\{"success":false,"message":".+","code":"[a-z_]+"(,"error":".+")?\}$/)
  expect(answer.status).toBe(status)
  expect(answer.headers).toMatchObject({
    'content-type': expect.stringMatching(/^application\/json/) as string,
    'cache-control': 'no-store, private',
    'x-litespeed-cache-control': 'no-cache',
  })
}

/** Written past superagent, which would give a text a type and turn a buffer into JSON. */
function raw(call: Test, body: string | Buffer): Test {
  call.set('Content-Length', String(Buffer.byteLength(body))).write(body)
  return call
}

function logInto(lines: string[]): Log {
  const keep = (level: string) => (details: object, message: string) =>
    void lines.push(JSON.stringify({ level, ...details, message }))
  return { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }
}
