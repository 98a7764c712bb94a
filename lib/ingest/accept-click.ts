import type { Campaign, Page, Source } from '../core/enriched.ts'
import { randomId } from '../core/ids.ts'
import { parseWebUrl } from '../core/page-url.ts'
import type { Project } from '../projects/project.ts'
import { classifySource } from '../referrer/classify-source.ts'
import type { ClickKind, SpoolRecord } from '../spool/records.ts'
import type { EnrichParts, Target } from './enrich.ts'
import { envelopeOf, makeEnrich, NO_AGENT, NO_PLACE, NOTHING_CLAIMED, optsOut } from './enrich.ts'
import { ignoredSender } from './ignored.ts'
import { fitSource } from './fit-columns.ts'
import type { RequestFacts } from './request-facts.ts'

/** One use of a short link. */
export interface Click {
  readonly project: Project
  /** Id of the link. */
  readonly link: number
  /** Where it led. */
  readonly page: Page
  readonly by: ClickKind
  /** The header `Referer`, empty where there was none. */
  readonly referrer: string
  /** The header `Host`: under which name the redirector was asked. */
  readonly host: string
}

/** Resolves when the click is in the spool; rejects when the spool takes nothing. */
export type AcceptClick = (click: Click, facts: RequestFacts) => Promise<void>

export interface AcceptClickParts extends EnrichParts {
  readonly append: (record: SpoolRecord) => Promise<void>
  /** Where browsers reach this install. */
  readonly base: string
}

/**
 * Enriches a click and spools it. No cookie of a project reaches the redirector, so people are known by the day's hash,
 * also in `cookie` mode. In `cache` mode, and when they have opted out, each click is by somebody new.
 */
export function makeAcceptClick({ append, base, ...parts }: AcceptClickParts): AcceptClick {
  const enrich = makeEnrich(parts)
  const ownHost = parseWebUrl(base)?.host

  return async ({ project, link, page, by, referrer, host }, facts) => {
    const target: Target = { project, keyKind: 'public' }
    // Whoever the project does not count is led on all the same.
    if (ignoredSender(target, facts, () => enrich.place(facts, '').country) !== undefined) return
    const record = envelopeOf(target, randomId(), 0, facts)
    const isNobody = optsOut(target, facts)
    await append({
      ...record,
      kind: 'click',
      ...(isNobody ? { visitor: randomId() } : enrich.visitor(target, NOTHING_CLAIMED, facts, record.at)),
      link,
      by,
      page,
      source: sourceOf(referrer, [ownHost, host.toLowerCase()]),
      agent: isNobody ? NO_AGENT : enrich.agent(facts),
      place: isNobody ? NO_PLACE : enrich.place(facts, ''),
    })
  }
}

// The tags of the destination say the same of every click on it, so they are left out.
const NO_CAMPAIGN: Campaign = { source: '', medium: '', campaign: '', content: '', term: '', clickId: '' }
/** A referrer from the destination's own site is a place where the link was posted, like any other. */
const NO_PAGE: Page = { url: '', host: '', path: '' }

function sourceOf(referrer: string, ownHosts: readonly (string | undefined)[]): Source {
  const isOwn = ownHosts.includes(parseWebUrl(referrer)?.host ?? '')
  const facts = { referrer: isOwn ? '' : referrer, page: NO_PAGE, ownDomains: [], campaign: NO_CAMPAIGN }
  return fitSource(classifySource(facts))
}
