import type { Agent, Page, Place, Source } from '../core/enriched.ts'
import { AppError } from '../core/errors.ts'
import { randomId } from '../core/ids.ts'
import { readPageUrl } from '../core/page-url.ts'
import { cutText } from '../core/text.ts'
import { classifyRequest } from '../bots/classify-request.ts'
import { countryOfTimeZone } from '../geo/country-of-time-zone.ts'
import type { Geo } from '../geo/open-geo.ts'
import type { Project } from '../projects/project.ts'
import { classifySource } from '../referrer/classify-source.ts'
import type { DropReason, ProjectRef, SpoolRecord } from '../spool/records.ts'
import type { ParseAgent } from '../user-agent/parse-agent.ts'
import type { Tracked } from '../wire/envelope.ts'
import { fitAgent, fitPlace, fitSource } from './fit-columns.ts'
import { identify } from './identify.ts'
import type { Claims } from './identify.ts'
import { languageOf } from './language.ts'
import type { RequestFacts } from './request-facts.ts'
import type { Salts } from './salts.ts'
import type { EngagementInput, ErrorInput, PageviewInput } from './track-input.ts'

/** The project a record is for. While no list of projects could be read, all that is known is the key it came with. */
export type Target = { readonly project: Project } | { readonly key: string }

export interface AcceptParts {
  readonly append: (record: SpoolRecord) => Promise<void>
  readonly salts: Salts
  readonly geo: Geo
  readonly parseAgent: ParseAgent
}

/** Each resolves when the record is in the spool, and tells what became of it. */
export interface Accept {
  pageview(target: Target, input: PageviewInput, facts: RequestFacts): Promise<Tracked>
  engagement(target: Target, input: EngagementInput, facts: RequestFacts): Promise<Tracked>
  error(target: Target, input: ErrorInput, facts: RequestFacts): Promise<Tracked>
}

const QUEUED: Tracked = { counted: true, queued: true }

/** Filter, enrich, spool: the middle of the river. Past this point nothing knows an IP address. */
export function makeAccept({ append, salts, geo, parseAgent }: AcceptParts): Accept {
  const common = (target: Target, id: number, input: { age: number }, facts: RequestFacts) => ({
    v: 1 as const,
    id,
    at: facts.receivedAt - input.age,
    project: refOf(target),
  })

  const visitorOf = (target: Target, claims: Claims, facts: RequestFacts, at: number) =>
    'project' in target
      ? identify(target.project.identity, target.project.id, facts, claims, at, salts)
      : identify('daily', target.key, facts, claims, at, salts)

  const agentOf = (facts: RequestFacts): Agent => fitAgent(parseAgent(facts))

  function placeOf(facts: RequestFacts, timeZone: string): Place {
    const found = geo.lookup(facts.ip)
    if (found !== undefined && found.country !== '') return fitPlace(found)
    return { country: countryOfTimeZone(timeZone), region: '', city: '' }
  }

  async function drop(target: Target, page: Page, reason: DropReason, facts: RequestFacts): Promise<Tracked> {
    const record = common(target, randomId(), { age: 0 }, facts)
    // A person who opted out is counted, and nothing about them kept; programs are to be recognised.
    const userAgent = reason === 'opt-out' ? '' : cutText(facts.userAgent.toWellFormed(), 255)
    await append({ ...record, kind: 'dropped', reason, userAgent, page: cutText(page.url, 512) })
    return { counted: false, queued: false, dropped: reason }
  }

  return {
    async pageview(target, input, facts) {
      const { page, campaign } = requirePage(input.url)
      const reason = optsOut(target, facts) ? 'opt-out' : classifyRequest(facts)
      if (reason !== undefined) return drop(target, page, reason, facts)
      const record = common(target, input.view, input, facts)
      const ownDomains = 'project' in target ? target.project.domains : []
      await append({
        ...record,
        kind: 'pageview',
        ...visitorOf(target, input, facts, record.at),
        page,
        title: input.page_title,
        source: fitSource(entrySource(classifySource({ referrer: input.referrer, page, ownDomains, campaign }))),
        campaign,
        agent: agentOf(facts),
        place: placeOf(facts, input.timezone),
        language: languageOf(facts.acceptLanguage),
        screen: /^\d{1,5}x\d{1,5}$/.test(input.screen_resolution) ? input.screen_resolution : '',
      })
      return QUEUED
    },
    async engagement(target, input, facts) {
      const { page } = requirePage(input.url)
      const reason = optsOut(target, facts) ? 'opt-out' : classifyRequest(facts)
      // The page view was dropped and counted as such; its time is not counted a second time.
      if (reason !== undefined) return { counted: false, queued: false, dropped: reason }
      const record = common(target, input.id, input, facts)
      const { view, engaged, scroll } = input
      const visitor = visitorOf(target, input, facts, record.at)
      await append({ ...record, kind: 'engagement', ...visitor, view, page, engagedMs: engaged, scroll })
      return QUEUED
    },
    async error(target, input, facts) {
      const record = common(target, input.id, input, facts)
      await append({
        ...record,
        kind: 'error',
        ...visitorOf(target, input, facts, record.at),
        type: input.error_type,
        message: input.message,
        file: input.file,
        line: input.line,
        stack: input.stack,
        page: input.url,
        severity: input.severity,
        environment: input.environment,
        context: input.context,
        agent: agentOf(facts),
        place: placeOf(facts, input.timezone),
        view: input.view,
      })
      return QUEUED
    },
  }
}

const refOf = (target: Target): ProjectRef => ('project' in target ? { id: target.project.id } : { key: target.key })

/** A project unknown for the moment is treated as one that honours an opt-out: what was promised must hold. */
const optsOut = (target: Target, facts: RequestFacts): boolean =>
  facts.optsOut && ('project' in target ? target.project.honoursOptOut : true)

function requirePage(url: string) {
  const found = readPageUrl(url)
  if (found === undefined) throw new AppError('invalid_input', 'url must be an absolute http or https address')
  return found
}

const DIRECT: Source = { channel: 'direct', name: '', url: '' }

/** Coming from the own site says nothing about where the visit came from. */
const entrySource = (source: Source): Source => (source.channel === 'internal' ? DIRECT : source)
