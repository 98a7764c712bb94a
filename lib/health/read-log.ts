import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import type { Config } from '../config/config.ts'
import { inQuery, wholeInQuery } from '../core/input.ts'
import type { LogFile } from '../core/log-file.ts'
import { LOG_NAME, OLD_LOG_NAME, openLogFile } from '../core/log-file.ts'
import type { LogAnswer, LogLine } from '../wire/log.ts'

/** Beyond this nobody reads in a page, and no process shall hold more. */
const MOST_BYTES = 512 * 1024
export const MOST_LINES = 500

const folderOf = ({ storageDir }: Pick<Config, 'storageDir'>) => path.join(storageDir, 'log')

/** Where this install logs into; undefined when it shall not. */
export const logFileOf = (config: Pick<Config, 'storageDir' | 'logBytes'>): LogFile | undefined =>
  config.logBytes === 0 ? undefined : openLogFile(folderOf(config), config.logBytes)

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** What comes with `GET /api/log`. */
export const logInput = z.object({
  level: inQuery(z.enum(LEVELS, 'level must be one of: debug, info, warn, error').default('debug')),
  limit: wholeInQuery('limit', 1, MOST_LINES, 100),
})

const lineSchema = z
  .looseObject({ time: z.iso.datetime(), level: z.enum(LEVELS), msg: z.string() })
  .transform(({ time, level, msg, ...details }): LogLine => ({
    ...{ time, level, message: msg },
    details: Object.fromEntries(Object.entries(details).map(([name, value]) => [name, textOf(value)])),
  }))

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The newest lines of at least `level`, newest first; at most half a megabyte from the end is looked at. Never throws. */
export function readLog(
  config: Pick<Config, 'storageDir' | 'logBytes'>,
  { level, limit }: z.output<typeof logInput>,
): LogAnswer {
  const newest = endOf(path.join(folderOf(config), LOG_NAME), MOST_BYTES)
  const left = MOST_BYTES - Buffer.byteLength(newest.text)
  const before = left > 0 ? endOf(path.join(folderOf(config), OLD_LOG_NAME), left) : { text: '', isCut: true }
  const wanted = LEVELS.slice(LEVELS.indexOf(level))
  const all = `${before.text}${newest.text}`.split('\n').reverse().flatMap(parsed)
  const lines = all.filter((line) => wanted.includes(line.level))
  const isCut = newest.isCut || before.isCut || lines.length > limit
  return { lines: lines.slice(0, limit), is_cut: isCut, is_kept: config.logBytes > 0 }
}

/** Torn lines are left out: the disk was full, or the beginning is not there. */
function parsed(text: string): LogLine[] {
  try {
    const { data } = lineSchema.safeParse(JSON.parse(text))
    return data === undefined ? [] : [data]
  } catch {
    return []
  }
}

function endOf(file: string, most: number): { text: string; isCut: boolean } {
  try {
    const handle = openSync(file, 'r')
    try {
      const { size } = fstatSync(handle)
      const from = Math.max(0, size - most)
      const bytes = Buffer.alloc(size - from)
      const read = readSync(handle, bytes, 0, bytes.length, from)
      return { text: bytes.toString('utf8', 0, read), isCut: from > 0 }
    } finally {
      closeSync(handle)
    }
  } catch {
    return { text: '', isCut: false }
  }
}
