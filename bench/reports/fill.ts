import { DAY, HOUR } from '../../lib/core/clock.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { DictionaryName, Schema } from '../../lib/db/schema.ts'
import type { Newcomer } from '../../lib/sealed-days/build-part.ts'
import { buildPart } from '../../lib/sealed-days/build-part.ts'
import { encodePart } from '../../lib/sealed-days/encode-part.ts'
import type { OpenRows } from '../../lib/sealed-days/open-rows.ts'
import { insertPart } from '../../lib/sealed-days/part-store.ts'
import type { Amount, TrafficDay } from './traffic.ts'
import { CARDINALITY, traffic, visitorId } from './traffic.ts'

/** As the app merges months: never more in one part. */
const MOST_VIEWS = 250_000
/** What is newer is still in rows. */
const OPEN = 2 * HOUR
const ROWS_AT_ONCE = 5000

export interface Filled {
  readonly views: number
  readonly visits: number
  readonly visitors: number
  readonly parts: number
}

/**
 * Fills a project with the traffic, as it lies after a year of sealing: finished months merged, the days of this month
 * one by one, the last two hours in rows, visitors resting. `rows` gets the same as plain rows, for what SQL makes of them.
 */
export async function fill(
  parts: { readonly db: Db; readonly project: number; readonly rows?: Db },
  amount: Amount,
  onProgress: (done: number, total: number) => void,
): Promise<Filled> {
  const { db, project, rows: plain } = parts
  await fillDictionaries(db, project)
  if (plain !== undefined) await fillDictionaries(plain, project)
  const openSince = amount.until - OPEN
  let made = 0
  let views = 0
  let visits = 0
  let visitors = 0
  let gathered: TrafficDay[] = []
  const store = async () => {
    const days = gathered
    gathered = []
    const [first, last] = [days.at(0), days.at(-1)]
    if (first === undefined || last === undefined) return
    const isSealed = sealedBefore(openSince)
    const rows = joined(days.map((day) => keepTo(day.rows, isSealed)))
    const newcomers = days
      .flatMap((day) => day.newcomers.map(newcomerOf))
      .filter(({ firstSeen }) => firstSeen < openSince)
    const part = buildPart({ firstDay: first.day, lastDay: last.day }, rows, numberOf, newcomers)
    const encoded = await encodePart(part)
    await db.write((tx) =>
      insertPart(tx, db.engine, project, part, encoded, { partNumber: ++made, sealedAt: amount.until }),
    )
  }
  const thisMonth = monthOf(Math.floor(amount.until / DAY))
  for (const day of traffic(amount)) {
    const before = gathered.at(-1)
    const size = gathered.reduce((sum, one) => sum + one.rows.views.length, 0) + day.rows.views.length
    const isApart = before !== undefined && (monthOf(before.day) !== monthOf(day.day) || monthOf(day.day) === thisMonth)
    if (isApart || size > MOST_VIEWS) await store()
    gathered.push(day)
    views += day.rows.views.length
    visits += day.rows.visits.length
    visitors += day.newcomers.length
    if (plain !== undefined) await insertOpen(plain, project, day.rows)
    const open = keepTo(day.rows, (visit) => !sealedBefore(openSince)(visit))
    await insertOpen(db, project, open)
    // The writer wakes who rested, with their number.
    await insertOpenVisitors(db, project, { ...day, rows: open }, numberOf)
    onProgress(views, amount.views)
  }
  await store()
  await fillVisitors(db, project, visitors)
  if (plain !== undefined) await fillVisitors(plain, project, visitors)
  const head = { project_id: project, next_visitor: visitors + 1, next_part: made + 1, generation: 1 }
  await db.write((tx) => insertRows(tx, db.engine, 'seal_heads', [head]))
  return { views, visits, visitors, parts: made }
}

type Visit = OpenRows['visits'][number]

const sealedBefore = (openSince: number) => (visit: Visit) => visit.last_at < openSince
const monthOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 7)
const numberOf = (visitor: number) => (visitor - visitorId(0)) / (visitorId(1) - visitorId(0))
const newcomerOf = ({ number, at }: { number: number; at: number }): Newcomer => ({
  number,
  visitor: visitorId(number),
  firstSeen: at,
})

/** The visits for which this holds, with what hangs on them. */
function keepTo(rows: OpenRows, keeps: (visit: Visit) => boolean): OpenRows {
  const visits = rows.visits.filter(keeps)
  if (visits.length === rows.visits.length) return rows
  const kept = new Set(visits.map(({ id }) => id))
  const own = <R extends { readonly visit: number }>(all: readonly R[]) => all.filter(({ visit }) => kept.has(visit))
  return {
    visits,
    views: own(rows.views),
    stays: own(rows.stays),
    events: own(rows.events),
    clicks: own(rows.clicks),
    errors: own(rows.errors),
  }
}

const joined = (days: readonly OpenRows[]): OpenRows => ({
  visits: days.flatMap(({ visits }) => visits),
  views: days.flatMap(({ views }) => views),
  stays: days.flatMap(({ stays }) => stays),
  events: days.flatMap(({ events }) => events),
  clicks: days.flatMap(({ clicks }) => clicks),
  errors: days.flatMap(({ errors }) => errors),
})

export async function insertOpen(db: Db, project: number, rows: OpenRows): Promise<void> {
  const own = { project_id: project }
  await insertAll(
    db,
    'visits',
    rows.visits.map((visit) => ({ ...own, ...visit })),
  )
  await insertAll(
    db,
    'pageviews',
    rows.views.map((view) => ({ ...own, ...view, is_entry: 0 })),
  )
  await insertAll(
    db,
    'engagements',
    rows.stays.map((stay) => ({ ...own, ...stay })),
  )
  await insertAll(
    db,
    'events',
    rows.events.map((event) => ({ ...own, ...event, view: 0 })),
  )
  await insertAll(
    db,
    'link_clicks',
    rows.clicks.map((click) => ({ ...own, ...click })),
  )
  const texts = { view: 0, url: '', stack: '', context: '' }
  await insertAll(
    db,
    'error_events',
    rows.errors.map((error) => ({ ...own, ...texts, ...error })),
  )
}

async function insertAll(db: Db, table: keyof Schema, rows: readonly object[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    await db.write((tx) => insertRows(tx, db.engine, table, rows.slice(at, at + ROWS_AT_ONCE) as never))
}

/** The visitors of a day as the writer leaves them: not numbered yet, the newest visit running. */
export async function insertOpenVisitors(
  db: Db,
  project: number,
  { rows }: TrafficDay,
  number: (visitor: number) => number = () => 0,
): Promise<void> {
  const visitors = new Map(
    rows.visits.map(({ visitor, started_at, last_at, id, exit_page }) => [
      visitor,
      {
        ...{
          project_id: project,
          visitor,
          number: number(visitor),
          first_seen: started_at,
          last_seen: last_at,
          recent: '',
        },
        ...{ visit: id, visit_started_at: started_at, last_view_at: last_at, last_page: exit_page },
      },
    ]),
  )
  await insertAll(
    db,
    'visitors',
    [...visitors.values()].sort((a, b) => a.visitor - b.visitor),
  )
}

/** Every visitor rests: a site with the `cookie` mode, the dearest one on disk. */
async function fillVisitors(db: Db, project: number, visitors: number): Promise<void> {
  for (let first = 1; first <= visitors; first += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, visitors - first + 1)
    const rows = Array.from({ length: count }, (_, n) => ({
      project_id: project,
      visitor: visitorId(first + n),
      number: first + n,
      first_seen: 0,
    }))
    await db.write((tx) => insertRows(tx, db.engine, 'known_visitors', rows))
  }
}

const CHANNELS = ['search', 'social', 'referral', 'ai', 'email', 'video', 'paid']
const COUNTRIES = ['DE', 'AT', 'CH', 'US', 'FR', 'GB', 'NL', 'IT', 'ES', 'PL', 'IN', 'BR', 'JP', 'CA', 'AU', 'SE']
const BROWSERS = ['Chrome', 'Safari', 'Firefox', 'Edge', 'Samsung Internet', 'Opera']
const SYSTEMS = ['Windows', 'iOS', 'Android', 'macOS', 'Linux']
const DEVICES = ['desktop', 'mobile', 'tablet']

/** The value with this number, from 1. */
const VALUES = {
  pages: (n) => ({ url: `https://example.org${pathOf(n)}`, host: 'example.org', path: pathOf(n) }),
  texts: (n) => ({ value: textOf(n) }),
  agents: (n) => ({
    device: at(DEVICES, n),
    os: at(SYSTEMS, n),
    os_version: String(10 + (n % 7)),
    browser: at(BROWSERS, n),
    browser_version: String(100 + (n % 40)),
  }),
  places: (n) => ({ country: at(COUNTRIES, n), region: `Region ${n % 160}`, city: `City ${n}` }),
  sources: (n) => ({ channel: at(CHANNELS, n), name: `Site ${n}`, url: `https://site-${n}.example/path` }),
  campaigns: (n) => ({
    utm_source: `source-${n % 20}`,
    utm_medium: `medium-${n % 6}`,
    utm_campaign: `campaign-${n}`,
    utm_content: '',
    utm_term: '',
    click_id: '',
  }),
} satisfies Record<DictionaryName, (n: number) => object>

const at = (words: readonly string[], n: number) => words[n % words.length] ?? ''
const pathOf = (n: number) => (n === 1 ? '/' : n % 5 === 0 ? `/blog/post-${n}` : `/docs/chapter-${n % 40}/page-${n}`)
// Titles, languages, screens and names of events share one dictionary.
const textOf = (n: number) =>
  n <= CARDINALITY.names
    ? `event-${n}`
    : n <= CARDINALITY.screens
      ? `${320 + n * 20}x${600 + n * 5}`
      : `Title of page ${n}`

export async function fillDictionaries(db: Db, project: number): Promise<void> {
  const sizes = { ...CARDINALITY, texts: CARDINALITY.pages }
  for (const [name, valueOf] of Object.entries(VALUES)) {
    const count = sizes[name as keyof typeof VALUES]
    const rows = Array.from({ length: count }, (_, n) => ({
      id: n + 1,
      project_id: project,
      hash: n + 1,
      ...valueOf(n + 1),
    }))
    await insertAll(db, name as DictionaryName, rows)
  }
  const links = Array.from({ length: CARDINALITY.links }, (_, n) => ({
    ...{ id: n + 1, project_id: project, code: `code-${n + 1}`, destination: `https://example.org${pathOf(n + 1)}` },
    ...{ label: '', is_active: 1, clicks: 0, created_at: 0, updated_at: 0 },
  }))
  await insertAll(db, 'links', links)
}
