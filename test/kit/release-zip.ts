import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createWriteStream, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { VERSION } from './release.ts'

/** Zips of releases, written by other code than the one that packs, so that both are held to the format. */

/** A pair of keys, the public one as settings have it. */
export function releaseKey(): { readonly privateKey: KeyObject; readonly publicKey: string; readonly pem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  return { privateKey, publicKey: publicKey.export({ format: 'jwk' }).x ?? '', pem }
}

export interface ZipOptions {
  readonly version: string
  /** Paths in the folder of the release. */
  readonly files: Readonly<Record<string, string | Buffer>>
  /** Paths in the zip, beside the release. */
  readonly beside?: Readonly<Record<string, string | Buffer>>
  readonly node?: string
  /** Unsigned where there is none. */
  readonly privateKey?: KeyObject | undefined
  /** Changes what is in the zip after it was signed: paths in the zip. */
  readonly tamper?: (entries: Map<string, Buffer>) => void
  /** Rights and type, as Unix has them. */
  readonly mode?: number
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Writes the zip; gives its path. */
export async function releaseZip(file: string, options: ZipOptions): Promise<string> {
  const { version, node = '>=20.19', privateKey, mode = 0o100644 } = options
  const bytes = (given: ZipOptions['files']) =>
    Object.entries(given).map(([name, content]) => [name, Buffer.from(content)] as const)
  const place = `releases/${version}`
  const placed = bytes(options.files).map(([name, content]) => [`${place}/${name}`, content] as const)
  const beside = bytes(options.beside ?? {})
  const manifest = Buffer.from(
    JSON.stringify({
      version,
      node,
      files: Object.fromEntries(bytes(options.files).map(([name, content]) => [name, hash(content)])),
      beside: Object.fromEntries(beside.map(([name, content]) => [name, hash(content)])),
      sizes: Object.fromEntries([...placed, ...beside].map(([name, content]) => [name, content.length])),
    }),
  )
  const entries = new Map([...beside, ...placed, [`${place}/manifest.json`, manifest] as const])
  if (privateKey !== undefined)
    entries.set(`${place}/manifest.sig`, Buffer.from(sign(null, manifest, privateKey).toString('base64')))
  options.tamper?.(entries)
  const zip = new ZipFile()
  for (const [name, content] of entries) zip.addBuffer(content, name, { mode })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
  return file
}

/** The release of a zip that was unpacked at `root`, as another version that says so. */
export function asVersion(root: string, version: string): Pick<ZipOptions, 'version' | 'files' | 'beside'> {
  const read = (folder: string) =>
    Object.fromEntries(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/^(manifest|attempts)|\.cache$/.test(entry.name))
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [path.relative(folder, file), readFileSync(file)] as const),
    )
  const files = read(path.join(root, 'releases', VERSION))
  const server = files['server.cjs']?.toString('utf8') ?? ''
  const named = server.replaceAll(`"${VERSION}"`, `"${version}"`)
  if (named === server) throw new Error('The bundle does not say its version')
  const beside = ['app.js', ...readdirSync(path.join(root, 'loader')).map((name) => `loader/${name}`)]
  return {
    version,
    files: { ...files, 'server.cjs': named },
    beside: Object.fromEntries(beside.map((name) => [name, readFileSync(path.join(root, name))])),
  }
}
