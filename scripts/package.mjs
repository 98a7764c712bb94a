// `npm run package`: one zip that is uploaded and runs. The same sources give the same bytes.
process.env.TZ = 'UTC' // zip has local times
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
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

async function content() {
  const files = builtFiles()
  const release = `releases/${version}`
  const hashes = Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(read(`dist/${file}`))
        .digest('hex'),
    ]),
  )
  const loader = readdirSync(path.join(root, 'loader')).sort()
  return [
    ['app.js', read('app.js')],
    ...loader.map((name) => [`loader/${name}`, read(`loader/${name}`)]),
    ['loader/.htaccess', REFUSED],
    ['package.json', json(packageJson)],
    ['passenger.json', read('packaging/passenger.json')],
    ['Passengerfile.json', read('packaging/passenger.json')],
    ['INSTALL.txt', read('packaging/INSTALL.txt')],
    ['LICENSES.txt', Buffer.from(await licencesOf(root, Object.values(targets)))],
    ['releases/.htaccess', REFUSED],
    ...files.map((file) => [`${release}/${file}`, read(`dist/${file}`)]),
    [`${release}/manifest.json`, json({ version, node: engines.node, files: hashes })],
    ['storage/.htaccess', REFUSED],
    ['tmp/restart.txt', Buffer.from(`${version}\n`)],
  ]
}

/** Writes `micrologs-<version>.zip` into a folder. */
async function pack(folder) {
  await buildIfStale()
  const mtime = time()
  const zip = new ZipFile()
  const all = await content()
  for (const [name, bytes] of all) zip.addBuffer(bytes, name, { mtime, mode: 0o100644 })
  zip.end()
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `micrologs-${version}.zip`)
  await finished(zip.outputStream.pipe(createWriteStream(file)))
  const size = (readFileSync(file).length / 1024 / 1024).toFixed(2)
  console.log(`${file}: ${all.length} files, ${size} MB. Upload it, extract it, start app.js.`)
}

if (!existsSync(path.join(root, 'node_modules'))) throw new Error('Run npm ci first.')
await pack(path.resolve(process.argv[2] ?? '.'))
