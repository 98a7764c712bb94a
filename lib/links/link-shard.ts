import { readFileSync, statSync } from 'node:fs'
import * as z from 'zod'
import type { LinkTarget } from './link.ts'

/** What was known of a link, and when. */
export interface KnownLink {
  readonly target: LinkTarget
  /** When the database said so; ms since 1970 UTC. */
  readonly readAt: number
}

/** Bumped when `LinkTarget` changes; a file of another format is as good as none. */
const FORMAT = 1
/** With 256 shards: a hundred thousand links, 64 MB at the very most and some 10 MB of usual ones. */
const MOST_LINKS = 400
const MOST_BYTES = 256 * 1024

const shard = z.object({
  format: z.literal(FORMAT),
  links: z.array(
    z.object({
      code: z.string(),
      id: z.int(),
      project: z.int(),
      destination: z.string(),
      isActive: z.boolean(),
      readAt: z.int(),
    }),
  ),
})

/** The links of a file by their codes, longest unchanged first; none when it is absent, damaged or far too large. */
export function readShard(file: string): Map<string, KnownLink> {
  try {
    if (statSync(file).size > 2 * MOST_BYTES) return new Map()
    const { links } = shard.parse(JSON.parse(readFileSync(file, 'utf8')))
    return new Map(links.map(({ code, readAt, ...target }) => [code, { target, readAt }]))
  } catch {
    return new Map()
  }
}

/** The text of a file. What does not fit is left out, longest unchanged first. */
export function shardText(links: ReadonlyMap<string, KnownLink>): string {
  const lines: string[] = []
  let bytes = 0
  for (const [code, { target, readAt }] of [...links].reverse()) {
    const line = JSON.stringify({ code, ...target, readAt })
    bytes += Buffer.byteLength(line) + 1
    if (lines.length === MOST_LINKS || bytes > MOST_BYTES) break
    lines.push(line)
  }
  return `{"format":${FORMAT},"links":[${lines.reverse().join(',')}]}`
}
