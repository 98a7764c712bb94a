import type { Agent, Campaign, Page, Place, Source } from '../core/enriched.ts'
import type { Numbers, Term } from '../db/dictionaries.ts'
import type { PageviewRecord, SpoolRecord } from '../spool/records.ts'
import type { Attributes } from '../visits/visit.ts'

/** A record whose project is known by its number. */
export type Resolved<R> = R & { readonly project: { readonly id: number } }

export const textTerm = (project: number, value: string): Term => ({ project, name: 'texts', values: [value] })

export const pageTerm = (project: number, page: Page): Term => ({
  project,
  name: 'pages',
  values: [page.url, page.host, page.path],
})

export const agentTerm = (project: number, agent: Agent): Term => ({
  project,
  name: 'agents',
  values: [agent.device, agent.os, agent.osVersion, agent.browser, agent.browserVersion],
})

export const placeTerm = (project: number, place: Place): Term => ({
  project,
  name: 'places',
  values: [place.country, place.region, place.city],
})

export const sourceTerm = (project: number, source: Source): Term => ({
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
export function* termsOf(records: Iterable<Resolved<SpoolRecord>>): Generator<Term> {
  for (const record of records) {
    const project = record.project.id
    switch (record.kind) {
      case 'pageview':
        yield pageTerm(project, record.page)
        yield agentTerm(project, record.agent)
        yield placeTerm(project, record.place)
        yield sourceTerm(project, record.source)
        yield campaignTerm(project, record.campaign)
        for (const value of [record.title, record.language, record.screen]) yield textTerm(project, value)
        break
      case 'engagement':
        yield pageTerm(project, record.page)
        break
      case 'event':
        yield pageTerm(project, record.page)
        yield textTerm(project, record.name)
        break
      case 'error':
        yield agentTerm(project, record.agent)
        yield placeTerm(project, record.place)
        break
      case 'click':
        yield pageTerm(project, record.page)
        yield agentTerm(project, record.agent)
        yield placeTerm(project, record.place)
        yield sourceTerm(project, record.source)
        break
      case 'audit':
      case 'dropped':
        break
    }
  }
}

export const titleOf = (numbers: Numbers, view: Resolved<PageviewRecord>): number =>
  numbers(textTerm(view.project.id, view.title))

export function attributesOf(numbers: Numbers, view: Resolved<PageviewRecord>): Attributes {
  const project = view.project.id
  return {
    source: numbers(sourceTerm(project, view.source)),
    campaign: numbers(campaignTerm(project, view.campaign)),
    place: numbers(placeTerm(project, view.place)),
    agent: numbers(agentTerm(project, view.agent)),
    language: numbers(textTerm(project, view.language)),
    screen: numbers(textTerm(project, view.screen)),
  }
}
