import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Db } from '../../lib/db/open-db.ts'

/** Status of the answer; none, after the request was sent; or nobody listened, so that it was not even sent. */
export type Outcome = number | 'unanswered' | 'unsent'

/** What a client knows of the views it sent, by their URLs: the other side of the books. */
export interface Journal {
  readonly accepted: ReadonlySet<string>
  /** Cut off before the answer: these may be stored or not, but not twice. */
  readonly unanswered: ReadonlySet<string>
  /** How many were answered with something else than 202, by status. */
  readonly refused: Readonly<Record<number, number>>
  note(url: string, outcome: Outcome): void
}

export function makeJournal(): Journal {
  const accepted = new Set<string>()
  const unanswered = new Set<string>()
  const refused: Record<number, number> = {}
  return {
    accepted,
    unanswered,
    refused,
    note(url, outcome) {
      if (outcome === 202) accepted.add(url)
      else if (outcome === 'unanswered') unanswered.add(url)
      else if (outcome !== 'unsent') refused[outcome] = (refused[outcome] ?? 0) + 1
    },
  }
}

/** The database held against the journal. All but `stored` and `visits` should be 0. */
export interface Balance {
  readonly stored: number
  readonly visits: number
  /** Accepted and not stored. */
  readonly lost: number
  /** Stored more than once. */
  readonly doubled: number
  /** Stored, but never sent, or refused. */
  readonly strange: number
  /** Rows of page views less the views that the visits count. */
  readonly miscounted: number
}

export async function balance(db: Db, journal: Journal): Promise<Balance> {
  const rows = await db.read
    .selectFrom('pageviews')
    .innerJoin('pages', 'pages.id', 'pageviews.page')
    .select(({ fn }) => ['pages.url', fn.countAll<number>().as('times')])
    .groupBy('pages.url')
    .execute()
  const times = new Map(rows.map((row) => [row.url, row.times]))
  const visits = await db.read.selectFrom('visits').select('views').execute()
  const stored = rows.reduce((sum, row) => sum + row.times, 0)
  return {
    stored,
    visits: visits.length,
    lost: [...journal.accepted].filter((url) => !times.has(url)).length,
    doubled: rows.filter((row) => row.times > 1).length,
    strange: rows.filter(({ url }) => !journal.accepted.has(url) && !journal.unanswered.has(url)).length,
    miscounted: stored - visits.reduce((sum, visit) => sum + visit.views, 0),
  }
}

export const CLEAN = { lost: 0, doubled: 0, strange: 0, miscounted: 0 }

/** How many page views are stored. */
export async function countStored(db: Db): Promise<number> {
  const { rows } = await db.read
    .selectFrom('pageviews')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  return rows
}

/** The names of the spool files in a storage folder. */
export const spoolFiles = (storageDir: string): string[] =>
  readdirSync(path.join(storageDir, 'spool')).filter((name) => name.endsWith('.spool'))
