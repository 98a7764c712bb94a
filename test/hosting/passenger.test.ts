import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { readPlan } from '../../lib/jobs/plan.ts'
import type { Host, HostOptions } from '../kit/apache.ts'
import { canHost, startHost } from '../kit/apache.ts'
import { engines } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { balance, CLEAN, countStored } from '../kit/journal.ts'
import { sendView, startLoad } from '../kit/load.ts'
import { pack } from '../kit/release.ts'
import { get } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

/** The zip on a real Apache with Passenger and MariaDB, as on a shared host. */
const hosted = canHost() && engines.includes('mysql') ? describe : describe.skip

hosted('on a shared host', () => {
  let zip: string
  let site: Site
  let host: Host
  beforeAll(() => {
    zip = pack()
  })
  afterAll(() => rmSync(path.dirname(zip), { recursive: true }))
  beforeEach(async () => {
    site = await freshSite('mysql')
  })
  afterEach(async () => {
    await host.stop()
    await site.drop()
  })

  async function start(options: Partial<HostOptions> = {}): Promise<Host> {
    const settings = { DATABASE_URL: site.url, RATE_LIMIT: 'off', LOG_LEVEL: 'warn', ...options.settings }
    host = await startHost({ zip, ...options, settings })
    return host
  }

  const view = (url: string, base = '') =>
    sendView({ port: host.port }, { publicKey: site.publicKey, url }, false, `${base}/api/track/pageview`)

  async function expectStored(count: number): Promise<void> {
    await eventually(async () => (await countStored(site.db)) === count)
  }

  async function visitors(base = ''): Promise<{ status: number; body: string }> {
    return get({ port: host.port }, `${base}/api/analytics/visitors.php?range=7d`, { 'X-API-Key': site.secretKey })
  }

  test.each([
    ['at the root of its address', ''],
    ['below a base path', '/stats'],
  ])('%s a page view arrives and is reported', async (_name, base) => {
    await start({ basePath: base })
    expect((await view('https://shop.example/', base)).outcome).toBe(202)
    await expectStored(1)
    const { status, body } = await visitors(base)
    expect([status, body]).toEqual([200, expect.stringContaining('"unique_visitors":1')])
    const page = await get({ port: host.port }, `${base}/`)
    expect(page.status).toBe(200)
    const assets = [...page.body.matchAll(/(?:src|href)="([^"]*assets\/[^"]+)"/g)].map(([, name = '']) => name)
    for (const name of assets) {
      const place = name.startsWith('/') ? name : `${base}/${name}`
      expect([name, (await get({ port: host.port }, place)).status]).toEqual([name, 200])
    }
  })

  test('no answer that changes is kept by the cache of Passenger', async () => {
    await start()
    // Keys are known as soon as the database was asked.
    const before = await eventually(async () => {
      const answer = await visitors()
      return answer.status === 200 && answer
    })
    await view('https://shop.example/')
    await expectStored(1)
    const after = await visitors()
    expect(before.body).toContain('"unique_visitors":0')
    expect(after.body).toContain('"unique_visitors":1')
  })

  test('in a folder that is served, none of its files is to be had, and other files are', async () => {
    await start({ isServed: true })
    writeFileSync(path.join(host.root, 'mine.txt'), 'mine')
    mkdirSync(path.join(host.root, '.well-known'))
    writeFileSync(path.join(host.root, '.well-known/proof'), 'proof')
    await eventually(() => readFileSync(path.join(host.root, '.htaccess'), 'utf8').includes('# END Micrologs'))
    const secrets = [
      'app.js',
      'package.json',
      'storage/settings.env',
      'loader/start.js',
      'tmp/restart.txt',
      '.htaccess',
    ]
    for (const name of [...secrets, 'LICENSES.txt', 'INSTALL.txt', 'releases/.htaccess', 'storage/setup-code.txt'])
      expect([name, (await get({ port: host.port }, `/${name}`)).status]).toEqual([name, 403])
    expect((await get({ port: host.port }, '/mine.txt')).body).toBe('mine')
    expect((await get({ port: host.port }, '/.well-known/proof')).body).toBe('proof')
    expect((await get({ port: host.port }, '/snippet/micrologs.js')).status).toBe(200)
    expect((await view('https://shop.example/')).outcome).toBe(202)
  })

  test('where PHP takes all that ends in .php, the SDKs of Micrologs get through', async () => {
    await start({ isServed: true, hasPhp: true })
    writeFileSync(path.join(host.root, 'proof.php'), '<?php echo 6 * 7;')
    expect((await get({ port: host.port }, '/proof.php')).body).toBe('42')
    const target = { port: host.port }
    const options = { publicKey: site.publicKey, url: 'https://shop.example/' }
    expect((await sendView(target, options, false, '/api/track/pageview.php')).outcome).toBe(202)
    await expectStored(1)
    expect((await visitors()).body).toContain('"unique_visitors":1')
  })

  test('behind a firewall for web applications, what would look like an attack gets through as the snippet sends it', async () => {
    await start({ hasFirewall: true })
    expect((await get({ port: host.port }, '/?x=1%20or%201=1--')).status).toBe(403)
    const message = "You have an error in your SQL syntax near 'union select password from users--'"
    const stack = `Error: ${message}\n  at <script>alert(1)</script> /etc/passwd:1`
    const d = Buffer.from(JSON.stringify({ key: site.publicKey, message, stack })).toString('base64url')
    expect(await post('/api/track/error', `d=${d}`)).toBe(202)
    expect((await view('https://shop.example/')).outcome).toBe(202)
    await expectStored(1)
    const key = { 'X-API-Key': site.secretKey }
    const errors = await eventually(async () => {
      const answer = await get({ port: host.port }, '/api/analytics/errors?range=7d', key)
      return answer.body.includes('union select') && answer
    })
    expect(errors.status).toBe(200)
    for (const address of ['/', '/snippet/micrologs.js', '/api/docs', '/api/openapi.json'])
      expect([address, (await get({ port: host.port }, address)).status]).toEqual([address, 200])
  })

  /** A form, as browsers send it without asking first; the status. */
  const post = (address: string, body: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = {
        'Content-Type': 'application/x-www-form-urlencoded',
        'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
        Accept: '*/*',
      }
      const options = { host: '127.0.0.1', port: host.port, path: address, method: 'POST', headers }
      const request = http.request(options, (res) => {
        res.resume()
        resolve(res.statusCode)
      })
      request.once('error', reject)
      request.end(body)
    })

  test('stopped for being idle it starts again with the next request, loses nothing, and does what is due', async () => {
    await start({ idleSeconds: 3 })
    expect((await view('https://shop.example/1')).outcome).toBe(202)
    await eventually(() => host.processes().length === 0, 30_000)
    await expectStored(1)
    // A job falls due while no process lives. The first one may have been too short for the plan to be there.
    await readPlan(site.db, ['salts'], 1)
    await site.db.write((tx) => tx.updateTable('jobs').set({ next_run_at: 1 }).execute())
    const due = () => site.db.read.selectFrom('jobs').select('name').where('next_run_at', '=', 1).execute()
    expect(await due()).not.toEqual([])
    expect((await view('https://shop.example/2')).outcome).toBe(202)
    await expectStored(2)
    // It looks at the plan some seconds after its start; visitors who come meanwhile keep it alive.
    await eventually(async () => (await view('https://shop.example/3')).outcome === 202 && (await due()).length === 0)
  })

  test('restarted again and again under load, nothing is lost or doubled', async () => {
    await start()
    const load = startLoad({ publicKey: site.publicKey, targets: () => [{ port: host.port }], perSecond: 100 })
    const seen = new Set<number>()
    for (let restarted = 0; restarted < 3; restarted++) {
      await load.answered(100)
      const known = new Set(host.processes())
      for (const pid of known) seen.add(pid)
      const soon = Date.now() / 1000 + restarted
      utimesSync(path.join(host.root, 'tmp/restart.txt'), soon, soon)
      // Passenger looks at the file every ten seconds.
      await eventually(() => host.processes().some((pid) => !known.has(pid)), 30_000)
    }
    await load.answered(100)
    await load.stop()
    expect(seen.size).toBe(3)
    await expectStored(load.journal.accepted.size)
    expect(await balance(site.db, load.journal)).toMatchObject(CLEAN)
    expect(load.journal.refused).toEqual({})
  })
})
