import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ReleaseList } from '../../lib/wire/releases.ts'
import { canHost, startHost } from '../kit/apache.ts'
import { engines } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { balance, CLEAN, countStored } from '../kit/journal.ts'
import { startLoad } from '../kit/load.ts'
import { FROM_PAGE, PASSWORD } from '../kit/people.ts'
import { asVersion, releaseKey, releaseZip } from '../kit/release-zip.ts'
import { pack, unzip, VERSION } from '../kit/release.ts'
import type { Address } from '../kit/server-process.ts'
import { get, killServers, startUnderPassenger } from '../kit/server-process.ts'
import { freshSite } from '../kit/site.ts'

const key = releaseKey()
const NEXT = '9.1.0'

/** The release as it is packed, signed, and the next one, which says so of itself. */
let folder: string
let zip: string
let next: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'micrologs-key-'))
  const pem = path.join(folder, 'key.pem')
  writeFileSync(pem, key.pem)
  zip = pack({ RELEASE_KEY_FILE: pem })
  await unzip(zip, path.join(folder, 'packed'))
  const release = asVersion(path.join(folder, 'packed'), NEXT)
  next = await releaseZip(path.join(folder, 'next.zip'), { ...release, privateKey: key.privateKey })
}, 120_000)
afterAll(() => {
  for (const place of [folder, path.dirname(zip)]) rmSync(place, { recursive: true, force: true })
})

interface Told {
  readonly status: number
  readonly message: string
  readonly data: unknown
  readonly cookie: string
}

/** Posts as the page does; `cut` breaks it off there. */
function post(target: Address, url: string, body: Buffer, headers: http.OutgoingHttpHeaders, cut?: number) {
  return new Promise<Told>((resolve, reject) => {
    const all = { ...FROM_PAGE, 'Content-Length': body.length, ...headers }
    const options = { host: '127.0.0.1', ...target, path: `/api/${url}`, method: 'POST', headers: all, agent: false }
    const request = http.request(options as http.RequestOptions, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      res.on('end', () => {
        const [cookie = ''] = res.headers['set-cookie']?.[0]?.split(';') ?? []
        const { message, data } = JSON.parse(text) as Pick<Told, 'message' | 'data'>
        resolve({ status: res.statusCode ?? 0, message, data, cookie })
      })
    })
    request.once('error', reject)
    if (cut === undefined) request.end(body)
    else request.write(body.subarray(0, cut), () => setImmediate(() => request.destroy(new Error('broken off'))))
  })
}

const send = (target: Address, url: string, body: object, headers: http.OutgoingHttpHeaders = {}) =>
  post(target, url, Buffer.from(JSON.stringify(body)), { 'Content-Type': 'application/json', ...headers })

const FORM = { 'Content-Type': 'multipart/form-data; boundary=b' }
const formOf = (content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="release"; filename="x.zip"\r\n\r\n`),
    content,
    Buffer.from('\r\n--b--\r\n'),
  ])

const ADMIN_KEY = 'an admin key of the tests'
const ADMIN = { 'X-Admin-Key': ADMIN_KEY }

async function list(target: Address, headers: http.OutgoingHttpHeaders): Promise<ReleaseList> {
  const { body } = await get(target, '/api/releases/list', headers)
  return (JSON.parse(body) as { data: ReleaseList }).data
}

const versionAt = async (target: Address): Promise<string> =>
  (JSON.parse((await get(target, '/api/health')).body) as { version: string }).version

test('uploads that cannot be are refused in words, and leave nothing behind; a good one runs after the next start', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'micrologs-host-'))
  const site = await freshSite('sqlite')
  const options = { ...site, root, environment: { ADMIN_KEY } }
  try {
    await unzip(zip, root)
    const server = await startUnderPassenger(options)
    const at = server.address
    const upload = (body: Buffer, headers = FORM) => post(at, 'releases/install', body, { ...ADMIN, ...headers })
    const bytes = readFileSync(next)
    const said = [
      await upload(formOf(bytes.subarray(0, 20_000))),
      await upload(bytes, { 'Content-Type': 'application/zip' }),
      await upload(formOf(Buffer.alloc(13 << 20))),
      await upload(formOf(readFileSync(zip))),
      await upload(Buffer.from('--b--\r\n')),
    ].map(({ status, message }) => [status, message])
    expect(said).toEqual([
      [400, expect.stringContaining('cut off')],
      [400, expect.stringContaining('multipart/form-data')],
      [413, 'The file is larger than 12 MB.'],
      [409, `Version ${VERSION} runs already.`],
      [400, expect.stringContaining('multipart/form-data')],
    ])
    await expect(post(at, 'releases/install', formOf(bytes), { ...ADMIN, ...FORM }, 50_000)).rejects.toThrow('broken')
    const staging = path.join(site.storageDir, 'updates')
    await eventually(() => readdirSync(staging).length === 0)
    expect((await list(at, ADMIN)).releases).toMatchObject([{ version: VERSION, state: 'running' }])

    expect(await upload(formOf(bytes))).toMatchObject({ status: 200, data: { version: NEXT, restarts: true } })
    expect(readdirSync(staging)).toEqual([])
    await server.kill()
    const again = await startUnderPassenger(options)
    expect(await versionAt(again.address)).toBe(NEXT)
    expect((await list(again.address, ADMIN)).releases.map(({ version, state }) => [version, state])).toEqual([
      [NEXT, 'running'],
      [VERSION, 'before'],
    ])
  } finally {
    await killServers()
    await site.drop()
    rmSync(root, { recursive: true, force: true })
  }
})

const hosted = canHost() && engines.includes('mysql') ? test : test.skip

hosted(
  'on a shared host an owner updates and goes back while page views arrive: nothing is lost or doubled',
  async () => {
    const site = await freshSite('mysql')
    const settings = { DATABASE_URL: site.url, RATE_LIMIT: 'off', LOG_LEVEL: 'warn' }
    const host = await startHost({ zip, settings, looksEverySeconds: 1 })
    const at = { port: host.port }
    const load = startLoad({ publicKey: site.publicKey, targets: () => [at], perSecond: 40 })
    try {
      const codeFile = path.join(host.root, 'storage/setup-code.txt')
      const code = await eventually(() => readFileSync(codeFile, 'utf8'))
      const email = 'ada@shop.example'
      const { cookie } = await send(at, 'account/setup', { code, email, password: PASSWORD })
      const owner = { Cookie: cookie }
      const upload = (file: string) => post(at, 'releases/install', formOf(readFileSync(file)), { ...owner, ...FORM })

      const release = asVersion(path.join(folder, 'packed'), '9.2.0')
      const other = releaseKey().privateKey
      const bad = [
        await releaseZip(path.join(folder, 'unsigned.zip'), release),
        await releaseZip(path.join(folder, 'others.zip'), { ...release, privateKey: other }),
      ]
      for (const file of bad) expect([file, (await upload(file)).status]).toEqual([file, 400])
      expect((await post(at, 'releases/install', formOf(readFileSync(next)), FORM)).status).toBe(401)

      await load.answered(20)
      expect(await upload(next)).toMatchObject({ status: 200, data: { version: NEXT, restarts: true } })
      await eventually(async () => (await versionAt(at)) === NEXT, 40_000)
      await load.answered(20)
      expect(await send(at, 'releases/choose', { version: VERSION }, owner)).toMatchObject({ status: 200 })
      await eventually(async () => (await versionAt(at)) === VERSION, 40_000)
      await load.answered(20)
      await load.stop()
      expect((await list(at, owner)).releases.map(({ state }) => state)).toEqual(['newer', 'running'])

      await eventually(async () => (await countStored(site.db)) === load.journal.accepted.size)
      expect(await balance(site.db, load.journal)).toMatchObject(CLEAN)
      expect(load.journal.refused).toEqual({})
      const noted = async () => {
        const rows = await site.db.read
          .selectFrom('audit_entries')
          .select('action')
          .where('project_id', '=', 0)
          .execute()
        return rows.map(({ action }) => action).filter((action) => action.startsWith('release'))
      }
      await eventually(async () => expect(await noted()).toEqual(['release.installed', 'release.chosen']))
    } finally {
      await load.stop()
      await host.stop()
      await site.drop()
    }
  },
)
