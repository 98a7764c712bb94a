import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, codeOf, messageOf } from '../core/errors.ts'
import { randomHex } from '../core/ids.ts'
import type { Progress } from './download.ts'
import { download } from './download.ts'
import { openDatabase } from './open-database.ts'
import { unpackDatabase } from './unpack-database.ts'

/** A file that somebody uploaded, or MaxMind's download service with the licence key of a (free) account. */
export type GeoSource =
  | { readonly file: string }
  | {
      readonly licenceKey: string
      readonly accountId?: string
      /** Default `GeoLite2-City`. */
      readonly edition?: string
      /** Default `https://download.maxmind.com`; http only on this machine. */
      readonly baseUrl?: string
    }

export interface InstallOptions {
  /** Where the database belongs; `openGeo` takes the new file within a minute. */
  readonly target: string
  readonly from: GeoSource
  readonly onProgress?: (progress: Progress) => void
}

export interface InstalledGeo {
  readonly type: string
  readonly builtAt: Date
  readonly bytes: number
}

const MAX_BYTES = 300e6

/**
 * Puts a place database at `target`: a `.mmdb`, alone, gzipped, or in MaxMind's `.tar.gz`, of at most 300 MB. It is
 * tried before it replaces the one in use, in one step; after a failure that one is untouched. Throws an `AppError`
 * with a sentence for the reader, or the file system's error (disk full, no right to write).
 */
export async function installGeo({ target, from, onProgress = () => {} }: InstallOptions): Promise<InstalledGeo> {
  const name = `${target}.${randomHex(6)}`
  const archive = `${name}.download`
  const fresh = `${name}.new`
  await mkdir(dirname(target), { recursive: true })
  try {
    if ('file' in from) await mustBeThere(from.file)
    else await downloadFromMaxMind(from, archive, onProgress)
    await unpackDatabase('file' in from ? from.file : archive, fresh, MAX_BYTES)
    const { type, builtAt } = await tried(fresh)
    const { size } = await stat(fresh)
    await rename(fresh, target)
    return { type, builtAt, bytes: size }
  } finally {
    await Promise.all([rm(archive, { force: true }), rm(fresh, { force: true })])
  }
}

async function mustBeThere(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() !== true) throw new AppError('invalid_input', `There is no file ${file}.`)
}

async function tried(file: string): Promise<{ type: string; builtAt: Date }> {
  try {
    return await openDatabase(file)
  } catch (error) {
    if (codeOf(error) !== undefined) throw error
    throw new AppError('invalid_input', messageOf(error), { cause: error })
  }
}

type MaxMind = Exclude<GeoSource, { file: string }>

function downloadFromMaxMind(from: MaxMind, to: string, onProgress: (progress: Progress) => void): Promise<void> {
  const { accountId, edition = 'GeoLite2-City', baseUrl = 'https://download.maxmind.com' } = from
  const key = from.licenceKey.trim()
  const explain = (status: number) => explainStatus(status, edition)
  const common = { maxBytes: MAX_BYTES, onProgress, explain }
  if (accountId !== undefined) {
    const url = new URL(`/geoip/databases/${encodeURIComponent(edition)}/download?suffix=tar.gz`, baseUrl)
    return download(url, to, { ...common, auth: `${accountId.trim()}:${key}` })
  }
  const url = new URL('/app/geoip_download', baseUrl)
  url.search = new URLSearchParams({ edition_id: edition, license_key: key, suffix: 'tar.gz' }).toString()
  return download(url, to, common)
}

function explainStatus(status: number, edition: string): string {
  if (status === 401) return 'MaxMind refused the licence key. A new one takes a few minutes until it is known there.'
  if (status === 403) return `MaxMind's account may not download ${edition}.`
  if (status === 404) return `MaxMind has no edition called ${edition}.`
  if (status === 429) return "MaxMind's limit of downloads a day is reached. Try again tomorrow."
  return `MaxMind answered with status ${status}.`
}
