import { localDay, startOfDay, addDays } from '../../lib/core/time-zone.ts'
import type { Condition, DimensionRef, Filter } from '../../lib/reports/filter.ts'
import { VIEW_DIMENSIONS } from '../../lib/reports/filter.ts'
import { textTest } from '../../lib/reports/filters/text-test.ts'
import type { Asked, BreakdownRow, Deed, Goal, Sum, Sums } from '../../lib/reports/query.ts'
import type { Range } from '../../lib/reports/range.ts'
import { screenClass } from '../../lib/reports/scan/dimensions.ts'
import type { OpenEvent, OpenView, OpenVisit } from '../../lib/sealed-days/open-rows.ts'
import type { World } from './report-world.ts'
import { TEXTS } from './report-world.ts'

/** The slow and plain way to every answer, for holding the engine against. */

interface Whole {
  readonly visit: OpenVisit
  readonly views: readonly OpenView[]
  readonly events: readonly OpenEvent[]
  readonly links: readonly string[]
}

/** Seconds since 1970; the engine knows no more of a time. */
const second = (at: number) => Math.floor(at / 1000)
const distinct = (values: readonly unknown[]) => new Set(values).size
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
const text = (table: keyof typeof TEXTS, id: number, at: number): string =>
  (TEXTS[table] as readonly (readonly string[])[])[id - 1]?.[at] ?? ''

type Attributes = Pick<OpenVisit, 'source' | 'campaign' | 'place' | 'agent' | 'language' | 'screen'>

const isReferral = (of: Attributes) => !['', 'direct', 'internal'].includes(text('sources', of.source, 0))
const joined = (name: string, version: string) => (name === '' || version === '' ? name : `${name} ${version}`)

/** Value and fields of a dimension of visits. */
function ofVisit(name: string, of: Attributes, visit: OpenVisit): string[] {
  const source = (at: number) => (isReferral(of) ? text('sources', of.source, at) : '')
  const channel = isReferral(of) ? text('sources', of.source, 0) : 'direct'
  const [agent, place] = [(at: number) => text('agents', of.agent, at), (at: number) => text('places', of.place, at)]
  const tags = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'click_id']
  if (tags.includes(name)) return [text('campaigns', of.campaign, tags.indexOf(name))]
  switch (name) {
    case 'entry_page':
      return [text('pages', visit.entry_page, 2), text('pages', visit.entry_page, 1)]
    case 'exit_page':
      return [text('pages', visit.exit_page, 2), text('pages', visit.exit_page, 1)]
    case 'channel':
      return [channel]
    case 'source':
      return [source(1), channel]
    case 'referrer':
      return [source(2), channel]
    case 'country':
      return [place(0)]
    case 'region':
      return [place(1), place(0)]
    case 'city':
      return [place(2), place(0), place(1)]
    case 'language':
      return [text('texts', of.language, 0)]
    case 'screen':
      return [screenClass(text('texts', of.screen, 0))]
    case 'device':
      return [agent(0) === 'unknown' ? '' : agent(0)]
    case 'browser':
      return [agent(3)]
    case 'browser_version':
      return [joined(agent(3), agent(4)), agent(3)]
    case 'os':
      return [agent(1)]
    default:
      return [joined(agent(1), agent(2)), agent(1)]
  }
}

function ofView(name: string, view: OpenView): string[] {
  if (name === 'page') return [text('pages', view.page, 2), text('pages', view.page, 1)]
  return [name === 'hostname' ? text('pages', view.page, 1) : text('texts', view.title, 0)]
}

function property(event: OpenEvent, key: string): string | undefined {
  const value = event.props === '' ? undefined : (JSON.parse(event.props) as Record<string, unknown>)[key]
  return ['string', 'number', 'boolean'].includes(typeof value) && value !== '' ? String(value) : undefined
}

const isOfViews = ({ dimension }: Condition) => VIEW_DIMENSIONS.some((name) => name === dimension.name)
const isOfEvents = ({ dimension }: Condition) => dimension.name === 'event' || dimension.name === 'property'

function conditionsOf(filter: Filter): Condition[] {
  if ('all' in filter) return filter.all.flatMap(conditionsOf)
  if ('any' in filter) return filter.any.flatMap(conditionsOf)
  return 'not' in filter ? conditionsOf(filter.not) : [filter]
}

function holds(filter: Filter, isSo: (condition: Condition) => boolean): boolean {
  if ('all' in filter) return filter.all.every((part) => holds(part, isSo))
  if ('any' in filter) return filter.any.some((part) => holds(part, isSo))
  return 'not' in filter ? !holds(filter.not, isSo) : isSo(filter)
}

const passes = ({ test, values }: Condition, value: string) =>
  test === 'absent' ? value === '' : textTest(test, values)(value)
/** Of several values, or none. */
const somePass = ({ test, values }: Condition, found: readonly string[]) =>
  test === 'absent' ? found.length === 0 : found.some(textTest(test, values))

const matches = (pattern: string, id: number) => textTest('matches', [pattern])(text('pages', id, 2))

export class ByHand {
  readonly #world: World
  readonly #range: Range
  readonly #filter: Filter | undefined
  readonly #goals: readonly Goal[]
  readonly #wholes: readonly Whole[]

  constructor(world: World, range: Range, filter: Filter | undefined, goals: readonly Goal[]) {
    this.#world = world
    this.#range = range
    this.#filter = filter
    this.#goals = goals
    const byTime = (a: { at: number; id: number }, b: { at: number; id: number }) => a.at - b.at || a.id - b.id
    this.#wholes = world.visits.map((visit) => ({
      visit,
      views: world.views.filter((row) => row.visit === visit.id).sort(byTime),
      events: world.events.filter((row) => row.visit === visit.id).sort(byTime),
      links: world.clicks
        .filter((row) => row.visit === visit.id && row.kind === 'person')
        .map(({ link }) => `code${link}`),
    }))
  }

  #isInside = (at: number) => at >= this.#range.start && at < this.#range.end

  #scrollOf = (view: OpenView) =>
    Math.max(0, ...this.#world.stays.filter((stay) => stay.view === view.id).map((stay) => stay.scroll))
  #secondsOf = (view: OpenView) =>
    Math.round(sum(this.#world.stays.filter((stay) => stay.view === view.id).map((stay) => stay.engaged_ms)) / 1000)

  /** What of a visit is a deed: times and who, in the range. */
  #did({ visit, views, events }: Whole, deed: Deed): boolean {
    switch (deed.kind) {
      case 'event':
        return events.some((event) => this.#isInside(event.at) && text('texts', event.name, 0) === deed.name)
      case 'engaged':
        return visit.engaged_ms >= deed.seconds * 1000
      default:
        return views.some((view) => this.#isInside(view.at) && this.#isDeed(view, deed))
    }
  }

  #isDeed(view: OpenView, deed: Deed): boolean {
    if (deed.kind === 'page') return matches(deed.pattern, view.page)
    return deed.kind === 'scroll' && matches(deed.pattern, view.page) && this.#scrollOf(view) >= deed.percent
  }

  #isSo(whole: Whole, condition: Condition, of: Attributes, view: OpenView | undefined, event?: OpenEvent): boolean {
    const { name, key = '' } = condition.dimension
    if (isOfEvents(condition)) {
      const found = event === undefined ? whole.events.filter(({ at }) => this.#isInside(at)) : [event]
      const values = found.map((one) => (name === 'event' ? text('texts', one.name, 0) : property(one, key)))
      return somePass(
        condition,
        values.filter((value) => value !== undefined),
      )
    }
    if (name === 'goal')
      return somePass(
        condition,
        this.#goals.filter(({ deed }) => this.#did(whole, deed)).map((goal) => goal.name),
      )
    if (name === 'link') return somePass(condition, whole.links)
    if (isOfViews(condition)) return view !== undefined && passes(condition, ofView(name, view)[0] ?? '')
    return passes(condition, ofVisit(name, of, whole.visit)[0] ?? '')
  }

  get #hasViewConditions(): boolean {
    return this.#filter !== undefined && conditionsOf(this.#filter).some(isOfViews)
  }

  #isViewIn = (whole: Whole, view: OpenView, of: Attributes) =>
    this.#filter === undefined || holds(this.#filter, (condition) => this.#isSo(whole, condition, of, view))

  #isVisitIn(whole: Whole): boolean {
    if (this.#filter === undefined) return true
    if (!this.#hasViewConditions)
      return holds(this.#filter, (condition) => this.#isSo(whole, condition, whole.visit, undefined))
    return whole.views.some((view) => this.#isInside(view.at) && this.#isViewIn(whole, view, whole.visit))
  }

  /** Selected page views, with their visits. */
  views(): { whole: Whole; view: OpenView }[] {
    return this.#wholes.flatMap((whole) =>
      whole.views
        .filter((view) => this.#isInside(view.at) && this.#isViewIn(whole, view, view))
        .map((view) => ({ whole, view })),
    )
  }

  visits(): Whole[] {
    return this.#wholes.filter((whole) => this.#isInside(whole.visit.started_at) && this.#isVisitIn(whole))
  }

  events(): { whole: Whole | undefined; event: OpenEvent }[] {
    const byId = new Map(this.#wholes.map((whole) => [whole.visit.id, whole]))
    const filter = this.#filter
    const withViews = new Set(this.views().map(({ whole }) => whole))
    return this.#world.events
      .filter(({ at }) => this.#isInside(at))
      .map((event) => ({ whole: byId.get(event.visit), event }))
      .filter(({ whole, event }) => {
        if (filter === undefined) return true
        const conditions = conditionsOf(filter)
        const nobody = { visit: {} as OpenVisit, views: [], events: [], links: [] }
        if (whole === undefined)
          return (
            conditions.every(isOfEvents) &&
            holds(filter, (condition) => this.#isSo(nobody, condition, {} as Attributes, undefined, event))
          )
        if (!this.#hasViewConditions)
          return (
            this.#isVisitIn(whole) &&
            holds(filter, (condition) => this.#isSo(whole, condition, whole.visit, undefined, event))
          )
        if (!withViews.has(whole) && !(this.#isInside(whole.visit.started_at) && this.#isVisitIn(whole))) return false
        if (!conditions.some(isOfEvents)) return true
        return whole.views.some(
          (view) =>
            this.#isInside(view.at) &&
            holds(filter, (condition) => this.#isSo(whole, condition, whole.visit, view, event)),
        )
      })
  }

  /** Every time a deed was done, among what is selected. */
  reached(deed: Deed): { at: number; visitor: number; visit: Whole | undefined; view?: OpenView; event?: OpenEvent }[] {
    switch (deed.kind) {
      case 'event':
        return this.events()
          .filter(({ event }) => text('texts', event.name, 0) === deed.name)
          .map(({ whole, event }) => ({ at: event.at, visitor: event.visitor, visit: whole, event }))
      case 'engaged':
        return this.visits()
          .filter(({ visit }) => visit.engaged_ms >= deed.seconds * 1000)
          .map((whole) => ({ at: whole.visit.started_at, visitor: whole.visit.visitor, visit: whole }))
      default:
        return this.views()
          .filter(({ view }) => this.#isDeed(view, deed))
          .map(({ whole, view }) => ({ at: view.at, visitor: view.visitor, visit: whole, view }))
    }
  }

  /** The sums over what is taken; `since` and `until` say when somebody new must have been seen first. */
  sums(
    asked: Pick<Asked, 'sums' | 'goal' | 'revenue'>,
    takes: {
      view: (view: OpenView, whole: Whole) => boolean
      visit: (whole: Whole) => boolean
      event: (event: OpenEvent, whole: Whole | undefined) => boolean
      reached: (one: ReturnType<ByHand['reached']>[number]) => boolean
    },
    isNew: (firstSeen: number) => boolean,
  ): Sums {
    const views = this.views().filter(({ view, whole }) => takes.view(view, whole))
    const visits = this.visits().filter(takes.visit)
    const events = this.events().filter(({ event, whole }) => takes.event(event, whole))
    const reached = asked.goal === undefined ? [] : this.reached(asked.goal.deed).filter(takes.reached)
    const visitors = [...new Set(views.map(({ view }) => view.visitor))]
    const isBounce = ({ visit }: Whole) => visit.views === 1 && visit.events === 0
    const durations = (of: readonly Whole[]) => sum(of.map(({ visit }) => visit.last_at - visit.started_at))
    const scrolls = views.map(({ view }) => this.#scrollOf(view))
    const figures: Record<Sum, () => number> = {
      pageviews: () => views.length,
      visitors: () => visitors.length,
      newVisitors: () => visitors.filter((visitor) => isNew(this.#world.firstSeen.get(visitor) ?? 0)).length,
      viewedVisits: () => distinct(views.map(({ whole }) => whole)),
      visits: () => visits.length,
      bounces: () => visits.filter(isBounce).length,
      duration: () => durations(visits),
      engagedDuration: () => durations(visits.filter((whole) => !isBounce(whole))),
      visibleTime: () => sum(visits.map(({ visit }) => visit.engaged_ms)),
      visibleTimeMedian: () => 1000 * median(visits.map(({ visit }) => Math.round(visit.engaged_ms / 1000))),
      viewTime: () => sum(views.map(({ view }) => this.#secondsOf(view))),
      viewTimeMedian: () => median(views.map(({ view }) => this.#secondsOf(view))),
      scroll: () => sum(scrolls),
      scrolledViews: () => scrolls.filter((percent) => percent > 0).length,
      events: () => events.length,
      conversions: () => reached.length,
      convertedVisitors: () => distinct(reached.map(({ visitor }) => visitor)),
      convertedVisits: () => distinct(reached.flatMap(({ visit }) => (visit === undefined ? [] : [visit]))),
    }
    const revenue =
      asked.revenue === true ? { revenue: moneyOf(reached.flatMap(({ event }) => (event ? [event] : []))) } : {}
    return { ...Object.fromEntries(asked.sums.map((name) => [name, figures[name]()])), ...revenue }
  }

  totals(asked: Pick<Asked, 'sums' | 'goal' | 'revenue'>): Sums {
    const all = () => true
    return this.sums(
      asked,
      { view: all, visit: all, event: all, reached: all },
      (at) => second(at) * 1000 >= this.#range.start,
    )
  }

  /** By calendar day. */
  days(asked: Pick<Asked, 'sums' | 'goal' | 'revenue'>): { at: number; sums: Sums }[] {
    const { zone, from, to } = this.#range
    const rows = []
    for (let day = from; day <= to; day = addDays(day, 1)) {
      const isIt = (at: number) => localDay(zone, at) === day
      const takes = {
        view: (view: OpenView) => isIt(view.at),
        visit: ({ visit }: Whole) => isIt(visit.started_at),
        event: (event: OpenEvent) => isIt(event.at),
        reached: ({ at }: { at: number }) => isIt(at),
      }
      const sums = this.sums(asked, takes, isIt)
      const { revenue = {}, ...figures } = sums
      if (Object.values(figures).some((figure) => figure !== 0) || Object.keys(revenue).length > 0)
        rows.push({ at: startOfDay(zone, day), sums })
    }
    return rows
  }

  /** All values of a dimension of visits or page views, in no order. */
  breakdown(
    { name }: DimensionRef,
    asked: Pick<Asked, 'sums' | 'goal' | 'revenue'>,
  ): Pick<BreakdownRow, 'value' | 'sums'>[] {
    const isViews = VIEW_DIMENSIONS.some((known) => known === name)
    const key = (texts: readonly string[]) => JSON.stringify(texts)
    const viewKey = (view: OpenView, whole: Whole) =>
      key(isViews ? ofView(name, view) : ofVisit(name, view, whole.visit))
    const visitKeys = (whole: Whole) => {
      if (!isViews) return [key(ofVisit(name, whole.visit, whole.visit))]
      const selected = this.views().filter((one) => one.whole === whole)
      return selected.map(({ view }) => viewKey(view, whole))
    }
    const eventKey = (event: OpenEvent, whole: Whole | undefined) => {
      if (name === 'page') return key([text('pages', event.page, 2), text('pages', event.page, 1)])
      if (name === 'hostname') return key([text('pages', event.page, 1)])
      if (name === 'title') return ''
      const nobody = { source: 0, campaign: 0, place: 0, agent: 0, language: 0, screen: 0 }
      const gone = { entry_page: 0, exit_page: 0 } as OpenVisit
      return key(ofVisit(name, whole?.visit ?? nobody, whole?.visit ?? gone))
    }
    const keys = new Set([
      ...this.views().map(({ view, whole }) => viewKey(view, whole)),
      ...this.visits().flatMap(visitKeys),
      ...(asked.sums.includes('events') ? this.events().map(({ event, whole }) => eventKey(event, whole)) : []),
    ])
    keys.delete('')
    return [...keys].map((own) => {
      const takes = {
        view: (view: OpenView, whole: Whole) => viewKey(view, whole) === own,
        visit: (whole: Whole) => visitKeys(whole).includes(own),
        event: (event: OpenEvent, whole: Whole | undefined) => eventKey(event, whole) === own,
        reached: ({ view, event, visit }: ReturnType<ByHand['reached']>[number]) => {
          if (view !== undefined) return visit !== undefined && viewKey(view, visit) === own
          if (event !== undefined) return eventKey(event, visit) === own
          return visit !== undefined && visitKeys(visit).includes(own)
        },
      }
      const sums = this.sums(asked, takes, (at) => second(at) * 1000 >= this.#range.start)
      return { value: (JSON.parse(own) as string[])[0] ?? '', sums }
    })
  }

  /** How many visits, or visitors, came so far. */
  funnel(steps: readonly Deed[], within: 'visit' | 'visitor'): number[] {
    const visits = new Map<
      Whole | OpenEvent,
      { start: number; visitor: number; hits: { at: number; is: (step: Deed) => boolean }[] }
    >()
    const of = (key: Whole | OpenEvent, start: number, visitor: number) => {
      const known = visits.get(key) ?? { start, visitor, hits: [] }
      visits.set(key, known)
      return known.hits
    }
    for (const { whole, view } of this.views())
      of(whole, whole.visit.started_at, whole.visit.visitor).push({
        at: second(view.at),
        is: (step) => this.#isDeed(view, step),
      })
    for (const { whole, event } of this.events()) {
      const is = (step: Deed) => step.kind === 'event' && step.name === text('texts', event.name, 0)
      const hit = { at: second(event.at), is }
      if (whole !== undefined) of(whole, whole.visit.started_at, whole.visit.visitor).push(hit)
      else if (within === 'visitor') of(event, event.at, event.visitor).push(hit)
    }
    for (const whole of this.visits()) {
      const end = second(whole.visit.started_at) + Math.ceil((whole.visit.last_at - whole.visit.started_at) / 1000)
      const is = (step: Deed) => step.kind === 'engaged' && whole.visit.engaged_ms >= step.seconds * 1000
      of(whole, whole.visit.started_at, whole.visit.visitor).push({ at: end, is })
    }
    const done = new Map<unknown, number>()
    for (const [key, { visitor, hits }] of [...visits].sort(([, a], [, b]) => second(a.start) - second(b.start))) {
      const who = within === 'visit' ? key : visitor
      let next = done.get(who) ?? 0
      for (const { is } of hits.sort((a, b) => a.at - b.at)) {
        const step = steps[next]
        if (step !== undefined && is(step)) next++
      }
      done.set(who, next)
    }
    return steps.map((_, at) => [...done.values()].filter((steps_) => steps_ > at).length)
  }

  /** By calendar day. */
  cohorts(): { at: number; visitors: number; returned: number[] }[] {
    const { zone, from, to } = this.#range
    const days: string[] = []
    for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
    const views = this.views().map(({ view }) => ({ visitor: view.visitor, day: localDay(zone, view.at) }))
    const rows = days.map((day, at) => {
      const members = [...new Set(views.map(({ visitor }) => visitor))].filter(
        (visitor) => localDay(zone, this.#world.firstSeen.get(visitor) ?? 0) === day,
      )
      const returned = days
        .slice(at)
        .map(
          (later) =>
            members.filter((visitor) => views.some((view) => view.visitor === visitor && view.day === later)).length,
        )
      return { at: startOfDay(zone, day), visitors: members.length, returned }
    })
    return rows.filter(({ visitors }) => visitors > 0)
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
}

/** By currency, in ten-thousandths until the end. */
function moneyOf(events: readonly OpenEvent[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const event of events) {
    const amount = Number(property(event, 'revenue') ?? NaN)
    if (Number.isNaN(amount)) continue
    const currency = (property(event, 'currency') ?? '').toUpperCase()
    sums.set(currency, (sums.get(currency) ?? 0) + Math.round(amount * 10_000))
  }
  return Object.fromEntries([...sums].map(([currency, parts]) => [currency, parts / 10_000]))
}
