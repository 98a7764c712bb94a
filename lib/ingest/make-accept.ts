import type { Page, Source } from '../core/enriched.ts'
import { AppError } from '../core/errors.ts'
import { randomId } from '../core/ids.ts'
import { readPageUrl } from '../core/page-url.ts'
import { cutText } from '../core/text.ts'
import { classifyRequest } from '../bots/classify-request.ts'
import { classifySource } from '../referrer/classify-source.ts'
import type { DropReason, SpoolRecord, Written } from '../spool/records.ts'
import type { Tracked, TrackedAudit, TrackedError } from '../wire/envelope.ts'
import type { EnrichParts, Target } from './enrich.ts'
import { envelopeOf, isBackend, makeEnrich, NO_AGENT, NO_PLACE, optsOut } from './enrich.ts'
import { IGNORED, ignoredPage, ignoredSender } from './ignored.ts'
import { fitSource } from './fit-columns.ts'
import { languageOf } from './language.ts'
import type { RequestFacts } from './request-facts.ts'
import type { AuditInput, ErrorInput, EngagementInput, EventInput, PageviewInput } from './track-input.ts'

export interface AcceptParts extends EnrichParts {
  readonly append: (record: SpoolRecord) => Promise<void>
  /** Spools it and waits until it is in the database; undefined when that takes too long. */
  readonly writeThrough: (record: SpoolRecord) => Promise<Written | undefined>
}

/** Each resolves when the record is in the spool, and tells what became of it. */
export interface Accept {
  pageview(target: Target, input: PageviewInput, facts: RequestFacts): Promise<Tracked>
  engagement(target: Target, input: EngagementInput, facts: RequestFacts): Promise<Tracked>
  event(target: Target, input: EventInput, facts: RequestFacts): Promise<Tracked>
  /** With the secret key: waits for the database, and tells the number of the group or the entry. */
  error(target: Target, input: ErrorInput, facts: RequestFacts): Promise<TrackedError>
  audit(target: Target, input: AuditInput, facts: RequestFacts): Promise<TrackedAudit>
}

const OF_PEOPLE: readonly DropReason[] = ['opt-out', ...IGNORED]

/** What became of nearly every record. */
export const QUEUED: Tracked = { counted: true, queued: true }

/** Filter, enrich, spool: the middle of the river. Past this point nothing knows an IP address. */
export function makeAccept({ append, writeThrough, ...parts }: AcceptParts): Accept {
  const enrich = makeEnrich(parts)

  async function drop(target: Target, page: Page, reason: DropReason, facts: RequestFacts): Promise<Tracked> {
    const record = envelopeOf(target, randomId(), 0, facts)
    // Of a person nothing is kept but that they came; programs are to be recognised.
    const isPerson = OF_PEOPLE.includes(reason)
    const userAgent = isPerson ? '' : cutText(facts.userAgent.toWellFormed(), 255)
    await append({ ...record, kind: 'dropped', reason, userAgent, page: cutText(page.url, 512) })
    return { counted: false, queued: false, dropped: reason }
  }

  /** `timeZone`: where the sender says one; only page views do. */
  const refusalOf = (target: Target, facts: RequestFacts, page: Page, timeZone = ''): DropReason | undefined =>
    optsOut(target, facts)
      ? 'opt-out'
      : (ignoredSender(target, facts, () => enrich.place(facts, timeZone).country) ??
        ignoredPage(target, page) ??
        classifyRequest(facts))

  /** A backend waits for what it may want to refer to; a browser does not. */
  async function store(target: Target, record: SpoolRecord): Promise<Written | undefined> {
    if (isBackend(target)) return writeThrough(record)
    await append(record)
    return undefined
  }

  return {
    async pageview(target, input, facts) {
      const { page, campaign } = requirePage(input.url)
      const reason = refusalOf(target, facts, page, input.timezone)
      if (reason !== undefined) return drop(target, page, reason, facts)
      const record = envelopeOf(target, input.view, input.age, facts)
      const ownDomains = 'project' in target ? target.project.domains : []
      await append({
        ...record,
        kind: 'pageview',
        ...enrich.visitor(target, input, facts, record.at),
        page,
        title: input.page_title,
        source: fitSource(entrySource(classifySource({ referrer: input.referrer, page, ownDomains, campaign }))),
        campaign,
        agent: enrich.agent(facts),
        place: enrich.place(facts, input.timezone),
        language: languageOf(facts.acceptLanguage),
        screen: /^\d{1,5}x\d{1,5}$/.test(input.screen_resolution) ? input.screen_resolution : '',
        ...enrich.device(target, facts, record.at),
      })
      return QUEUED
    },
    async engagement(target, input, facts) {
      const { page } = requirePage(input.url)
      const reason = refusalOf(target, facts, page)
      // The page view was dropped and counted as such; its time is not counted a second time.
      if (reason !== undefined) return { counted: false, queued: false, dropped: reason }
      const record = envelopeOf(target, input.id, input.age, facts)
      const { view, engaged, scroll } = input
      const visitor = enrich.visitor(target, input, facts, record.at)
      await append({ ...record, kind: 'engagement', ...visitor, view, page, engagedMs: engaged, scroll })
      return QUEUED
    },
    async event(target, input, facts) {
      const { page } = requirePage(input.url)
      const reason = refusalOf(target, facts, page)
      if (reason !== undefined) return { counted: false, queued: false, dropped: reason }
      const record = envelopeOf(target, input.id, input.age, facts)
      const { name, props, view } = input
      const visitor = enrich.visitor(target, input, facts, record.at)
      await append({ ...record, kind: 'event', ...visitor, name, props, page, view })
      return QUEUED
    },
    async error(target, input, facts) {
      const record = envelopeOf(target, input.id, input.age, facts)
      // An error of somebody who opted out is still an error of the site; who and where they are is left out.
      const isNobody = isBackend(target) || optsOut(target, facts)
      const error: SpoolRecord = {
        ...record,
        kind: 'error',
        ...(!isNobody && enrich.visitor(target, input, facts, record.at)),
        type: input.error_type,
        message: input.message,
        file: input.file,
        line: input.line,
        stack: input.stack,
        page: input.url,
        severity: input.severity,
        environment: input.environment,
        context: input.context,
        agent: isBackend(target) ? NO_AGENT : enrich.agent(facts),
        place: isNobody ? NO_PLACE : enrich.place(facts, input.timezone),
        view: input.view,
      }
      const written = await store(target, error)
      if (written?.kind !== 'error') return { queued: true }
      return { group_id: written.issue, queued: false, regression: written.isRegression }
    },
    async audit(target, input, facts) {
      refuseBrowserAudits(target)
      const record = envelopeOf(target, input.id, input.age, facts)
      const { action, actor, target: object, tenant, outcome, external_id: externalId, context } = input
      const isNobody = isBackend(target) || optsOut(target, facts)
      const written = await store(target, {
        ...record,
        kind: 'audit',
        ...(!isNobody && enrich.visitor(target, input, facts, record.at)),
        ...{ action, actor, target: object, tenant, outcome, externalId, context },
      })
      if (written?.kind !== 'audit') return { queued: true }
      return { id: written.sequence, queued: false, hash: written.hash }
    },
  }
}

function refuseBrowserAudits(target: Target): void {
  // Whether the project allows it, nobody can tell now; a browser whose entry is refused for good would drop it.
  if (!('project' in target))
    throw new AppError('unavailable', 'Keys cannot be checked right now. Try again soon.', { retryAfter: 30 })
  if (isBackend(target) || target.project.browserAudits) return
  const hint = 'Send it from a server with the secret key, or allow browser_audits for the project.'
  throw new AppError('forbidden', `The public key may not write audit entries. ${hint}`)
}

function requirePage(url: string) {
  const found = readPageUrl(url)
  if (found === undefined) throw new AppError('invalid_input', 'url must be an absolute http or https address')
  return found
}

const DIRECT: Source = { channel: 'direct', name: '', url: '' }

/** Coming from the own site says nothing about where the visit came from. */
const entrySource = (source: Source): Source => (source.channel === 'internal' ? DIRECT : source)
