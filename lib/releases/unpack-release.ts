import { mkdirSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../core/errors.ts'
import type { Manifest } from './manifest.ts'
import { MANIFEST, parseManifest, SIGNATURE } from './manifest.ts'
import { nameOfKey, signerOf } from './signature.ts'
import { compareVersions, isNodeEnough } from './version.ts'
import type { CheckedZip } from './zip-entries.ts'
import { openChecked } from './zip-entries.ts'

export interface UnpackOptions {
  /** Public keys that are trusted. */
  readonly keys: readonly string[]
  /** The version that runs. */
  readonly running: string
  /** Of Node: `22.13.0`. */
  readonly node: string
}

const MOST_MANIFEST = 1024 * 1024
const MOST_SIGNATURE = 200
/** Left free beside what is unpacked: what comes in must still find room. */
const SPARE_BYTES = 20 * 1024 * 1024

const invalid = (sentence: string) => new AppError('invalid_input', sentence)

/**
 * Unpacks a zip into an empty folder after its signature was found good, and compares every file with what was signed. Throws
 * `invalid_input` when it is no release or not signed by a trusted key, `conflict` when it is not newer than what runs or there
 * is no room for it; then the folder may hold a part, which is of no use to anybody.
 */
export async function unpackRelease(file: string, folder: string, options: UnpackOptions): Promise<Manifest> {
  const zip = await openChecked(file)
  try {
    const manifest = await signedManifest(zip, options.keys)
    requireFit(manifest, zip, options)
    requireRoom(folder, zip.bytes)
    const within = `releases/${zip.version}`
    for (const [name, hash] of Object.entries(manifest.files)) await extract(`${within}/${name}`, hash)
    for (const [name, hash] of Object.entries(manifest.beside)) await extract(name, hash)
    return manifest
  } finally {
    zip.close()
  }

  async function extract(name: string, hash: string): Promise<void> {
    if ((await zip.extract(name, folder)) !== hash) throw invalid(`${name} in the zip is not what was signed.`)
  }

  /** Before anything is unpacked: what nobody vouches for is not even read. */
  async function signedManifest(from: CheckedZip, keys: readonly string[]): Promise<Manifest> {
    const place = `releases/${from.version}`
    const bytes = await from.read(`${place}/${MANIFEST}`, MOST_MANIFEST)
    if (keys.length === 0)
      throw invalid(
        'This install trusts no key, so no release can be checked. Set UPDATE_PUBLIC_KEYS to the public key of who makes your releases, or update by extracting the zip over the old files.',
      )
    if (!from.entries.has(`${place}/${SIGNATURE}`))
      throw invalid(
        'This release is not signed, so nobody can tell who made it. Take a signed one, or extract it by hand.',
      )
    const signature = await from.read(`${place}/${SIGNATURE}`, MOST_SIGNATURE)
    if (signerOf(bytes, signature.toString('latin1'), keys) === undefined) {
      const names = keys.map(nameOfKey).join(', ')
      throw invalid(
        `The signature of this release is wrong: none of the trusted keys (${names}) made it. Do not use it.`,
      )
    }
    const manifest = parseManifest(bytes)
    if (manifest?.version !== from.version)
      throw invalid('The manifest of this release cannot be read. Is it very old?')
    mkdirSync(path.join(folder, place), { recursive: true })
    writeFileSync(path.join(folder, place, MANIFEST), bytes)
    writeFileSync(path.join(folder, place, SIGNATURE), signature)
    return manifest
  }
}

/** The files are those that were signed, no more and no fewer; it is newer, and runs on this Node. */
function requireFit(manifest: Manifest, zip: CheckedZip, { running, node }: UnpackOptions): void {
  const { version } = manifest
  const order = compareVersions(version, running)
  if (order === 0) throw new AppError('conflict', `Version ${version} runs already.`)
  if (order < 0)
    throw new AppError(
      'conflict',
      `Version ${version} is older than ${running}, which runs. To go back, choose it in the list.`,
    )
  const place = `releases/${version}`
  const wanted = [
    ...Object.keys(manifest.files).map((name) => `${place}/${name}`),
    ...Object.keys(manifest.beside),
  ].sort()
  const own = new Set([`${place}/${MANIFEST}`, `${place}/${SIGNATURE}`])
  const there = [...zip.entries.keys()].filter((name) => !own.has(name)).sort()
  if (JSON.stringify(wanted) !== JSON.stringify(there))
    throw invalid('The zip does not hold the files that were signed.')
  for (const [name, entry] of zip.entries)
    if (!own.has(name) && entry.uncompressedSize !== manifest.sizes[name])
      throw invalid(`${name} in the zip is not as long as what was signed.`)
  if (manifest.files['server.cjs'] === undefined) throw invalid('The release holds no server.cjs.')
  if (isNodeEnough(node, manifest.node) !== true)
    throw new AppError(
      'conflict',
      `Version ${version} needs Node ${manifest.node}, this is Node ${node}. Choose a newer Node in the panel of the host first.`,
    )
}

function requireRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  if (free >= bytes + SPARE_BYTES) return
  const need = Math.ceil((bytes + SPARE_BYTES) / 1024 / 1024)
  throw new AppError(
    'conflict',
    `The disk has too little room: ${need} MB are needed. Delete old releases, or something else.`,
  )
}
