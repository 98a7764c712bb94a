import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createWriteStream, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { Entry, ZipFile } from 'yauzl'
import { open } from 'yauzl'

const ROOT = path.resolve(__dirname, '../..')

/** Of this checkout. */
export const { version: VERSION } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  version: string
}

/**
 * Packs this checkout as `npm run package` does; the zip, in a folder of its own. Of a run of tests the first is made and the
 * others are copies of it, unless the environment is another.
 */
export function pack(environment?: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'micrologs-zip-'))
  const zip = path.join(folder, `micrologs-${VERSION}.zip`)
  const run = process.env.TEST_SCHEMAS
  const kept = run === undefined || environment !== undefined ? undefined : path.join(run, path.basename(zip))
  if (kept !== undefined && existsSync(kept)) {
    cpSync(kept, zip)
    return zip
  }
  execFileSync(process.execPath, ['scripts/package.mjs', folder], {
    cwd: ROOT,
    stdio: 'pipe',
    env: { ...process.env, ...environment },
  })
  if (kept !== undefined) {
    // Renamed into place: another worker may look at this moment.
    cpSync(zip, `${kept}.${process.pid}`)
    renameSync(`${kept}.${process.pid}`, kept)
  }
  return zip
}

/** Unpacks a zip as a file manager would, over what is there. */
export async function unzip(file: string, folder: string): Promise<void> {
  const zip = await promisify<string, object, ZipFile>(open)(file, { lazyEntries: true })
  const stream = promisify<Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))
  await new Promise<void>((resolve, reject) => {
    zip.once('end', resolve).once('error', reject)
    zip.on('entry', (entry: Entry) => {
      const target = path.join(folder, entry.fileName)
      mkdirSync(path.dirname(target), { recursive: true })
      stream(entry)
        .then((bytes) => pipeline(bytes, createWriteStream(target)))
        .then(() => zip.readEntry(), reject)
    })
    zip.readEntry()
  })
}

/** A release beside the one that was packed, the same but for its version and what `server.cjs` does first. */
export function addRelease(root: string, version: string, preamble = ''): string {
  const from = path.join(root, 'releases', VERSION)
  const folder = path.join(root, 'releases', version)
  cpSync(from, folder, { recursive: true, filter: (name) => !/\.cache$|attempts$/.test(name) })
  const server = path.join(folder, 'server.cjs')
  const text = preamble + readFileSync(server, 'utf8')
  writeFileSync(server, text)
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as { files: object }
  const hash = createHash('sha256').update(text).digest('hex')
  const files = { ...manifest.files, 'server.cjs': hash }
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ version, files }))
  return folder
}

/** Versions of Node that are run beside this one; undefined when they are not installed, which it says. */
export function otherNode(major: number): string | undefined {
  const file = path.join(ROOT, `test/kit/nodes/node_modules/node-${major}/bin/node`)
  if (existsSync(file)) return file
  if (process.env.CI === 'true') throw new Error('CI must test on all versions of Node: npm ci --prefix test/kit/nodes')
  process.stdout.write(`\nLeft out: Node ${major}. To include it, on Linux: npm ci --prefix test/kit/nodes\n`)
  return undefined
}
