import { SECOND } from '../core/clock.ts'
import { coded, codedTexts, narrow } from '../columns/pack.ts'
import type { Column, ColumnName, Part } from './part.ts'
import { orderDeeds } from './deed-order.ts'
import { baseOf, CLICK_KINDS, VISIT_FLAGS } from './part.ts'
import type { OpenEvent, OpenRows, OpenStay, OpenView, OpenVisit } from './open-rows.ts'
import { ENVIRONMENTS, SEVERITIES } from '../spool/records.ts'

/** A visitor that gets its number with this part. */
export interface Newcomer {
  readonly number: number
  readonly visitor: number
  /** ms since 1970. */
  readonly firstSeen: number
}

/** A visit with the rows that hang on it. */
interface Gathered {
  readonly visit: OpenVisit
  readonly views: OpenView[]
  readonly isHolder: boolean
}

interface Stay {
  engaged: number
  scroll: number
}

/**
 * Makes a part of rows that began in these days (counted from 1970, both inside). `numberOf` knows the small
 * number of every visitor in them but 0. Views whose visit is not among the rows get a holder.
 */
export function buildPart(
  days: { readonly firstDay: number; readonly lastDay: number },
  rows: OpenRows,
  numberOf: (visitor: number) => number,
  newcomers: readonly Newcomer[] = [],
): Part {
  const base = baseOf(days.firstDay)
  const gathered = gather(rows)
  const rowOfVisit = new Map(gathered.map(({ visit }, row) => [visit.id, row]))
  // What lies more than a day before the first day, which a sound record does not, is counted at the base.
  const second = (at: number) => Math.max(0, Math.floor((at - base) / SECOND))
  const visitRow = (visit: number) => (rowOfVisit.get(visit) ?? -1) + 1
  const columns = new Map<ColumnName, Column>()
  const visits = gathered.map(({ visit }) => visit)
  const { stays, left } = staysOf(rows)

  const numbers = <T>(name: ColumnName, from: readonly T[], value: (row: T) => number) =>
    columns.set(name, { form: 'numbers', values: narrow(from.map(value)) })
  const dictionary = <T>(name: ColumnName, from: readonly T[], value: (row: T) => number) =>
    columns.set(name, { form: 'coded', ...coded(from.map(value)) })
  const sparse = <T>(name: ColumnName, from: readonly T[], value: (row: T, index: number) => number | undefined) => {
    const found = from.flatMap((row, index) => {
      const own = value(row, index)
      return own === undefined ? [] : [[index, own] as const]
    })
    columns.set(name, {
      form: 'sparse',
      rows: Uint32Array.from(found, ([index]) => index),
      values: Uint32Array.from(found, ([, own]) => own),
    })
  }

  numbers('visit.start', visits, (visit) => second(visit.started_at))
  numbers('visit.id', visits, (visit) => visit.id)
  numbers('visit.visitor', visits, (visit) => numberOf(visit.visitor))
  numbers('visit.views', gathered, ({ views }) => views.length)
  sparse('visit.counted', gathered, ({ visit, views }) => (visit.views === views.length ? undefined : visit.views))
  numbers('visit.events', visits, (visit) => visit.events)
  numbers('visit.duration', visits, (visit) => Math.max(0, visit.last_at - visit.started_at))
  numbers('visit.engaged', visits, (visit) => visit.engaged_ms)
  dictionary('visit.entry', visits, (visit) => visit.entry_page)
  dictionary('visit.exit', visits, (visit) => visit.exit_page)
  const flags = ({ visit, isHolder }: Gathered) =>
    (visit.is_first === 1 ? VISIT_FLAGS.first : 0) + (isHolder ? VISIT_FLAGS.holder : 0)
  numbers('visit.flags', gathered, flags)
  for (const name of ATTRIBUTES) dictionary(`visit.${name}`, visits, (visit) => visit[name])

  const views = gathered.flatMap(({ visit, views: own }) => own.map((view) => ({ visit, view })))
  numbers('view.time', views, ({ visit, view }) => Math.max(0, second(view.at) - second(visit.started_at)))
  dictionary('view.page', views, ({ view }) => view.page)
  dictionary('view.title', views, ({ view }) => view.title)
  numbers('view.engaged', views, ({ view }) => Math.round((stays.get(view.id)?.engaged ?? 0) / SECOND))
  numbers('view.scroll', views, ({ view }) => stays.get(view.id)?.scroll ?? 0)
  for (const name of VIEW_ATTRIBUTES)
    sparse(`view.${name}`, views, ({ visit, view }) => (view[name] === visit[name] ? undefined : view[name]))
  sparse('view.visitor', views, ({ visit, view }) =>
    view.visitor === visit.visitor ? undefined : numberOf(view.visitor),
  )

  const events = [...rows.events].sort(byTime)
  numbers('event.time', events, (event) => second(event.at))
  numbers('event.visit', events, (event) => visitRow(event.visit))
  numbers('event.visitor', events, (event) => numberOf(event.visitor))
  dictionary('event.name', events, (event) => event.name)
  dictionary('event.page', events, (event) => event.page)
  columns.set('event.props', { form: 'texts', ...codedTexts(events.map((event: OpenEvent) => event.props)) })

  const clicks = [...rows.clicks].sort(byTime)
  numbers('click.time', clicks, (click) => second(click.at))
  numbers('click.visit', clicks, (click) => visitRow(click.visit))
  numbers('click.visitor', clicks, (click) => numberOf(click.visitor))
  dictionary('click.link', clicks, (click) => click.link)
  numbers('click.kind', clicks, (click) => placeIn(CLICK_KINDS, click.kind))
  for (const name of ['page', 'source', 'agent', 'place'] as const)
    dictionary(`click.${name}`, clicks, (click) => click[name])

  const errors = [...rows.errors].sort(byTime)
  numbers('error.time', errors, (error) => second(error.at))
  numbers('error.visit', errors, (error) => visitRow(error.visit))
  numbers('error.visitor', errors, (error) => (error.visitor === 0 ? 0 : numberOf(error.visitor)))
  dictionary('error.issue', errors, (error) => error.issue)
  numbers('error.severity', errors, (error) => placeIn(SEVERITIES, error.severity))
  numbers('error.environment', errors, (error) => placeIn(ENVIRONMENTS, error.environment))
  for (const name of ['agent', 'place'] as const) dictionary(`error.${name}`, errors, (error) => error[name])

  numbers('stay.time', left, (stay) => second(stay.at))
  numbers('stay.visit', left, (stay) => visitRow(stay.visit))
  dictionary('stay.page', left, (stay) => stay.page)
  numbers('stay.engaged', left, (stay) => Math.round(stay.engaged_ms / SECOND))
  numbers('stay.scroll', left, (stay) => stay.scroll)

  const fresh = [...newcomers].sort((a, b) => a.number - b.number)
  numbers('newcomer.visitor', fresh, ({ number }) => number)
  numbers('newcomer.id', fresh, ({ visitor }) => visitor)
  numbers('newcomer.seen', fresh, ({ firstSeen }) => Math.floor(firstSeen / SECOND))

  orderDeeds(columns)

  return {
    ...days,
    base,
    ...edgesOf(
      visits,
      views.map(({ view }) => view),
      events,
      clicks,
      errors,
      left,
    ),
    rows: {
      visits: visits.length,
      views: views.length,
      events: events.length,
      clicks: clicks.length,
      errors: errors.length,
      stays: left.length,
      newcomers: fresh.length,
    },
    columns,
  }
}

const ATTRIBUTES = ['source', 'campaign', 'place', 'agent', 'language', 'screen'] as const
/** Source and campaign of a view are those of its visit. */
const VIEW_ATTRIBUTES = ['place', 'agent', 'language', 'screen'] as const

const byTime = (a: { at: number; id: number }, b: { at: number; id: number }) => a.at - b.at || a.id - b.id

function gather({ visits, views }: OpenRows): Gathered[] {
  const byVisit = new Map<number, Gathered>()
  for (const visit of visits) byVisit.set(visit.id, { visit, views: [], isHolder: false })
  for (const view of [...views].sort(byTime)) {
    const known = byVisit.get(view.visit)
    if (known === undefined) byVisit.set(view.visit, { visit: holderOf(view), views: [view], isHolder: true })
    else known.views.push(view)
  }
  const second = ({ visit }: Gathered) => Math.floor(visit.started_at / SECOND)
  return [...byVisit.values()].sort((a, b) => second(a) - second(b) || a.visit.id - b.visit.id)
}

const holderOf = (view: OpenView): OpenVisit => ({
  id: view.visit,
  visitor: view.visitor,
  started_at: view.at,
  last_at: view.at,
  views: 0,
  events: 0,
  engaged_ms: 0,
  entry_page: 0,
  exit_page: 0,
  is_first: 0,
  source: view.source,
  campaign: view.campaign,
  place: view.place,
  agent: view.agent,
  language: view.language,
  screen: view.screen,
})

/** Engagement summed up for each view that is there; and what belongs to none of them. */
function staysOf({ views, stays: all }: OpenRows): { stays: Map<number, Stay>; left: OpenStay[] } {
  const known = new Set(views.map(({ id }) => id))
  const stays = new Map<number, Stay>()
  for (const { view, engaged_ms, scroll } of all) {
    if (!known.has(view)) continue
    const stay = stays.get(view) ?? { engaged: 0, scroll: 0 }
    stays.set(view, { engaged: stay.engaged + engaged_ms, scroll: Math.max(stay.scroll, scroll) })
  }
  return { stays, left: all.filter(({ view }) => !known.has(view)).sort(byTime) }
}

/** An unknown word counts as the first one. */
const placeIn = (words: readonly string[], word: string) => Math.max(0, words.indexOf(word))

function edgesOf(visits: readonly OpenVisit[], ...others: readonly (readonly { at: number }[])[]) {
  let firstAt = Infinity
  let lastAt = -Infinity
  const take = (at: number) => {
    firstAt = Math.min(firstAt, at)
    lastAt = Math.max(lastAt, at)
  }
  for (const { started_at } of visits) take(started_at)
  for (const rows of others) for (const { at } of rows) take(at)
  const whole = (at: number) => Math.floor(at / SECOND) * SECOND
  return firstAt > lastAt ? { firstAt: 0, lastAt: 0 } : { firstAt: whole(firstAt), lastAt: whole(lastAt) }
}
