import * as z from 'zod'
import { VERSION } from './version.ts'

/** `releases/<version>/manifest.json`: all that a zip holds, so that one signature speaks for all of it. */
export interface Manifest {
  readonly version: string
  /** The least Node it runs on: `>=20.19`. */
  readonly node: string
  /** SHA-256 of each file of the release, by its path in the folder of the release. The loader looks at these. */
  readonly files: Readonly<Record<string, string>>
  /** The same of the files beside `releases/`, by their path in the zip. */
  readonly beside: Readonly<Record<string, string>>
  /** Bytes of all of them, by their path in the zip. */
  readonly sizes: Readonly<Record<string, number>>
}

const hashes = z.record(z.string(), z.string().regex(/^[\da-f]{64}$/))

const schema = z.object({
  version: z.string().regex(VERSION),
  node: z.string().max(40),
  files: hashes,
  beside: hashes,
  sizes: z.record(z.string(), z.int().nonnegative()),
})

export const MANIFEST = 'manifest.json'
export const SIGNATURE = 'manifest.sig'

/** Undefined when it is none, or one of a version that could not be uploaded in the page yet. */
export function parseManifest(bytes: Buffer): Manifest | undefined {
  try {
    return schema.safeParse(JSON.parse(bytes.toString('utf8'))).data
  } catch {
    return undefined
  }
}
