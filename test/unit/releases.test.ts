import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FoundRelease } from '../../lib/releases/open-releases.ts'
import { openReleases } from '../../lib/releases/open-releases.ts'
import { trustedKeys } from '../../lib/releases/signature.ts'
import { compareVersions, isNodeEnough } from '../../lib/releases/version.ts'
import type { ZipOptions } from '../kit/release-zip.ts'
import { releaseKey, releaseZip } from '../kit/release-zip.ts'
import { canMount, mountSmallDisk } from '../kit/small-disk.ts'

// The loader's own view of the folder: the two must agree.
const load = createRequire(__filename)
const loader = load('../../loader/releases.js') as {
  list: (root: string) => Omit<FoundRelease, 'isGivenUp'>[]
  find: (root: string) => { good: Started[] }
  newestFirst: (a: string, b: string) => number
}
const choice = load('../../loader/choice.js') as {
  read: (root: string) => unknown
  inOrder: (good: Started[], chosen: unknown) => Started[]
}
interface Started {
  readonly version: string
}

const ours = releaseKey()
const theirs = releaseKey()

let root: string
let storageDir: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'micrologs-releases-'))
  storageDir = path.join(root, 'storage')
  mkdirSync(storageDir)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const releasesOf = (running: string, keys = [ours.publicKey], storage = storageDir) =>
  openReleases({
    ...{
      root,
      storageDir: storage,
      running,
      node: '22.13.0',
      keys,
      clock: { now: () => Date.parse('2026-11-25T12:00Z') },
    },
    find: () => loader.list(root).map((one) => ({ ...one, isGivenUp: false })),
  })

const zipOf = (version: string, more: Partial<ZipOptions> = {}) =>
  releaseZip(path.join(root, `${version}.zip`), {
    ...{ version, files: { 'server.cjs': `exports.v = "${version}"`, 'snippet/micrologs.js': '1' } },
    ...{ beside: { 'app.js': `// ${version}`, 'loader/start.js': `// ${version}` }, privateKey: ours.privateKey },
    ...more,
  })

/** The order in which the loader would try them. */
const order = () => choice.inOrder(loader.find(root).good, choice.read(root)).map(({ version }) => version)
const installed = () => readdirSync(path.join(root, 'releases')).sort()
const inStorage = () => readdirSync(path.join(storageDir, 'updates'))

async function install(...versions: readonly string[]): Promise<void> {
  for (const [at, version] of versions.entries())
    await releasesOf(versions[at - 1] ?? '0.0.0').install(await zipOf(version))
}

test('a signed zip is put in its place, with what lies beside it, and nothing is left behind', async () => {
  await install('1.0.0', '1.1.0')
  expect(order()).toEqual(['1.1.0', '1.0.0'])
  expect(loader.list(root).map(({ fault }) => fault)).toEqual([undefined, undefined])
  expect(readFileSync(path.join(root, 'app.js'), 'utf8')).toBe('// 1.1.0')
  expect([installed(), inStorage(), existsSync(path.join(root, 'tmp/restart.txt'))]).toEqual([
    ['1.0.0', '1.1.0'],
    [],
    true,
  ])
  expect(
    releasesOf('1.1.0')
      .list()
      .map(({ version, state }) => [version, state]),
  ).toEqual([
    ['1.1.0', 'running'],
    ['1.0.0', 'before'],
  ])
})

const server = 'releases/1.1.0/server.cjs'
const REFUSED: readonly (readonly [what: string, more: Partial<ZipOptions>, said: RegExp])[] = [
  ['is not signed', { privateKey: undefined }, /not signed/],
  ['was signed by somebody else', { privateKey: theirs.privateKey }, /signature of this release is wrong/],
  [
    'was changed afterwards',
    { tamper: (all) => all.set(server, Buffer.from('exports.v = "1.1.X"')) },
    /not what was signed/,
  ],
  [
    'is larger than it says',
    { tamper: (all) => all.set(server, Buffer.alloc(1 << 20)) },
    /not as long as what was signed/,
  ],
  ['is a bomb', { tamper: (all) => all.set(server, Buffer.alloc(65 << 20)) }, /far larger than a release/],
  ['lacks a file', { tamper: (all) => all.delete('app.js') }, /does not hold the files that were signed/],
  ['has a file more', { tamper: (all) => all.set('loader/more.js', Buffer.from('1')) }, /does not hold the files/],
  [
    'has a file of its own',
    { tamper: (all) => all.set('storage/settings.env', Buffer.from('1')) },
    /"storage\/settings.env"/,
  ],
  ['hides a file', { tamper: (all) => all.set('releases/1.1.0/.htaccess', Buffer.from('1')) }, /which no release has/],
  ['holds two releases', { tamper: (all) => all.set('releases/2.0.0/server.cjs', Buffer.from('1')) }, /more than one/],
  ['holds none', { version: 'evil', tamper: (all) => all.clear() }, /no release/],
  ['is of links', { mode: 0o120777 }, /is a link/],
  ['needs a newer Node', { node: '>=24.0' }, /needs Node >=24.0, this is Node 22.13.0/],
  ['needs what nobody knows', { node: 'a good one' }, /needs Node a good one/],
  ['is older', { version: '0.9.0' }, /older than 1.0.0/],
  ['is what runs', { version: '1.0.0' }, /runs already/],
]

test.each(REFUSED)('a zip that %s is refused in words, and nothing changes', async (_what, more, said) => {
  await install('1.0.0')
  const zip = await zipOf('1.1.0', more)
  await expect(releasesOf('1.0.0').install(zip)).rejects.toThrow(said)
  expect([order(), installed(), inStorage()]).toEqual([['1.0.0'], ['1.0.0'], []])
  expect(readFileSync(path.join(root, 'app.js'), 'utf8')).toBe('// 1.0.0')
})

test('nothing climbs out of its folder', async () => {
  const zip = await zipOf('1.1.0', { tamper: (all) => all.set('releases/1.1.0/xx/xx/evil.js', Buffer.from('1')) })
  // yazl refuses to write such a name: it is written over, with its checksum elsewhere in the zip.
  const bytes = readFileSync(zip)
  const name = Buffer.from('releases/1.1.0/xx/xx/evil.js')
  for (let at = bytes.indexOf(name); at !== -1; at = bytes.indexOf(name, at + 1))
    bytes.write('releases/1.1.0/../../evil.js', at)
  writeFileSync(zip, bytes)
  await expect(releasesOf('1.0.0').install(zip)).rejects.toThrow(/no zip of a release/)
  expect(existsSync(path.join(root, 'evil.js'))).toBe(false)
})

test.each([
  ['cut off', (zip: string) => truncateSync(zip, 700), /no zip of a release, or it is cut off/],
  ['no zip at all', (zip: string) => writeFileSync(zip, 'GIF89a'), /no zip of a release/],
  ['empty', (zip: string) => truncateSync(zip, 0), /no zip of a release/],
])('a file that is %s is refused', async (_what, harm, said) => {
  const zip = await zipOf('1.1.0')
  harm(zip)
  await expect(releasesOf('1.0.0').install(zip)).rejects.toThrow(said)
})

test('without a trusted key no zip is taken, and it is said what to set', async () => {
  await expect(releasesOf('1.0.0', []).install(await zipOf('1.1.0'))).rejects.toThrow(/Set UPDATE_PUBLIC_KEYS/)
})

test('keys come with the release and from the setting', () => {
  writeFileSync(path.join(root, 'release-keys.txt'), `# whoever\n${ours.publicKey} # the first\n\n`)
  expect(trustedKeys(root, [theirs.publicKey, ours.publicKey])).toEqual([ours.publicKey, theirs.publicKey])
  expect(trustedKeys(storageDir, [])).toEqual([])
})

test('an upload by hand that is not whole gives way to the same version in full', async () => {
  await install('1.0.0')
  mkdirSync(path.join(root, 'releases/1.1.0'))
  expect(loader.list(root)[0]?.fault).toMatch(/manifest/)
  await releasesOf('1.0.0').install(await zipOf('1.1.0'))
  expect([order(), installed()]).toEqual([
    ['1.1.0', '1.0.0'],
    ['1.0.0', '1.1.0'],
  ])
  await expect(releasesOf('1.0.0').install(await zipOf('1.1.0'))).rejects.toThrow(/is here already/)
})

test('one goes back, and forth again; what is newer than both runs of itself', async () => {
  await install('1.0.0', '1.1.0', '1.2.0')
  expect(releasesOf('1.2.0').choose()).toBe('1.1.0')
  expect(order()).toEqual(['1.1.0', '1.0.0', '1.2.0'])
  expect(
    releasesOf('1.1.0')
      .list()
      .map(({ state }) => state),
  ).toEqual(['newer', 'running', 'before'])
  expect(releasesOf('1.1.0').choose('1.2.0')).toBe('1.2.0')
  expect([order(), choice.read(root)]).toEqual([['1.2.0', '1.1.0', '1.0.0'], undefined])
  releasesOf('1.2.0').choose('1.0.0')
  await releasesOf('1.0.0').install(await zipOf('1.1.5'))
  expect(order()[0]).toBe('1.1.5')
  await releasesOf('1.1.5').install(await zipOf('1.3.0'))
  expect(order()[0]).toBe('1.3.0')
  expect(() => releasesOf('1.3.0').choose('4.4.4')).toThrow(/no release 4.4.4/)
  rmSync(path.join(root, 'releases/1.0.0/server.cjs'))
  expect(() => releasesOf('1.3.0').choose('1.0.0')).toThrow(/cannot run: server.cjs/)
})

test('the one that runs and the one before are kept, others may go', async () => {
  await install('1.0.0', '1.1.0', '1.2.0')
  const releases = releasesOf('1.2.0')
  expect(() => releases.remove('1.2.0')).toThrow(/runs/)
  expect(() => releases.remove('1.1.0')).toThrow(/is kept/)
  releases.remove('1.0.0')
  expect(installed()).toEqual(['1.1.0', '1.2.0'])
})

test('two that upload the same at once: one succeeds, or both, and what runs then is whole', async () => {
  await install('1.0.0')
  const zip = await zipOf('1.1.0')
  const ends = await Promise.allSettled([1, 2, 3].map(() => releasesOf('1.0.0').install(zip)))
  expect(ends.some(({ status }) => status === 'fulfilled')).toBe(true)
  expect([order(), installed(), inStorage()]).toEqual([['1.1.0', '1.0.0'], ['1.0.0', '1.1.0'], []])
})

test('on a full disk it is refused, and nothing is left behind', async () => {
  if (!canMount()) return
  await install('1.0.0')
  const small = path.join(root, 'small')
  const { unmount } = mountSmallDisk(small, 1 << 20)
  try {
    await expect(releasesOf('1.0.0', undefined, small).install(await zipOf('1.1.0'))).rejects.toThrow(/too little room/)
    expect([order(), readdirSync(path.join(small, 'updates'))]).toEqual([['1.0.0'], []])
  } finally {
    unmount()
  }
})

test('the loader goes by the newest when what was chosen is gone or cannot be read', async () => {
  await install('1.0.0', '1.1.0')
  const file = path.join(root, 'releases/chosen.json')
  for (const text of [
    '{"version":"0.5.0","over":"1.1.0"}',
    'nonsense',
    '{}',
    'null',
    '{"version":"1.0.0","over":"1.0.5"}',
  ]) {
    writeFileSync(file, text)
    expect([text, order()[0]]).toEqual([text, '1.1.0'])
  }
})

test.each([
  ['1.0.0', '1.0.1'],
  ['1.9.0', '1.10.0'],
  ['1.0.0-beta.1', '1.0.0'],
  ['1.0.0-alpha', '1.0.0-beta'],
])('%s is older than %s, for the app and for the loader', (older, newer) => {
  expect([compareVersions(older, newer) < 0, compareVersions(newer, older) > 0, compareVersions(older, older)]).toEqual(
    [...[true, true, 0]],
  )
  expect([newer, older].sort(loader.newestFirst)).toEqual([older, newer].sort(loader.newestFirst))
  expect([older, newer].sort(loader.newestFirst)[0]).toBe(newer)
})

test.each([
  ['20.19.0', '>=20.19', true],
  ['20.18.9', '>=20.19', false],
  ['22.0.0', '>=20.19.5', true],
  ['24.1.0', '^20', undefined],
])('Node %s where %s is asked for: %s', (have, needs, enough) => expect(isNodeEnough(have, needs)).toBe(enough))

test('a key is made once, and never over another', () => {
  const file = path.join(root, 'key.pem')
  const make = () =>
    execFileSync(process.execPath, ['scripts/make-release-key.mjs', file], { encoding: 'utf8', stdio: 'pipe' })
  expect(make()).toMatch(/^[\w-]{43}\n$/)
  expect(() => make()).toThrow(/EEXIST/)
})
