import { DAY, MINUTE, SECOND } from '../core/clock.ts'
import type { Id53 } from '../core/ids.ts'

/** A visit ends after this long without a sign of life. */
export const VISIT_GAP = 30 * MINUTE

/**
 * And so long after its start, whatever comes: a page that calls for news every minute makes one visit a day, not one for
 * ever. So each visit is over some day, and can be sealed.
 */
export const VISIT_LENGTH = DAY

/** The same view by the same visitor within this time is one view. */
export const SAME_VIEW = 10 * SECOND

/** How many ids of messages are remembered for each visitor, so that one sent twice counts once. */
const REMEMBERED = 18

/** What a visit came with; ids of dictionaries, 0 for none. */
export interface Attributes {
  readonly source: number
  readonly campaign: number
  readonly place: number
  readonly agent: number
  readonly language: number
  readonly screen: number
}

/** A visit as it is counted. Changes are made in place; `storedAs` is the start it is stored under, if it is stored. */
export interface Visit extends Attributes {
  readonly id: Id53
  readonly visitor: Id53
  readonly isFirst: boolean
  storedAs: number | undefined
  startedAt: number
  lastAt: number
  views: number
  events: number
  engagedMs: number
  entryPage: number
  exitPage: number
}

/** What is known of a browser. */
export interface Visitor {
  readonly id: Id53
  firstSeen: number
  lastSeen: number
  lastViewAt: number
  lastPage: number
  /** Newest last. */
  recent: Id53[]
  /** Those that matter for the records at hand; the running one among them. */
  visits: Visit[]
}

export interface View extends Attributes {
  readonly id: Id53
  readonly at: number
  readonly page: number
}

export interface Engagement {
  readonly id: Id53
  readonly at: number
  readonly engagedMs: number
}

export const newVisitor = (id: Id53, at: number): Visitor => ({
  id,
  firstSeen: at,
  lastSeen: at,
  lastViewAt: 0,
  lastPage: 0,
  recent: [],
  visits: [],
})

/** Somebody new under today's salt goes on with the visits of the same browser under yesterday's. */
export function goOnAs(visitor: Visitor, prior: Visitor | undefined): void {
  const isNew = visitor.lastViewAt === 0 && visitor.visits.length === 0
  if (!isNew || prior === undefined) return
  const { lastSeen, lastViewAt, lastPage, recent, visits } = prior
  Object.assign(visitor, { lastSeen, lastViewAt, lastPage, recent: [...recent], visits: [...visits] })
}

/** The visit that an instant belongs to: it lies in the visit or less than the gap from it, and makes none too long. */
export function visitAt<V extends Pick<Visit, 'startedAt' | 'lastAt'>>(
  visits: readonly V[],
  at: number,
): V | undefined {
  return visits.find(
    ({ startedAt, lastAt }) =>
      at > Math.max(startedAt - VISIT_GAP, lastAt - VISIT_LENGTH) &&
      at < Math.min(lastAt + VISIT_GAP, startedAt + VISIT_LENGTH),
  )
}

/** The visit with the newest sign of life. */
export const runningVisit = (visitor: Visitor): Visit | undefined =>
  visitor.visits.reduce<Visit | undefined>((a, b) => (a === undefined || b.lastAt > a.lastAt ? b : a), undefined)

/**
 * Counts a view. Answers the visit it belongs to, or undefined when it was counted before or is the same view again.
 * Views may come late and out of order: one before the visit's start becomes its entry.
 */
export function countView(visitor: Visitor, view: View, newId: Id53): Visit | undefined {
  if (isRepeated(visitor, view.id)) return undefined
  const isSame = view.page === visitor.lastPage && Math.abs(view.at - visitor.lastViewAt) < SAME_VIEW
  const isFirst = visitor.visits.length === 0 && visitor.lastViewAt === 0
  visitor.firstSeen = Math.min(visitor.firstSeen, view.at)
  visitor.lastSeen = Math.max(visitor.lastSeen, view.at)
  if (isSame) return undefined
  if (view.at >= visitor.lastViewAt) {
    visitor.lastViewAt = view.at
    visitor.lastPage = view.page
  }
  const running = visitAt(visitor.visits, view.at)
  if (running === undefined) {
    const begun = begin(visitor, view, newId, isFirst)
    visitor.visits.push(begun)
    return begun
  }
  running.views++
  if (view.at >= running.lastAt) {
    running.lastAt = view.at
    running.exitPage = view.page
  }
  if (view.at < running.startedAt) {
    running.startedAt = view.at
    running.entryPage = view.page
  }
  return running
}

/** Adds visible time to the visit it was spent in. Undefined when it was added before or no visit is known. */
export function countEngagement(visitor: Visitor, engagement: Engagement): Visit | undefined {
  if (isRepeated(visitor, engagement.id)) return undefined
  // Somebody may read one page for longer than the gap: what counts is when the reading began.
  const visit = visitAt(visitor.visits, engagement.at - engagement.engagedMs)
  if (visit === undefined) return undefined
  visit.engagedMs += engagement.engagedMs
  if (engagement.engagedMs > 0) visit.lastAt = Math.max(visit.lastAt, engagement.at)
  return visit
}

/**
 * Counts a custom event: whether it is new, and the visit it belongs to. A visit with one is no bounce. It counts as an
 * event whenever it comes, but it begins no visit: one that comes before any page view is in none, also later.
 */
export function countEvent(
  visitor: Visitor,
  event: { readonly id: Id53; readonly at: number },
): { readonly counted: boolean; readonly visit?: Visit } {
  if (isRepeated(visitor, event.id)) return { counted: false }
  const visit = visitAt(visitor.visits, event.at)
  if (visit === undefined) return { counted: true }
  visit.events++
  visit.lastAt = Math.max(visit.lastAt, event.at)
  return { counted: true, visit }
}

function isRepeated(visitor: Visitor, id: Id53): boolean {
  if (visitor.recent.includes(id)) return true
  visitor.recent.push(id)
  if (visitor.recent.length > REMEMBERED) visitor.recent.shift()
  return false
}

function begin(visitor: Visitor, view: View, id: Id53, isFirst: boolean): Visit {
  const { source, campaign, place, agent, language, screen } = view
  return {
    id,
    visitor: visitor.id,
    isFirst,
    storedAs: undefined,
    startedAt: view.at,
    lastAt: view.at,
    views: 1,
    events: 0,
    engagedMs: 0,
    entryPage: view.page,
    exitPage: view.page,
    source,
    campaign,
    place,
    agent,
    language,
    screen,
  }
}
