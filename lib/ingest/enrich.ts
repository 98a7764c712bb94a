import type { Agent, Place } from '../core/enriched.ts'
import type { Id53 } from '../core/ids.ts'
import { countryOfTimeZone } from '../geo/country-of-time-zone.ts'
import type { Geo } from '../geo/open-geo.ts'
import type { KeyKind, Project } from '../projects/project.ts'
import type { ProjectRef, VisitorRef } from '../spool/records.ts'
import type { ParseAgent } from '../user-agent/parse-agent.ts'
import { fitAgent, fitPlace } from './fit-columns.ts'
import { identify } from './identify.ts'
import type { Claims } from './identify.ts'
import type { RequestFacts } from './request-facts.ts'
import type { Salts } from './salts.ts'

/**
 * The project a record is for, and the kind of key it came with. While no list of projects could be read, all that is
 * known is the key, a public one.
 */
export type Target = { readonly project: Project; readonly keyKind: KeyKind } | { readonly key: string }

export interface EnrichParts {
  readonly salts: Salts
  readonly geo: Geo
  readonly parseAgent: ParseAgent
}

/** What can be said of a sender. Past this point nothing knows an IP address. */
export interface Enrich {
  visitor(target: Target, claims: Claims, facts: RequestFacts, at: number): VisitorRef
  /** `cookie` mode: the same browser as a click on a short link sees it. Nothing in the other modes. */
  device(target: Target, facts: RequestFacts, at: number): { device?: Id53 }
  agent(facts: RequestFacts): Agent
  /** From the address; where that says nothing, the country of the browser's time zone. */
  place(facts: RequestFacts, timeZone: string): Place
}

/** How a project tells visitors apart on pages of the redirector, where none of its cookies are. */
export const NOTHING_CLAIMED: Claims = { visitor_id: '', fingerprint: '', seen: '' }

export const NO_AGENT: Agent = { device: 'unknown', os: '', osVersion: '', browser: '', browserVersion: '' }
export const NO_PLACE: Place = { country: '', region: '', city: '' }

export function makeEnrich({ salts, geo, parseAgent }: EnrichParts): Enrich {
  return {
    visitor: (target, claims, facts, at) =>
      'project' in target
        ? identify(target.project.identity, target.project.id, facts, claims, at, salts)
        : identify('daily', target.key, facts, claims, at, salts),
    device: (target, facts, at) =>
      'project' in target && target.project.identity === 'cookie'
        ? { device: identify('daily', target.project.id, facts, NOTHING_CLAIMED, at, salts).visitor }
        : {},
    agent: (facts) => fitAgent(parseAgent(facts)),
    place(facts, timeZone) {
      const found = geo.lookup(facts.ip)
      if (found !== undefined && found.country !== '') return fitPlace(found)
      return { country: countryOfTimeZone(timeZone), region: '', city: '' }
    },
  }
}

/** What every record begins with. */
export const envelopeOf = (target: Target, id: Id53, age: number, facts: RequestFacts) => ({
  v: 1 as const,
  id,
  at: facts.receivedAt - age,
  project: refOf(target),
})

const refOf = (target: Target): ProjectRef => ('project' in target ? { id: target.project.id } : { key: target.key })

/** A project unknown for the moment is treated as one that honours an opt-out: what was promised must hold. */
export const optsOut = (target: Target, facts: RequestFacts): boolean =>
  facts.optsOut && ('project' in target ? target.project.honoursOptOut : true)

/** A backend: what it sends is about its users, not about itself. */
export const isBackend = (target: Target): boolean => 'project' in target && target.keyKind === 'secret'
