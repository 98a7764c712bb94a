import { setImmediate as breathe } from 'node:timers/promises'
import { DAY, HOUR } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import type { PartEntry } from './part-store.ts'
import { catalogue } from './part-store.ts'
import { replaceParts } from './replace-parts.ts'

/** A part is to have at most so many rows, page views in the first place: it is held as a whole. */
const MOST_ROWS = 250_000
/** What is larger than this is left alone: else every late record would have it written anew. */
const LARGE = MOST_ROWS / 2
const MOST_BYTES = 8_000_000

/** Of a day that is not over so many parts are merged; of others any that nothing was added to for a while. */
const MANY = 8
const QUIET = 3 * HOUR
/** After its end, a day's last visits are settled and sealed. */
const OVER_AFTER = 4 * HOUR
const MONTH_OVER_AFTER = 2 * DAY

/** Which parts are worth being merged now; of each group one part is to be made. Pure. */
export function groupsToMerge(entries: readonly PartEntry[], now: number): PartEntry[][] {
  const scopes = new Map<string, PartEntry[]>()
  for (const entry of [...entries].sort((a, b) => a.firstDay - b.firstDay || a.part - b.part)) {
    const scope = scopeOf(entry, now)
    if (scope === undefined || weightOf(entry) > LARGE) continue
    scopes.set(scope, [...(scopes.get(scope) ?? []), entry])
  }
  return [...scopes.values()].flatMap(packed).filter((group) => isRipe(group, now))
}

/** What may lie in one part: a month that is over, or else a day. */
function scopeOf({ firstDay, lastDay }: PartEntry, now: number): string | undefined {
  const month = new Date(firstDay * DAY).toISOString().slice(0, 7)
  const isOneMonth = new Date(lastDay * DAY).toISOString().startsWith(month)
  const [year = 0, number = 0] = month.split('-').map(Number)
  if (isOneMonth && now > Date.UTC(year, number) + MONTH_OVER_AFTER) return month
  return firstDay === lastDay ? String(firstDay) : undefined
}

function packed(entries: readonly PartEntry[]): PartEntry[][] {
  const groups: PartEntry[][] = []
  let rows = Infinity
  let bytes = Infinity
  for (const entry of entries) {
    rows += weightOf(entry)
    bytes += entry.bytes
    const group = groups.at(-1)
    if (group !== undefined && rows <= MOST_ROWS && bytes <= MOST_BYTES) group.push(entry)
    else {
      groups.push([entry])
      rows = weightOf(entry)
      bytes = entry.bytes
    }
  }
  return groups
}

function isRipe(group: readonly PartEntry[], now: number): boolean {
  if (group.length < 2) return false
  const isOver = group.every(({ lastDay }) => now > (lastDay + 1) * DAY + OVER_AFTER)
  return group.length >= MANY || (isOver && group.every(({ sealedAt }) => sealedAt < now - QUIET))
}

const weightOf = ({ rows }: PartEntry) => rows.views + rows.events + rows.clicks + rows.errors + rows.stays

/** Merges what is worth it; answers whether all of it is done. */
export async function compactProject(
  db: Db,
  project: number,
  options: {
    readonly now: number
    readonly mayGoOn: () => boolean
    readonly onMerged?: (merged: PartEntry, from: number) => void
  },
): Promise<boolean> {
  const { now, mayGoOn, onMerged } = options
  for (const group of groupsToMerge(await catalogue(db.read, project), now)) {
    if (!mayGoOn()) return false
    const merged = await replaceParts(db, project, group, now)
    if (merged !== undefined) onMerged?.(merged, group.length)
    await breathe()
  }
  return true
}
