import { open } from 'maxmind'
import { codeOf } from '../core/errors.ts'
import type { PlaceReader } from './read-place.ts'

interface Database {
  readonly reader: PlaceReader
  /** What it calls itself, `GeoLite2-City`. */
  readonly type: string
  readonly builtAt: Date
}

/** Decoded records that the reader keeps: a city with its names in eight languages takes about 4 KB. */
const CACHED_RECORDS = 1000

const PROBES = ['8.8.8.8', '1.1.1.1', '203.0.113.7']

/**
 * Opens a file in MaxMind's format and tries it with a few lookups. Throws the file system's error, or a sentence for
 * all that is not such a file. The whole file is held in memory, outside of the JavaScript heap.
 */
export async function openDatabase(file: string): Promise<Database> {
  try {
    const reader: PlaceReader = await open(file, { cache: { max: CACHED_RECORDS } })
    // Broken files have been seen to "open": the library believes whatever stands in the metadata.
    const { databaseType, buildEpoch } = reader.metadata as { databaseType: unknown; buildEpoch: Date }
    if (typeof databaseType !== 'string' || Number.isNaN(buildEpoch.getTime())) throw new Error('no metadata')
    for (const probe of PROBES) reader.get(probe)
    return { reader, type: databaseType, builtAt: buildEpoch }
  } catch (error) {
    if (isFileError(error)) throw error
    throw new Error("It is not a database in MaxMind's format, or not a whole one.", { cause: error })
  }
}

/** `ENOENT`, `EACCES`, `EISDIR`; the reader's own range errors are `ERR_…`. */
const isFileError = (error: unknown): boolean => /^E(?!RR_)/.test(codeOf(error) ?? '')
