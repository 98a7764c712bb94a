import type { Agent, Campaign, Place, Source } from '../../lib/core/enriched.ts'
import { SECOND } from '../../lib/core/clock.ts'
import { insertRows, upsertRows } from '../../lib/db/dialect.ts'
import type { Db, Writer } from '../../lib/db/open-db.ts'
import type { DictionaryName } from '../../lib/db/schema.ts'

/** A visit in few words. What is left out is none, or one view of the home page. */
export interface VisitPlan {
  visitor: number
  /** `2026-11-20T09:30Z`, or ms. */
  at: string | number
  /** Page views; `after` in seconds from the start. */
  views?: { after?: number; page?: string; title?: string }[]
  /** Seconds from the start to the last sign of life; the last view by default. */
  lasts?: number
  /** Seconds in which a page of it was in view; 0 unless told. */
  inView?: number
  events?: number
  firstSeen?: string | number
  source?: Partial<Source>
  campaign?: Partial<Campaign>
  agent?: Partial<Agent>
  place?: Partial<Place>
}

interface DroppedPlan {
  at: string
  reason: string
  userAgent?: string
  page?: string
}

interface Rows {
  readonly visit: (...plans: VisitPlan[]) => Promise<void>
  readonly dropped: (...plans: DroppedPlan[]) => Promise<void>
}

const instant = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at))

let used = 0
const nextId = () => ++used

/** Puts rows of one project straight into the tables, past spool and writer: reports are tested on what they read. */
export function rows(db: Db, project = 1): Rows {
  const numbers = new Map<string, number>()
  const firstSeen = new Map<number, number>()

  /** The number of a dictionary's value; all empty is 0, as in production. */
  async function term(tx: Writer, name: DictionaryName, values: Record<string, string>): Promise<number> {
    if (Object.values(values).every((value) => value === '')) return 0
    const key = `${name} ${JSON.stringify(values)}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    const id = nextId()
    await insertRows(tx, db.engine, name, [{ id, project_id: project, hash: id, ...values }])
    numbers.set(key, id)
    return id
  }

  async function attributes(tx: Writer, { source, campaign, place, agent }: VisitPlan) {
    return {
      source: await term(tx, 'sources', { channel: '', name: '', url: '', ...source }),
      campaign: await term(tx, 'campaigns', campaignColumns(campaign)),
      place: await term(tx, 'places', { country: '', region: '', city: '', ...place }),
      agent: await term(tx, 'agents', agentColumns(agent)),
      language: 0,
      screen: 0,
    }
  }

  async function visit(tx: Writer, plan: VisitPlan): Promise<void> {
    const { visitor, views = [{}], events = 0 } = plan
    const started_at = instant(plan.at)
    const id = nextId()
    const common = { project_id: project, visitor, ...(await attributes(tx, plan)) }
    const pageviews = []
    for (const [index, { after = 0, page = 'https://example.org/', title = '' }] of views.entries()) {
      const { host, pathname, search } = new URL(page)
      pageviews.push({
        ...common,
        at: started_at + after * SECOND,
        id: nextId(),
        visit: id,
        page: await term(tx, 'pages', { url: page, host, path: pathname + search }),
        title: await term(tx, 'texts', { value: title }),
        is_entry: index === 0 ? 1 : 0,
      })
    }
    await insertRows(tx, db.engine, 'pageviews', pageviews)
    const last_at = plan.lasts === undefined ? (pageviews.at(-1)?.at ?? started_at) : started_at + plan.lasts * SECOND
    const pages = { entry_page: pageviews.at(0)?.page ?? 0, exit_page: pageviews.at(-1)?.page ?? 0 }
    await insertRows(tx, db.engine, 'visits', [
      {
        ...common,
        ...pages,
        started_at,
        id,
        last_at,
        views: views.length,
        events,
        engaged_ms: (plan.inView ?? 0) * SECOND,
        is_first: 0,
      },
    ])
    const since = plan.firstSeen === undefined ? started_at : instant(plan.firstSeen)
    const first_seen = Math.min(since, firstSeen.get(visitor) ?? since)
    firstSeen.set(visitor, first_seen)
    const running = { visit: id, visit_started_at: started_at, last_view_at: last_at, last_page: 0, recent: '' }
    await upsertRows(
      tx,
      db.engine,
      'visitors',
      [{ project_id: project, visitor, first_seen, last_seen: last_at, ...running }],
      ['project_id', 'visitor'],
      { first_seen: 'replace', last_seen: 'replace' },
    )
  }

  return {
    visit: (...plans) =>
      db.write(async (tx) => {
        for (const plan of plans) await visit(tx, plan)
      }),
    dropped: (...plans) =>
      db.write(async (tx) => {
        for (const { at, reason, userAgent = '', page = '' } of plans) {
          const counted = { project_id: project, day: new Date(at).toISOString().slice(0, 10), reason, hits: 1 }
          await upsertRows(tx, db.engine, 'dropped_counts', [counted], ['project_id', 'day', 'reason'], { hits: 'add' })
          const logged = { project_id: project, at: instant(at), id: nextId(), reason, user_agent: userAgent, page }
          await insertRows(tx, db.engine, 'dropped_log', [logged])
        }
      }),
  }
}

const agentColumns = ({ device, os, osVersion, browser, browserVersion }: Partial<Agent> = {}) => ({
  device: device ?? '',
  os: os ?? '',
  os_version: osVersion ?? '',
  browser: browser ?? '',
  browser_version: browserVersion ?? '',
})

const campaignColumns = ({ source, medium, campaign, content, term, clickId }: Partial<Campaign> = {}) => ({
  utm_source: source ?? '',
  utm_medium: medium ?? '',
  utm_campaign: campaign ?? '',
  utm_content: content ?? '',
  utm_term: term ?? '',
  click_id: clickId ?? '',
})
