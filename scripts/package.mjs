// `npm run package`: one zip that is uploaded and runs. The same sources give the same bytes. With the private key of
// `scripts/make-release-key.mjs` (`npm run package -- --key FILE`, or RELEASE_KEY_FILE) it is signed, so that the installs
// that trust the key take it in the dashboard.
process.env.TZ = 'UTC' // zip has local times
import { execFileSync } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ZipFile } from 'yazl'
import { buildIfStale, targets } from './build.mjs'
import { licencesOf } from './licences.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const { version, description, license, engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

/** When its last commit was made: no two releases have one, so a host sees that `tmp/restart.txt` has changed. */
function time() {
  const given = process.env.SOURCE_DATE_EPOCH
  if (given !== undefined) return new Date(Number(given) * 1000)
  try {
    const told = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    return new Date(Number(told) * 1000)
  } catch {
    return new Date('2026-01-01T00:00:00Z')
  }
}

const read = (file) => readFileSync(path.join(root, file))
const json = (value) => Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
const REFUSED = read('storage/.htaccess')

/** What was built, but for what only developers need. */
function builtFiles() {
  const dist = path.join(root, 'dist')
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(cache|map)$|^built$/.test(entry.name))
    .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}

/** For hosts and their buttons: nothing to install, and scripts to choose from. */
const packageJson = {
  name: 'micrologs',
  version,
  description,
  license,
  private: true,
  main: 'app.js',
  engines,
  scripts: {
    start: 'node app.js',
    tick: 'node app.js tick',
    doctor: 'node app.js doctor',
    help: 'node app.js help',
  },
  dependencies: {},
}

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex')
const hashesOf = (files) => Object.fromEntries(files.map(([name, bytes]) => [name, hashOf(bytes)]))

/** A public key as settings have it: its 32 bytes as base64url. */
const publicKeyOf = (privateKey) => createPublicKey(privateKey).export({ format: 'jwk' }).x

/** Keys that installs of this release trust: those in `packaging/`, and the one that signs it. */
function trustedKeys(privateKey) {
  const file = path.join(root, 'packaging/release-keys.txt')
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
  const own = privateKey === undefined ? [] : [publicKeyOf(privateKey)]
  return [...kept, ...own.filter((key) => !kept.some((line) => line.startsWith(key)))]
}

async function content(privateKey) {
  const release = `releases/${version}`
  const keys = trustedKeys(privateKey)
  const files = [
    ...builtFiles().map((file) => [file, read(`dist/${file}`)]),
    ...(keys.length === 0 ? [] : [['release-keys.txt', Buffer.from(`${keys.join('\n')}\n`)]]),
  ]
  const loader = readdirSync(path.join(root, 'loader')).sort()
  const beside = [
    ['app.js', read('app.js')],
    ...loader.map((name) => [`loader/${name}`, read(`loader/${name}`)]),
    ['loader/.htaccess', REFUSED],
    ['package.json', json(packageJson)],
    ['passenger.json', read('packaging/passenger.json')],
    ['Passengerfile.json', read('packaging/passenger.json')],
    ['INSTALL.txt', read('packaging/INSTALL.txt')],
    ['LICENSES.txt', Buffer.from(await licencesOf(root, Object.values(targets)))],
    ['releases/.htaccess', REFUSED],
    ['storage/.htaccess', REFUSED],
    ['tmp/restart.txt', Buffer.from(`${version}\n`)],
  ]
  const placed = files.map(([name, bytes]) => [`${release}/${name}`, bytes])
  const sizes = Object.fromEntries([...placed, ...beside].map(([name, bytes]) => [name, bytes.length]))
  const manifest = json({ version, node: engines.node, files: hashesOf(files), beside: hashesOf(beside), sizes })
  const signature = privateKey && sign(null, manifest, privateKey).toString('base64')
  return [
    ...beside,
    ...placed,
    [`${release}/manifest.json`, manifest],
    ...(signature ? [[`${release}/manifest.sig`, Buffer.from(`${signature}\n`)]] : []),
  ]
}

/** Writes `micrologs-<version>.zip` into a folder. */
async function pack(folder, privateKey) {
  await buildIfStale()
  const mtime = time()
  const zip = new ZipFile()
  const all = await content(privateKey)
  for (const [name, bytes] of all) zip.addBuffer(bytes, name, { mtime, mode: 0o100644 })
  zip.end()
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `micrologs-${version}.zip`)
  await finished(zip.outputStream.pipe(createWriteStream(file)))
  const size = (readFileSync(file).length / 1024 / 1024).toFixed(2)
  console.log(`${file}: ${all.length} files, ${size} MB. Upload it, extract it, start app.js.`)
  if (privateKey === undefined)
    console.log('It is not signed: installs take it by extracting it, not in the dashboard.')
  else console.log(`It is signed by ${publicKeyOf(privateKey)}.`)
}

if (!existsSync(path.join(root, 'node_modules'))) throw new Error('Run npm ci first.')
const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true })
const keyFile = values.key ?? process.env.RELEASE_KEY_FILE ?? ''
const privateKey = keyFile === '' ? undefined : createPrivateKey(readFileSync(keyFile))
if (privateKey !== undefined && privateKey.asymmetricKeyType !== 'ed25519')
  throw new Error(`${keyFile} is no Ed25519 key: make one with node scripts/make-release-key.mjs FILE`)
await pack(path.resolve(positionals[0] ?? '.'), privateKey)
