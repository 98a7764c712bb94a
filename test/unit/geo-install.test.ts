import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Progress } from '../../lib/geo/download.ts'
import { installGeo } from '../../lib/geo/install-geo.ts'
import { writeMmdb } from '../kit/mmdb.ts'

const builtAt = new Date('2026-11-03T00:00:00Z')
const DATABASE = writeMmdb({
  type: 'GeoLite2-City',
  builtAt,
  records: [{ network: '81.2.69.0/24', data: { country: { iso_code: 'GB' } } }],
})
const INSTALLED = { type: 'GeoLite2-City', builtAt, bytes: DATABASE.length }

/** One entry of a tar archive. */
function tarEntry(name: string, content: Buffer, type = '0'): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write(type, 156)
  header.write('ustar\0', 257)
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}

const LICENCE = tarEntry('GeoLite2-City_20261103/LICENSE.txt', Buffer.alloc(1300, 'x'))
const TAR = Buffer.concat([
  tarEntry('GeoLite2-City_20261103/', Buffer.alloc(0), '5'),
  LICENCE,
  tarEntry('GeoLite2-City_20261103/GeoLite2-City.mmdb', DATABASE),
  tarEntry('GeoLite2-City_20261103/README.txt', Buffer.from('read me')),
  Buffer.alloc(1024),
])
const ARCHIVE = gzipSync(TAR)
const NO_DATABASE = Buffer.concat([LICENCE, Buffer.alloc(1024)])

let folder: string
let target: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'geo-install-'))
  target = join(folder, 'geo', 'places.mmdb')
})
afterEach(() => rmSync(folder, { recursive: true }))

function saved(name: string, bytes: Buffer): string {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  return file
}

/** What is left beside the target: only the target may be. */
const remains = () => readdirSync(join(folder, 'geo'))

describe('from a file', () => {
  test.each([
    ['places.mmdb', DATABASE],
    ['places.mmdb.gz', gzipSync(DATABASE)],
    ['GeoLite2-City.tar.gz', ARCHIVE],
    ['GeoLite2-City.tar', TAR],
    ['a wrong name.mmdb', ARCHIVE],
  ])('%s', async (name, bytes) => {
    await expect(installGeo({ target, from: { file: saved(name, bytes) } })).resolves.toEqual(INSTALLED)
    expect(readFileSync(target).equals(DATABASE)).toBe(true)
    expect(remains()).toEqual(['places.mmdb'])
  })

  test.each([
    ['an empty file', Buffer.alloc(0), /not a database in MaxMind's format/],
    ['a web page', Buffer.from('<!doctype html>'.repeat(200)), /not a database in MaxMind's format/],
    ['half a database', DATABASE.subarray(0, 200), /not a database in MaxMind's format/],
    ['half a gzipped database', gzipSync(DATABASE).subarray(0, -20), /damaged or not whole/],
    ['half an archive', ARCHIVE.subarray(0, -20), /damaged or not whole/],
    ['half a bare archive', TAR.subarray(0, 3500), /not a database in MaxMind's format/],
    ['an archive without a database', gzipSync(NO_DATABASE), /holds no .mmdb file/],
    [
      'an archive that says nonsense',
      Buffer.concat([tarEntry('x', Buffer.alloc(0)).fill('z', 124, 136), TAR]),
      /damaged/,
    ],
  ])('%s is refused, and the database in use stays', async (_, bytes, reason) => {
    await installGeo({ target, from: { file: saved('good.mmdb', DATABASE) } })
    await expect(installGeo({ target, from: { file: saved('bad', bytes) } })).rejects.toThrow(reason)
    expect(readFileSync(target).equals(DATABASE)).toBe(true)
    expect(remains()).toEqual(['places.mmdb'])
  })

  test('a file that is not there', async () => {
    await expect(installGeo({ target, from: { file: join(folder, 'none') } })).rejects.toThrow(/There is no file/)
  })
})

/** A server on this machine that notes what it was asked, for as long as `use` takes. */
async function withServer(answer: RequestListener, use: (baseUrl: string, asked: IncomingMessage[]) => Promise<void>) {
  const asked: IncomingMessage[] = []
  const server = createServer((req, res) => {
    asked.push(req)
    answer(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const sendArchive: RequestListener = (_, res) => {
  res.setHeader('content-length', ARCHIVE.length).end(ARCHIVE)
}

describe('from MaxMind', () => {
  test('with a licence key alone', async () => {
    await withServer(sendArchive, async (baseUrl, asked) => {
      const progress: Progress[] = []
      const from = { licenceKey: ' key&1 ', baseUrl }
      const installed = await installGeo({ target, from, onProgress: (step) => progress.push(step) })
      expect(installed).toEqual(INSTALLED)
      expect(asked[0]?.url).toBe('/app/geoip_download?edition_id=GeoLite2-City&license_key=key%261&suffix=tar.gz')
      expect(asked[0]?.headers.authorization).toBeUndefined()
      expect(progress.at(-1)).toEqual({ bytes: ARCHIVE.length, total: ARCHIVE.length })
    })
  })

  test('with an account, which the storage host behind the redirect does not get to see', async () => {
    await withServer(sendArchive, async (storage, stored) => {
      const redirect: RequestListener = (_, res) => res.writeHead(302, { location: `${storage}/signed?x=1` }).end()
      await withServer(redirect, async (baseUrl, asked) => {
        const from = { licenceKey: 'key', accountId: '42', edition: 'GeoLite2-Country', baseUrl }
        await expect(installGeo({ target, from })).resolves.toEqual(INSTALLED)
        expect(asked[0]?.url).toBe('/geoip/databases/GeoLite2-Country/download?suffix=tar.gz')
        expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('42:key').toString('base64')}`)
        expect(stored[0]?.url).toBe('/signed?x=1')
        expect(stored[0]?.headers.authorization).toBeUndefined()
      })
    })
  })

  const status =
    (code: number, headers = {}): RequestListener =>
    (_, res) =>
      res.writeHead(code, headers).end('Invalid license key')
  const truncated: RequestListener = (_, res) => {
    res.setHeader('content-length', ARCHIVE.length)
    res.write(ARCHIVE.subarray(0, 100), () => res.destroy())
  }

  test.each<[string, RequestListener, RegExp]>([
    ['a refused key', status(401), /^MaxMind refused the licence key/],
    ['an account without the right', status(403), /may not download GeoLite2-City/],
    ['an unknown edition', status(404), /no edition called GeoLite2-City/],
    ['too many downloads', status(429), /limit of downloads/],
    ['an outage', status(503), /status 503/],
    ['a redirect to nowhere', status(302, { location: 'http://[' }), /redirect without an address/],
    ['a redirect in a circle', status(302, { location: '/again' }), /too many redirects/],
    ['a redirect without encryption', status(302, { location: 'http://storage.test/x' }), /without encryption/],
    ['a body that ends too soon', truncated, /broke off/],
    ['a web page', (_, res) => void res.end('<!doctype html>'.repeat(100)), /not a database in MaxMind's format/],
    ['a body too large', (_, res) => res.setHeader('content-length', 400e6).flushHeaders(), /larger than 300 MB/],
  ])('%s', async (_, answer, reason) => {
    await withServer(answer, async (baseUrl) => {
      const failed = installGeo({ target, from: { licenceKey: 'secret-key', baseUrl } })
      await expect(failed).rejects.toThrow(reason)
      await expect(failed).rejects.not.toThrow(/secret-key/)
      expect(remains()).toEqual([])
    })
  })

  test('nobody there', async () => {
    let baseUrl = ''
    await withServer(sendArchive, (url) => Promise.resolve(void (baseUrl = url)))
    await expect(installGeo({ target, from: { licenceKey: 'key', baseUrl } })).rejects.toThrow(/ECONNREFUSED/)
  })
})
