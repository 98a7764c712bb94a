import http from 'node:http'
import { readTargets } from '../../lib/links/link-store.ts'
import { clicksOf } from '../kit/clicks.ts'
import { eventually } from '../kit/eventually.ts'
import type { MariadbServer } from '../kit/mariadb-server.ts'
import { hasMariadb, startMariadb } from '../kit/mariadb-server.ts'
import type { Address, ServerProcess } from '../kit/server-process.ts'
import { freePort, killServers, startServer } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

const onMariadb = hasMariadb ? describe : describe.skip

onMariadb('short links while MariaDB is away', () => {
  let mariadb: MariadbServer
  let site: Site
  beforeEach(async () => {
    const started = await startMariadb({ port: await freePort() })
    if (started === undefined) throw new Error('There is no MariaDB to start')
    mariadb = started
    site = await freshSite('mysql', `mysql://root@127.0.0.1:${mariadb.port}`)
  }, 60_000)
  afterEach(async () => {
    await killServers()
    await site.drop()
    await mariadb.stop()
  })

  const create = (server: ServerProcess, code: string) =>
    ask(server.address, 'POST', '/api/links/create', JSON.stringify({ destination_url: 'https://shop.example/', code }))
  function ask(address: Address, method: string, target: string, body = ''): Promise<{ status: number; ms: number }> {
    const headers = { 'X-API-Key': site.secretKey, 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0' }
    const since = performance.now()
    return new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', ...address, path: target, method, headers, agent: false })
      request.on('response', (res) => {
        res.resume()
        resolve({ status: res.statusCode ?? 0, ms: performance.now() - since })
      })
      request.on('error', reject)
      request.end(body)
    })
  }
  const follow = (server: ServerProcess, code: string) => ask(server.address, 'GET', `/l/${code}`)
  const countOf = async (code: string) => {
    const { clicks } = await site.db.read
      .selectFrom('links')
      .select('clicks')
      .where('code', '=', code)
      .executeTakeFirstOrThrow()
    return clicks
  }

  test('known ones lead on, warm and after a start, and every click is counted when it is back', async () => {
    const server = await startServer(site)
    await eventually(async () => (await create(server, 'spring')).status === 200)
    expect((await follow(server, 'spring')).status).toBe(302)
    await mariadb.kill()
    expect((await follow(server, 'spring')).status).toBe(302)
    expect((await follow(server, 'other')).status).toBe(503)
    expect((await create(server, 'other')).status).toBe(503)
    expect((await follow(server, 'spring')).status).toBe(302)
    // A redirect does not wait for the spool.
    await clicksOf(site.storageDir, 3)
    await server.kill()

    const cold = await startServer(site)
    expect((await follow(cold, 'spring')).status).toBe(302)
    expect((await follow(cold, 'other')).status).toBe(503)
    await mariadb.restart()
    await eventually(async () => (await follow(cold, 'other')).status === 404)
    await eventually(async () => (await countOf('spring')) === 4, 20_000)
    expect((await create(cold, 'other')).status).toBe(200)
    expect((await follow(cold, 'other')).status).toBe(302)
    expect([...(await readTargets(site.db.read, ['spring', 'other'])).keys()].sort()).toEqual(['other', 'spring'])
  }, 40_000)

  test('it hangs: known ones lead on at once, others are refused in time', async () => {
    const server = await startServer(site)
    await eventually(async () => (await create(server, 'spring')).status === 200)
    process.kill(mariadb.pid, 'SIGSTOP')
    try {
      const other = follow(server, 'other')
      const known = await follow(server, 'spring')
      expect([known.status, known.ms < 1000]).toEqual([302, true])
      const { status, ms } = await other
      expect([status, ms < 4500]).toEqual([503, true])
      expect((await follow(server, 'spring')).status).toBe(302)
    } finally {
      process.kill(mariadb.pid, 'SIGCONT')
    }
    await eventually(async () => (await follow(server, 'other')).status === 404)
    await eventually(async () => (await countOf('spring')) === 2, 20_000)
  }, 40_000)
})
