import { eventually } from '../kit/eventually.ts'
import type { MariadbServer } from '../kit/mariadb-server.ts'
import { hasMariadb, startMariadb } from '../kit/mariadb-server.ts'
import type { ServerProcess } from '../kit/server-process.ts'
import { freePort, killServers, startServer } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

/** What a backend is told while the database is away, and what becomes of what it sent. */

const onMariadb = hasMariadb ? describe : describe.skip

onMariadb('MariaDB', () => {
  let mariadb: MariadbServer
  let site: Site
  let server: ServerProcess

  beforeAll(async () => {
    const started = await startMariadb({ port: await freePort() })
    if (started === undefined) throw new Error('There is no MariaDB to start')
    mariadb = started
  }, 60_000)
  afterAll(() => mariadb.stop())
  beforeEach(async () => {
    site = await freshSite('mysql', `mysql://root@127.0.0.1:${mariadb.port}`)
    server = await startServer(site)
  })
  afterEach(async () => {
    await killServers()
    await site.drop()
  })

  async function ask(method: 'GET' | 'POST', path: string, body?: object) {
    const port = 'port' in server.address ? server.address.port : 0
    const started = performance.now()
    const answer = await fetch(`http://127.0.0.1:${port}/api/${path}`, {
      method,
      headers: { 'X-API-Key': site.secretKey, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const { success, data } = (await answer.json()) as { success: boolean; data?: Record<string, unknown> }
    const { status, headers } = answer
    return { status, success, data, retryAfter: headers.get('retry-after'), ms: performance.now() - started }
  }

  const stored = async () => {
    const errors = await site.db.read.selectFrom('error_events').select('issue').execute()
    const audits = await site.db.read.selectFrom('audit_entries').select('sequence').orderBy('sequence').execute()
    return { errors: errors.length, audits: audits.map(({ sequence }) => sequence) }
  }

  test.each([
    ['killed', () => mariadb.kill(), () => mariadb.restart()],
    [
      'hanging',
      () => Promise.resolve(void process.kill(mariadb.pid, 'SIGSTOP')),
      () => Promise.resolve(void process.kill(mariadb.pid, 'SIGCONT')),
    ],
  ])(
    '%s: errors and audit entries are queued well within the 5 s of an SDK, and written once it is back',
    async (_how, goAway, comeBack) => {
      const before = await eventually(async () => {
        const told = await ask('POST', 'track/error', { message: 'Before' })
        return told.status === 200 && told
      })
      expect(before.data).toMatchObject({ queued: false, regression: false })
      await goAway()
      const answers = []
      try {
        for (let number = 0; number < 3; number++) {
          answers.push(await ask('POST', 'track/error', { message: 'Meanwhile' }))
          answers.push(await ask('POST', 'track/audit.php', { action: 'login' }))
        }
        for (const refused of await Promise.all([
          ask('POST', 'links/create', { destination_url: 'https://shop.example/' }),
          ask('GET', 'links/detail?code=abc'),
          ask('POST', 'track/errors-update-status', { id: 1, status: 'open' }),
        ])) {
          expect(refused).toMatchObject({ status: 503, success: false, data: undefined })
          expect(Number(refused.retryAfter)).toBeGreaterThan(0)
          expect(refused.ms).toBeLessThan(5_000)
        }
      } finally {
        await comeBack()
      }
      expect(answers.map(({ status, success, data }) => ({ status, success, data }))).toEqual(
        answers.map(() => ({ status: 202, success: true, data: { queued: true } })),
      )
      expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(4_000)
      await eventually(
        async () => expect(await stored()).toMatchObject({ errors: expect.any(Number) as number, audits: [1, 2, 3] }),
        20_000,
      )
      await eventually(async () => (await stored()).errors >= 4, 20_000)
      // Told again what is there: the group is the same, and it is written before the answer as it was before.
      const after = await eventually(async () => {
        const told = await ask('POST', 'track/error', { message: 'Meanwhile' })
        return told.status === 200 && told
      }, 20_000)
      expect(after.data).toMatchObject({ queued: false, regression: false })
      // What was given up on came to an end without a word.
      expect(server.output).not.toMatch(/A request failed|ERR_HTTP/)
      const groups = await ask('GET', 'analytics/errors?range=1d')
      expect(groups.data).toMatchObject({ summary: { total: 2 }, count: 2 })
    },
    90_000,
  )

  test('killed: links are not made and reports not given, with the time to come back', async () => {
    await eventually(async () => (await ask('GET', 'links/list')).status === 200)
    await mariadb.kill()
    try {
      for (const [method, path, body] of [
        ['POST', 'links/create', { destination_url: 'https://shop.example/' }],
        ['GET', 'links/list', undefined],
        ['POST', 'track/errors-update-status', { id: 1, status: 'open' }],
        ['GET', 'analytics/errors', undefined],
        ['GET', 'analytics/audits', undefined],
        ['GET', 'analytics/links', undefined],
        ['GET', 'analytics/link-detail?code=abc', undefined],
      ] as const) {
        const { status, success, data, retryAfter, ms } = await ask(method, path, body)
        expect({ path, status, success, data }).toEqual({ path, status: 503, success: false, data: undefined })
        expect(Number(retryAfter)).toBeGreaterThan(0)
        expect(ms).toBeLessThan(5_000)
      }
    } finally {
      await mariadb.restart()
    }
  }, 60_000)
})
