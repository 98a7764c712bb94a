import { HOUR } from '../core/clock.ts'
import type { Id53 } from '../core/ids.ts'
import type { Writer } from '../db/open-db.ts'
import type { Step } from '../visits/join-clicks.ts'
import { CLICK_LEADS_WITHIN } from '../visits/join-clicks.ts'

/** A click by a person that has no visit yet. */
interface OpenClick extends Step {
  readonly id: Id53
}

interface VisitedView extends Step {
  readonly id: Id53
  readonly visit: Id53
}

/** What clicks and views are to be held against each other. */
interface Nearby {
  /** Stored before, in the order of their key. */
  readonly clicks: readonly OpenClick[]
  /** Those given, and those stored before. */
  readonly views: readonly VisitedView[]
}

/**
 * The stored clicks that the given views may follow, and the stored views that may have followed the given clicks: one
 * statement, and each part of it reads a short piece of a table in the order of its key. Of what is stored only the
 * `visitor` is known: a view of the `cookie` mode that was stored before its click is not recognised.
 */
export async function nearbyOf(
  tx: Writer,
  project: number,
  clicks: readonly OpenClick[],
  views: readonly VisitedView[],
): Promise<Nearby> {
  const parts = [
    ...spansOf(views).map(([first, last]) => openClicks(tx, project, views, [first - CLICK_LEADS_WITHIN, last])),
    ...spansOf(clicks).map(([first, last]) => viewsAfter(tx, project, clicks, [first, last + CLICK_LEADS_WITHIN])),
  ]
  const [first, ...others] = parts
  if (first === undefined) return { clicks: [], views }
  const rows = await others.reduce((query, part) => query.unionAll(part), first).execute()
  const given = new Set(views.map(({ id }) => id))
  const stored = rows.map(({ visitor, ...row }) => ({ ...row, visitors: [visitor] }))
  return {
    clicks: stored.filter(({ visit }) => visit === 0).sort((a, b) => a.at - b.at || a.id - b.id),
    // The views of this batch are among the stored ones, but know less there.
    views: [...views, ...stored.filter(({ visit, id }) => visit !== 0 && !given.has(id))],
  }
}

type Span = readonly [from: number, to: number]

const openClicks = (tx: Writer, project: number, views: readonly VisitedView[], [from, to]: Span) =>
  tx
    .selectFrom('link_clicks')
    .innerJoin('pages', 'pages.id', 'link_clicks.page')
    .select(['link_clicks.at', 'link_clicks.id', 'link_clicks.visitor', 'link_clicks.visit', 'pages.host'])
    .where('link_clicks.project_id', '=', project)
    .where('link_clicks.at', '>=', from)
    .where('link_clicks.at', '<=', to)
    .where('link_clicks.visit', '=', 0)
    .where('link_clicks.kind', '=', 'person')
    .where('pages.host', 'in', hostsOf(views))

const viewsAfter = (tx: Writer, project: number, clicks: readonly OpenClick[], [from, to]: Span) =>
  tx
    .selectFrom('pageviews')
    .innerJoin('pages', 'pages.id', 'pageviews.page')
    .select(['pageviews.at', 'pageviews.id', 'pageviews.visitor', 'pageviews.visit', 'pages.host'])
    .where('pageviews.project_id', '=', project)
    .where('pageviews.at', '>=', from)
    .where('pageviews.at', '<=', to)
    .where('pageviews.visitor', 'in', [...new Set(clicks.flatMap((click) => click.visitors))])
    .where('pages.host', 'in', hostsOf(clicks))

/** Steps less than this apart are looked around together. */
const APART = HOUR
/** As many as a day may need. */
const MOST_SPANS = 24

/**
 * The first and last step of each group that lies close together, nearly always one group. A view that waited in a browser
 * over night makes two, and not one that has the night in it. Very many groups are the backlog of a site with few
 * visitors, and taken as one.
 */
function spansOf(steps: readonly Step[]): Span[] {
  const times = steps.map(({ at }) => at).sort((a, b) => a - b)
  const spans: Span[] = []
  for (const at of times) {
    const [from, to] = spans.at(-1) ?? [at, -Infinity]
    if (at - to > APART) spans.push([at, at])
    else spans[spans.length - 1] = [from, at]
  }
  return spans.length > MOST_SPANS ? [[times[0] ?? 0, times.at(-1) ?? 0]] : spans
}

const hostsOf = (steps: readonly Step[]): string[] =>
  [...new Set(steps.map(({ host }) => host.replace(/^www\./, '')))].flatMap((host) => [host, `www.${host}`])
