import { createHash } from 'node:crypto'
import { createWriteStream, mkdirSync } from 'node:fs'
import path from 'node:path'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Entry, ZipFile } from 'yauzl'
import { openPromise } from 'yauzl'
import { AppError, codeOf } from '../core/errors.ts'
import { VERSION } from './version.ts'

/** A zip as it is uploaded is a tenth of this; host firewalls let no more than 12.5 MiB of a file through. */
export const MOST_ZIP_BYTES = 12 * 1024 * 1024
const MOST_BYTES = 64 * 1024 * 1024
const MOST_FILES = 2000

/** What a zip may hold beside its one release. */
const BESIDE =
  /^(?:app\.js|package\.json|passenger\.json|Passengerfile\.json|INSTALL\.txt|LICENSES\.txt|loader\/[\w-]+\.js|(?:loader|releases|storage)\/\.htaccess|tmp\/restart\.txt)$/
const OF_RELEASE = /^releases\/([^/]+)\/((?:[\w-][\w.-]*\/)*[\w-][\w.-]*)$/

const FILE_TYPE = 0o170000
const PLAIN_FILE = 0o100000

const refuse = (why: string) => new AppError('invalid_input', `${why} Nothing was changed.`)
const NO_ZIP = 'This is no zip of a release, or it is cut off. Download it again, and upload it as it is.'

/** The files of a zip whose names and sizes are harmless; nothing is unpacked yet. */
export interface CheckedZip {
  readonly version: string
  /** By their path in the zip. */
  readonly entries: ReadonlyMap<string, Entry>
  /** Of all of them, unpacked. */
  readonly bytes: number
  /** A small file as a whole; throws `invalid_input` when it is not there or longer than `most`. */
  read(name: string, most: number): Promise<Buffer>
  /** Writes a file below `folder`. Gives its SHA-256. */
  extract(name: string, folder: string): Promise<string>
  close(): void
}

/**
 * Opens a zip and looks at the list of its files: those of one release below `releases/<version>/` and the few known ones
 * beside it, each once, plain files, and not more than a release has. Throws `invalid_input` in words.
 */
export async function openChecked(file: string): Promise<CheckedZip> {
  const zip = await openPromise(file, { autoClose: false }).catch((fault: unknown) => {
    if (codeOf(fault) !== undefined) throw fault
    throw refuse(NO_ZIP)
  })
  try {
    return checkedZip(zip, await entriesOf(zip))
  } catch (fault) {
    zip.close()
    throw fault
  }
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  if (zip.entryCount > MOST_FILES) throw refuse('The zip holds far more files than a release has.')
  try {
    for await (const entry of zip.eachEntry()) {
      const fault = faultOf(entry)
      if (fault !== undefined) throw refuse(fault)
      if (entries.has(entry.fileName)) throw refuse(`The zip holds ${entry.fileName} twice.`)
      // Folders that some programs add hold nothing.
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
    }
  } catch (fault) {
    // What yauzl says of a broken or malicious list, such as "invalid relative path: ../x".
    throw fault instanceof AppError ? fault : refuse(NO_ZIP)
  }
  return entries
}

function faultOf(entry: Entry): string | undefined {
  const name = entry.fileName
  // The upper half holds the type and rights as Unix has them; 0 where another system made the zip.
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE
  if (name.endsWith('/')) return undefined
  if (!BESIDE.test(name) && !OF_RELEASE.test(name)) return `The zip holds ${shown(name)}, which no release has.`
  if (type !== 0 && type !== PLAIN_FILE) return `${name} in the zip is a link or a device, not a file.`
  if (!entry.canDecodeFileData()) return `${name} in the zip is packed in a way that is not understood, or encrypted.`
  return undefined
}

/** Names come from whoever made the zip. */
const shown = (name: string) => JSON.stringify(name.slice(0, 80))

function checkedZip(zip: ZipFile, entries: ReadonlyMap<string, Entry>): CheckedZip {
  const bytes = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  if (bytes > MOST_BYTES) throw refuse('Unpacked, the zip would be far larger than a release is.')
  const versions = new Set([...entries.keys()].flatMap((name) => OF_RELEASE.exec(name)?.[1] ?? []))
  const [version = ''] = versions
  if (versions.size !== 1 || !VERSION.test(version)) throw refuse('The zip holds no release, or more than one.')

  function entryOf(name: string): Entry {
    const entry = entries.get(name)
    if (entry === undefined) throw refuse(`${name} is missing in the zip.`)
    return entry
  }

  /** yauzl itself stops what is longer or shorter than the list says. Gives the SHA-256. */
  async function hashed(entry: Entry, to: Writable): Promise<string> {
    const hash = createHash('sha256')
    const hashing = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk)
        done(null, chunk)
      },
    })
    try {
      await pipeline(await zip.openReadStreamPromise(entry), hashing, to)
    } catch (fault) {
      throw isOfDisk(fault) ? fault : refuse(`${entry.fileName} in the zip is damaged.`)
    }
    return hash.digest('hex')
  }

  return {
    version,
    entries,
    bytes,
    async read(name, most) {
      const entry = entryOf(name)
      if (entry.uncompressedSize > most) throw refuse(`${name} in the zip is larger than it can be.`)
      const chunks: Buffer[] = []
      const kept = new Writable({
        write(chunk: Buffer, _encoding, done) {
          chunks.push(chunk)
          done()
        },
      })
      await hashed(entry, kept)
      return Buffer.concat(chunks)
    },
    async extract(name, folder) {
      const target = path.join(folder, name)
      mkdirSync(path.dirname(target), { recursive: true })
      return hashed(entryOf(name), createWriteStream(target, { flags: 'wx', mode: 0o644 }))
    },
    close: () => zip.close(),
  }
}

const isOfDisk = (fault: unknown) => /^(?:ENOSPC|EDQUOT|EFBIG|EROFS|EACCES|EIO)$/.test(codeOf(fault) ?? '')
