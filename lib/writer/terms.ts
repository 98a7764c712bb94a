import type { Agent, Campaign, Page, Place, Source } from '../core/enriched.ts'
import type { Numbers, Term } from '../db/dictionaries.ts'
import type { EngagementRecord, PageviewRecord } from '../spool/records.ts'
import type { Attributes } from '../visits/visit.ts'

/** A record whose project is known by its number. */
export type Resolved<R> = R & { readonly project: { readonly id: number } }

const text = (project: number, value: string): Term => ({ project, name: 'texts', values: [value] })

export const pageTerm = (project: number, page: Page): Term => ({
  project,
  name: 'pages',
  values: [page.url, page.host, page.path],
})

const agentTerm = (project: number, agent: Agent): Term => ({
  project,
  name: 'agents',
  values: [agent.device, agent.os, agent.osVersion, agent.browser, agent.browserVersion],
})

const placeTerm = (project: number, place: Place): Term => ({
  project,
  name: 'places',
  values: [place.country, place.region, place.city],
})

const sourceTerm = (project: number, source: Source): Term => ({
  project,
  name: 'sources',
  values: [source.channel, source.name, source.url],
})

const campaignTerm = (project: number, c: Campaign): Term => ({
  project,
  name: 'campaigns',
  values: [c.source, c.medium, c.campaign, c.content, c.term, c.clickId],
})

/** Everything in the records that is stored as a number of a dictionary. */
export function* termsOf(
  pageviews: Iterable<Resolved<PageviewRecord>>,
  engagements: Iterable<Resolved<EngagementRecord>>,
): Generator<Term> {
  for (const view of pageviews) {
    const project = view.project.id
    yield pageTerm(project, view.page)
    yield agentTerm(project, view.agent)
    yield placeTerm(project, view.place)
    yield sourceTerm(project, view.source)
    yield campaignTerm(project, view.campaign)
    for (const value of [view.title, view.language, view.screen]) yield text(project, value)
  }
  for (const { project, page } of engagements) yield pageTerm(project.id, page)
}

export const titleOf = (numbers: Numbers, view: Resolved<PageviewRecord>): number =>
  numbers(text(view.project.id, view.title))

export function attributesOf(numbers: Numbers, view: Resolved<PageviewRecord>): Attributes {
  const project = view.project.id
  return {
    source: numbers(sourceTerm(project, view.source)),
    campaign: numbers(campaignTerm(project, view.campaign)),
    place: numbers(placeTerm(project, view.place)),
    agent: numbers(agentTerm(project, view.agent)),
    language: numbers(text(project, view.language)),
    screen: numbers(text(project, view.screen)),
  }
}
