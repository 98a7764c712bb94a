import type { Id53 } from '../core/ids.ts'
import { randomId } from '../core/ids.ts'
import { upsertRows } from '../db/dialect.ts'
import type { Numbers } from '../db/dictionaries.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import type { EngagementRecord, EventRecord, PageviewRecord } from '../spool/records.ts'
import type { Visit, Visitor } from '../visits/visit.ts'
import { countEngagement, countEvent, countView, goOnAs } from '../visits/visit.ts'
import type { Resolved } from './terms.ts'
import { attributesOf, pageTerm, textTerm, titleOf } from './terms.ts'
import type { Wanted } from './visitors.ts'
import { holdVisitors, loadVisitors, saveVisitors } from './visitors.ts'

/** What happens on a page, by a visitor: it makes visits and belongs to them. */
export type Seen = Resolved<PageviewRecord> | Resolved<EngagementRecord> | Resolved<EventRecord>

export const isSeen = (record: { readonly kind: string }): record is Seen =>
  record.kind === 'pageview' || record.kind === 'engagement' || record.kind === 'event'

/** A view that was counted, and the visit it belongs to. */
export interface CountedView {
  readonly view: Resolved<PageviewRecord>
  readonly visit: Id53
}

/**
 * Writes views, engagement and custom events, and the visits they make; answers the views that were counted. The first
 * thing in a batch that locks rows.
 */
export async function writeViews(
  tx: Writer,
  engine: Engine,
  numbers: Numbers,
  all: readonly Seen[],
): Promise<CountedView[]> {
  const held = []
  const views: CountedView[] = []
  // Projects in order, so that two processes lock their rows in the same order.
  for (const project of [...new Set(all.map((record) => record.project.id))].sort((a, b) => a - b)) {
    const records = all.filter((record) => record.project.id === project).sort(viewsFirst)
    const wanted = wantedOf(records)
    held.push({ project, records, wanted, rows: await holdVisitors(tx, engine, project, wanted) })
  }
  for (const { project, records, wanted, rows } of held) {
    const visitors = await loadVisitors(tx, engine, project, wanted, rows)
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
    await upsertRows(tx, engine, 'events', counted.events, ['project_id', 'at', 'id'], { visit: 'keep' })
    views.push(...counted.views)
  }
  return views
}

/** In the order of time, but views first: the message of a view's end may overtake the one of its beginning. */
const viewsFirst = (a: Seen, b: Seen) => rank(a) - rank(b) || a.at - b.at

const rank = ({ kind }: Seen) => (kind === 'pageview' ? 0 : 1)

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
  const views: CountedView[] = []
  const pageviews = []
  const engagements = []
  const events = []
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
    if (record.kind === 'event') {
      const { counted, visit } = countEvent(visitor, record)
      if (!counted) continue
      if (visit !== undefined) visits.add(visit)
      const name = numbers(textTerm(record.project.id, record.name))
      const { view, props } = record
      events.push({ ...common, name, visitor: record.visitor, visit: visit?.id ?? 0, view, props: props ?? '' })
      continue
    }
    const attributes = attributesOf(numbers, record)
    const before = visitor.visits.length
    const visit = countView(visitor, { id: record.id, at: record.at, page, ...attributes }, randomId())
    if (visit === undefined) continue
    visits.add(visit)
    views.push({ view: record, visit: visit.id })
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
  return { visits, views, pageviews, engagements, events }
}
