import { MINUTE, SECOND } from '../core/clock.ts'
import type { Campaign, Source } from '../core/enriched.ts'
import type { Id53 } from '../core/ids.ts'
import { readPageUrl } from '../core/page-url.ts'
import type { Project } from '../projects/project.ts'
import { classifySource } from '../referrer/classify-source.ts'
import type { EngagementRecord, PageviewRecord } from '../spool/records.ts'
import type { Resolved } from '../writer/terms.ts'
import type { Arrival } from './crowds.data.ts'
import type { Person, VisitorAt } from './person.ts'
import { deviceAt, visitorAt } from './person.ts'
import type { Random } from './random.ts'
import type { LinkNumbers } from './seed-links.ts'
import type { SeedPage, Site } from './site.ts'

/** One visit to be: who, how they came, where they land, when, and how many pages they see. */
export interface VisitPlan {
  readonly person: Person
  readonly arrival: Arrival
  readonly entry: SeedPage
  readonly start: number
  readonly views: number
}

/** Where the visit happens. */
export interface Scene {
  readonly project: Project
  readonly site: Site
  readonly seed: number
  readonly links: LinkNumbers
}

/** A page view of a visit, for what happens in it. */
export interface SeenView {
  readonly id: Id53
  readonly seen: SeedPage
  readonly at: number
  /** Until it is left, ms. */
  readonly dwell: number
  readonly person: Person
  readonly visitor: VisitorAt
}

type VisitRecord = Resolved<PageviewRecord> | Resolved<EngagementRecord>

const SHORTEST = 2 * SECOND
/** Shorter than the gap that ends a visit. */
const LONGEST = 25 * MINUTE
/** Share of views whose time arrives; browsers that are killed say nothing. */
const REPORTED = 0.88

const DIRECT: Source = { channel: 'direct', name: '', url: '' }
export const NO_CAMPAIGN: Campaign = { source: '', medium: '', campaign: '', content: '', term: '', clickId: '' }
const NOTHING_SAID = { source: DIRECT, campaign: NO_CAMPAIGN }

/** What the visit leaves in the spool in the order of time, and its views. */
export function visitRecords(
  { project, site, seed }: Scene,
  plan: VisitPlan,
  random: Random,
): { readonly records: VisitRecord[]; readonly views: SeenView[] } {
  const { person } = plan
  const records: VisitRecord[] = []
  const views: SeenView[] = []
  const ref = { id: project.id }
  const visitor = visitorAt(project.identity, seed, person.name)
  const device = project.identity === 'cookie' ? deviceAt('cookie', seed, person.name) : undefined
  const { agent, place, language, screen } = person
  let { entry: current, start: at } = plan
  for (let number = 1; number <= plan.views; number++) {
    const { page, title } = current
    const { source, campaign } = number === 1 ? originOf(project, current, plan.arrival) : NOTHING_SAID
    const view = random.id()
    const seen = { page, title, source, campaign, agent, place, language, screen }
    const known = { ...visitor(at), ...(device !== undefined && { device: device(at).visitor }) }
    records.push({ v: 1, kind: 'pageview', id: view, at, project: ref, ...known, ...seen })
    const dwell = dwellOn(current, plan.views === 1, random)
    views.push({ id: view, seen: current, at, dwell, person, visitor })
    if (random.chance(REPORTED)) {
      const engagedMs = Math.round(dwell * (0.55 + 0.45 * random.fraction()))
      const scroll = 10 + Math.round(90 * Math.sqrt(random.fraction()))
      const left = at + dwell - 1
      const spent = { view, page, engagedMs, scroll }
      records.push({ v: 1, kind: 'engagement', id: random.id(), at: left, project: ref, ...visitor(left), ...spent })
    }
    at += dwell
    current = site.next(current, random)
  }
  return { records, views }
}

/** As ingest would read the link that the visit came by. */
function originOf(project: Project, { page }: SeedPage, { referrer, query }: Arrival) {
  const campaign = query === '' ? NO_CAMPAIGN : (readPageUrl(`${page.url}?${query}`)?.campaign ?? NO_CAMPAIGN)
  return { campaign, source: classifySource({ referrer, page, ownDomains: project.domains, campaign }) }
}

function dwellOn({ dwell }: SeedPage, isBounce: boolean, random: Random): number {
  const ms = Math.round(random.logNormal(isBounce ? dwell / 2 : dwell, 1))
  return Math.min(LONGEST, Math.max(SHORTEST, ms))
}
