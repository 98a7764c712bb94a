import type { Clock } from '../core/clock.ts'
import type { Id53 } from '../core/ids.ts'
import { randomId } from '../core/ids.ts'
import { insertRows, locked, upsertRows } from '../db/dialect.ts'
import type { Dictionaries, Numbers } from '../db/dictionaries.ts'
import type { Db, Engine, Writer } from '../db/open-db.ts'
import type { EngagementRecord, PageviewRecord, SpoolRecord } from '../spool/records.ts'
import type { Visit, Visitor } from '../visits/visit.ts'
import { countEngagement, countView, goOnAs } from '../visits/visit.ts'
import { writeDropped } from './dropped.ts'
import type { Resolved } from './terms.ts'
import { attributesOf, pageTerm, termsOf, titleOf } from './terms.ts'
import type { Wanted } from './visitors.ts'
import { holdVisitors, loadVisitors, saveVisitors } from './visitors.ts'

/** A stretch of one spool file: the records, and the positions before and behind them. */
export interface Batch {
  readonly file: string
  readonly from: number
  readonly to: number
  readonly records: readonly Resolved<SpoolRecord>[]
}

/**
 * Writes a batch and the position behind it in one transaction. Answers the file's position afterwards: `batch.to`, or
 * another one when the file is stored to a different place than `batch.from` — then nothing was written, and the caller
 * goes on from there. That happens when an earlier commit succeeded and its answer was lost.
 */
export async function writeBatch(db: Db, dictionaries: Dictionaries, clock: Clock, batch: Batch): Promise<number> {
  const pageviews = batch.records.filter((record) => record.kind === 'pageview')
  const engagements = batch.records.filter((record) => record.kind === 'engagement')
  const numbers = await dictionaries.learn(termsOf(pageviews, engagements))
  return db.write(async (tx) => {
    const stored = await storedPosition(tx, db.engine, batch.file)
    if (stored !== batch.from) return stored
    await writeViews(tx, db.engine, numbers, pageviews, engagements)
    await writeDropped(
      tx,
      db.engine,
      batch.records.filter((record) => record.kind === 'dropped'),
    )
    await writeDeferred(
      tx,
      db.engine,
      batch.records.filter((record) => record.kind === 'error'),
    )
    await upsertRows(
      tx,
      db.engine,
      'spool_positions',
      [{ file: batch.file, position: batch.to, updated_at: clock.now() }],
      ['file'],
      {
        position: 'replace',
        updated_at: 'replace',
      },
    )
    return batch.to
  })
}

async function storedPosition(tx: Writer, engine: Engine, file: string): Promise<number> {
  const query = tx.selectFrom('spool_positions').select('position').where('file', '=', file)
  return (await locked(engine, query).executeTakeFirst())?.position ?? 0
}

async function writeViews(
  tx: Writer,
  engine: Engine,
  numbers: Numbers,
  pageviews: readonly Resolved<PageviewRecord>[],
  engagements: readonly Resolved<EngagementRecord>[],
): Promise<void> {
  const all = [...pageviews, ...engagements]
  const held = []
  // Projects in order, so that two processes lock their rows in the same order.
  for (const project of [...new Set(all.map((record) => record.project.id))].sort((a, b) => a - b)) {
    const records = all.filter((record) => record.project.id === project).sort(viewsFirst)
    const wanted = wantedOf(records)
    held.push({ project, records, wanted, rows: await holdVisitors(tx, engine, project, wanted) })
  }
  for (const { project, records, wanted, rows } of held) {
    const visitors = await loadVisitors(tx, project, wanted, rows)
    const counted = count(records, visitors, numbers)
    await saveVisitors(
      tx,
      engine,
      project,
      [...visitors.values()].filter(({ id }) => wanted.has(id)),
      counted.visits,
    )
    // A view id is the sender's choice; one that is there already must not stop the batch.
    await upsertRows(tx, engine, 'pageviews', counted.pageviews, ['project_id', 'at', 'id'], { visit: 'keep' })
    await upsertRows(tx, engine, 'engagements', counted.engagements, ['project_id', 'at', 'id'], { visit: 'keep' })
  }
}

/** In the order of time, but views first: the message of a view's end may overtake the one of its beginning. */
const viewsFirst = (a: Seen, b: Seen) => (a.kind === b.kind ? a.at - b.at : a.kind === 'pageview' ? -1 : 1)

type Seen = Resolved<PageviewRecord> | Resolved<EngagementRecord>

function wantedOf(records: readonly Seen[]): Wanted {
  const wanted = new Map<Id53, { earliest: number; prior: Id53 | undefined }>()
  for (const { visitor, prior, at } of records) {
    const known = wanted.get(visitor)
    wanted.set(visitor, { earliest: Math.min(at, known?.earliest ?? at), prior: known?.prior ?? prior })
  }
  return wanted
}

/** Pure but for the ids it draws: what the records, in the order of time, make of their visitors. */
function count(records: readonly Seen[], visitors: ReadonlyMap<Id53, Visitor>, numbers: Numbers) {
  const visits = new Set<Visit>()
  const pageviews = []
  const engagements = []
  for (const record of records) {
    const visitor = visitors.get(record.visitor)
    if (visitor === undefined) continue
    if (record.prior !== undefined) goOnAs(visitor, visitors.get(record.prior))
    const page = numbers(pageTerm(record.project.id, record.page))
    const common = { project_id: record.project.id, at: record.at, id: record.id, page }
    if (record.kind === 'engagement') {
      const visit = countEngagement(visitor, record)
      if (visit !== undefined) visits.add(visit)
      const { view, engagedMs, scroll } = record
      engagements.push({ ...common, view, visit: visit?.id ?? 0, engaged_ms: engagedMs, scroll })
      continue
    }
    const attributes = attributesOf(numbers, record)
    const before = visitor.visits.length
    const visit = countView(visitor, { id: record.id, at: record.at, page, ...attributes }, randomId())
    if (visit === undefined) continue
    visits.add(visit)
    pageviews.push({
      ...common,
      ...attributes,
      // Every view carries where its visit came from, so that a report need not join.
      source: visit.source,
      campaign: visit.campaign,
      visitor: record.visitor,
      visit: visit.id,
      title: titleOf(numbers, record),
      is_entry: visitor.visits.length > before ? 1 : 0,
    })
  }
  return { visits, pageviews, engagements }
}

/** Kinds that no table exists for yet are kept whole, in the same transaction, for the one that will read them. */
async function writeDeferred(tx: Writer, engine: Engine, records: readonly Resolved<SpoolRecord>[]): Promise<void> {
  const rows = records.map((record) => ({
    project_id: record.project.id,
    at: record.at,
    id: record.id,
    kind: record.kind,
    body: JSON.stringify(record),
  }))
  await insertRows(tx, engine, 'deferred_records', rows)
}
