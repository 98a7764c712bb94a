import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eventually } from '../kit/eventually.ts'
import { engines } from '../kit/databases.ts'
import { sendView } from '../kit/load.ts'
import { addRelease, otherNode, pack, unzip, VERSION } from '../kit/release.ts'
import type { ServerOptions } from '../kit/server-process.ts'
import { killServers, launch, startServer, startUnderLitespeed, startUnderPassenger } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'
import { countStored } from '../kit/journal.ts'

// A host has MySQL; where there is none here, what needs no database is tested all the same.
const engine = engines.includes('mysql') ? 'mysql' : 'sqlite'

let zip: string
let root: string
let site: Site
beforeAll(() => {
  zip = pack()
}, 120_000)
beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'micrologs-host-'))
  site = await freshSite(engine)
  await unzip(zip, root)
})
afterEach(async () => {
  await killServers()
  await site.drop()
  rmSync(root, { recursive: true, force: true })
})
afterAll(() => rmSync(path.dirname(zip), { recursive: true, force: true }))

/** Where the app was unpacked, on this site's database. */
const here = (more: Partial<ServerOptions> = {}): ServerOptions => ({ ...site, root, ...more })

const OLD = '0.0.1'

test('the same sources give the same bytes, wherever they are packed', () => {
  const again = pack({ TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8' })
  expect(readFileSync(again).equals(readFileSync(zip))).toBe(true)
  rmSync(path.dirname(again), { recursive: true })
})

test('there is nothing to install, and nothing that is only for developers', () => {
  const names = readdirSync(root, { recursive: true }).map(String)
  expect(names.filter((name) => /node_modules|\.(ts|map)$/.test(name))).toEqual([])
  const about = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, object>
  expect(about).toMatchObject({ version: VERSION, dependencies: {}, main: 'app.js' })
  expect(about.devDependencies).toBeUndefined()
  const licences = readFileSync(path.join(root, 'LICENSES.txt'), 'utf8')
  for (const name of ['express', 'mysql2', 'preact', 'redoc']) expect(licences).toMatch(new RegExp(`^${name} ?`, 'm'))
})

test('unpacked into an empty folder it serves all it has, and keeps its files from being fetched', async () => {
  writeFileSync(path.join(root, '.htaccess'), '# mine\nPassengerAppRoot "/home/x"\n')
  const server = await startServer(here())
  await eventually(async () => (await server.health()).status === 200)
  expect((await server.health()).checks).toMatchObject({ release: { status: 'ok', message: `Version ${VERSION}.` } })
  const page = await server.get('/')
  const assets = [...page.body.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, name]) => name)
  expect(assets.length).toBeGreaterThan(1)
  for (const name of [...assets, 'snippet/micrologs.js', 'api/docs', 'api/openapi.json'])
    expect([name, (await server.get(`/${name}`)).status]).toEqual([name, 200])
  const guarded = await eventually(() => {
    const text = readFileSync(path.join(root, '.htaccess'), 'utf8')
    return text.includes('# END Micrologs') && text
  })
  expect(guarded).toContain('# mine\nPassengerAppRoot "/home/x"\n')
  await server.stop()

  const again = await startServer(here())
  await again.health()
  expect(readFileSync(path.join(root, '.htaccess'), 'utf8')).toBe(guarded)
})

test.each([20, 22, 24, 26])('on Node %i a page view arrives', async (major) => {
  const node = process.versions.node.startsWith(`${major}.`) ? process.execPath : otherNode(major)
  if (node === undefined) return
  const server = await startServer(here({ node }))
  const { outcome } = await sendView(server.address, { publicKey: site.publicKey, url: 'https://shop.example/' })
  expect(outcome).toBe(202)
  await eventually(async () => (await countStored(site.db)) === 1)
  expect(await server.stop()).toMatchObject({ code: 0 })
})

test('under the loader of LiteSpeed a page view arrives, and SIGTERM ends it', async () => {
  const server = await startUnderLitespeed(here())
  const { outcome } = await sendView(server.address, { publicKey: site.publicKey, url: 'https://shop.example/' })
  expect(outcome).toBe(202)
  expect(await server.stop()).toMatchObject({ code: 0 })
  expect(await countStored(site.db)).toBe(1)
})

describe('on a Node that is too old', () => {
  test('it says so, and what to click', async () => {
    const node = otherNode(12)
    if (node === undefined) return
    const server = await launch(here({ node }))
    expect(await server.exited).toMatchObject({ code: 1 })
    expect(server.output).toContain('Micrologs needs Node 20.19 or later; this is Node 12.22.12.')
    expect(server.output).toContain('Setup Node.js App')
  })

  test('a host’s visitors are told, and no request starts it again', async () => {
    const node = otherNode(12)
    if (node === undefined) return
    const server = await startUnderPassenger(here({ node }))
    const answer = await server.get('/')
    expect([answer.status, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([
      ...[503, '60', 'no-store, private'],
    ])
    expect(answer.body).toContain('Micrologs needs Node 20.19 or later')
    expect(server.isRunning).toBe(true)
  })
})

describe('a release that is not whole', () => {
  test('is left out, and the one before runs and says why', async () => {
    const broken = addRelease(root, '9.9.9')
    truncateSync(path.join(broken, 'server.cjs'), 1000)
    const server = await startServer(here())
    expect((await server.health()).checks.release).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(/9\.9\.9 is left out: server\.cjs is not what was shipped/) as string,
    })
  })

  test.each([
    [
      'a file is missing',
      (folder: string) => unlinkSync(path.join(folder, 'snippet/micrologs.js')),
      'micrologs.js cannot',
    ],
    [
      'its manifest is cut off',
      (folder: string) => truncateSync(path.join(folder, 'manifest.json'), 40),
      'manifest.json is',
    ],
    [
      'somebody changed a file',
      (folder: string) => writeFileSync(path.join(folder, 'docs/redoc.js'), 'alert(1)'),
      'redoc.js is not',
    ],
  ])('and is the only one: %s', async (_name, harm, said) => {
    harm(path.join(root, 'releases', VERSION))
    const server = await startUnderPassenger(here())
    const answer = await server.get('/api/health')
    const { message } = JSON.parse(answer.body) as { message: string }
    expect([answer.status, message]).toEqual([503, expect.stringContaining(said)])
    expect(message).toContain('Upload the zip again.')
    expect(message).not.toContain(root)

    await server.kill()
    await unzip(zip, root)
    const mended = await startUnderPassenger(here())
    await eventually(async () => (await mended.health()).status === 200)
  })

  test('is the loader itself: there is still an answer in words', async () => {
    unlinkSync(path.join(root, 'loader/releases.js'))
    const server = await startUnderPassenger(here())
    expect(await server.get('/')).toMatchObject({
      status: 503,
      body: expect.stringContaining('not complete') as string,
    })
  })
})

describe('a new release that does not start', () => {
  test('because it throws: the one before runs in the same process', async () => {
    addRelease(root, OLD)
    addRelease(root, '9.9.9', 'throw new Error("made of glass");')
    const server = await startServer(here())
    const { message } = (await server.health()).checks.release
    expect(message).toContain(`Version ${VERSION} runs`)
    expect(message).toContain('9.9.9 could not be loaded: made of glass')
  })

  test('because the process ends: after two tries the one before runs, and a start by hand of the new one counts anew', async () => {
    const broken = addRelease(root, '9.9.9', 'process.exit(7);')
    for (let tried = 0; tried < 2; tried++) {
      const server = await launch(here())
      expect(await server.exited).toMatchObject({ code: 7 })
    }
    const server = await startServer(here())
    expect((await server.health()).checks.release.message).toContain('9.9.9 did not start 2 times')
    await server.stop()
    unlinkSync(path.join(broken, 'attempts'))
    expect(await (await launch(here())).exited).toMatchObject({ code: 7 })
  })

  test('a good one forgets its tries as soon as it listens', async () => {
    for (let started = 0; started < 4; started++) {
      const server = await startServer(here())
      await eventually(() => !existsSync(path.join(root, 'releases', VERSION, 'attempts')))
      await server.kill()
    }
  })
})

test('a wrong setting is told to a host’s visitors without its value, and takes effect once mended', async () => {
  const environment = { ADMIN_KEY: 'hunter2' }
  const server = await startUnderPassenger(here({ environment }))
  const page = await server.get('/')
  expect(page.status).toBe(503)
  expect(page.body).toContain('ADMIN_KEY must have at least 16 characters')
  expect(page.body).not.toContain('hunter2')
  await server.kill()
  const mended = await startUnderPassenger(here())
  await eventually(async () => (await mended.health()).status === 200)
  expect((await mended.health()).checks.release.status).toBe('ok')
})
