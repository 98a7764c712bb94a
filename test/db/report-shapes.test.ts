import type { Db } from '../../lib/db/open-db.ts'
import type { ReportName } from '../../lib/reports/catalogue.ts'
import { REPORTS } from '../../lib/reports/catalogue.ts'
import { parseQuestion } from '../../lib/reports/report.ts'
import { partsEngine } from '../../lib/reports/parts-engine.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { rows } from '../kit/rows.ts'

const NOW = Date.parse('2026-11-20T12:00Z')
const RANGE = { from: '2026-11-18 00:00:00', to: '2026-11-20 23:59:59' }
const home = 'https://example.org/'
const about = 'https://example.org/about?lang=de'

const desktop = {
  device: 'desktop',
  os: 'Windows',
  osVersion: '11',
  browser: 'Firefox',
  browserVersion: '140',
} as const
const phone = { device: 'mobile', os: 'iOS', osVersion: '26', browser: 'Safari', browserVersion: '26' } as const
const berlin = { country: 'DE', region: 'Land Berlin', city: 'Berlin' }
const google = { channel: 'search', name: 'Google', url: 'https://www.google.com/' } as const
const launch = { source: 'news', medium: 'email', campaign: 'launch' }

/** Three days, four visitors. The days are UTC's. */
async function fill(db: Db): Promise<void> {
  const { visit, dropped } = rows(db)
  await visit(
    {
      visitor: 1,
      at: '2026-11-18T09:00Z',
      views: [
        { page: home, title: 'Home' },
        { after: 60, page: about, title: 'About us' },
      ],
      lasts: 90,
      source: google,
      agent: desktop,
      place: berlin,
    },
    // A bounce.
    {
      visitor: 2,
      at: '2026-11-18T10:00Z',
      views: [{ page: home, title: 'Home' }],
      agent: phone,
      place: { country: 'AT' },
      campaign: launch,
    },
    // One view, but an engaging event: no bounce. Known from before the range.
    {
      visitor: 3,
      at: '2026-11-20T08:00Z',
      firstSeen: '2026-10-01T08:00Z',
      views: [{ page: home, title: 'Welcome' }],
      events: 1,
      lasts: 30,
      agent: { ...desktop, osVersion: '10', browser: '' },
      place: { ...berlin, city: '' },
      campaign: { ...launch, content: 'footer' },
    },
    // Comes back on a later day; from a page of the site itself, with nothing known.
    { visitor: 1, at: '2026-11-20T08:30Z', views: [{ page: home }], source: { channel: 'internal', url: about } },
    {
      visitor: 4,
      at: '2026-11-20T23:59:59.999Z',
      views: [{ page: about, title: 'About us' }],
      source: { channel: 'ai', name: 'ChatGPT', url: 'https://chatgpt.com/' },
      agent: { device: 'unknown' },
      place: { country: 'XK', city: 'Prizren' },
    },
    // Around the range, just outside of it.
    { visitor: 8, at: '2026-11-17T23:59:59.999Z', source: google, campaign: launch, agent: phone, place: berlin },
    { visitor: 9, at: '2026-11-21T00:00Z', source: google, campaign: launch, agent: phone, place: berlin },
  )
  // Of another project.
  await rows(db, 2).visit({
    visitor: 1,
    at: '2026-11-19T09:00Z',
    source: google,
    campaign: launch,
    agent: phone,
    place: berlin,
  })
  await dropped(
    { at: '2026-11-17T12:00Z', reason: 'bot' },
    { at: '2026-11-18T12:00Z', reason: 'bot', userAgent: 'Googlebot', page: home },
    { at: '2026-11-20T11:59:59Z', reason: 'no-accept', page: about },
    { at: '2026-11-19T12:00Z', reason: 'bot', userAgent: 'curl/8', page: home },
  )
}

/** Reports on errors, links, audits and custom events have tests of their own. */
type TrafficReport = Exclude<
  ReportName,
  'events' | 'errors' | 'errors-trend' | 'error-detail' | 'audits' | 'links' | 'link-detail'
>

const EXPECTED: { readonly [Name in TrafficReport]: object } = {
  visitors: {
    range: RANGE,
    unique_visitors: 4,
    total_pageviews: 6,
    total_sessions: 5,
    bounce_rate: 60,
    over_time: [
      { date: '2026-11-18', pageviews: 3, unique_visitors: 2 },
      { date: '2026-11-20', pageviews: 3, unique_visitors: 3 },
    ],
  },
  'visitors-returning': {
    range: RANGE,
    total_visitors: 4,
    new_visitors: 3,
    returning_visitors: 1,
    new_pct: 75,
    returning_pct: 25,
    over_time: [
      { date: '2026-11-18', new_visitors: 2, returning_visitors: 0 },
      { date: '2026-11-20', new_visitors: 1, returning_visitors: 2 },
    ],
  },
  sessions: {
    range: RANGE,
    total_sessions: 5,
    bounce_rate: 60,
    avg_duration_seconds: 24,
    avg_duration_engaged: 60,
    avg_pages_per_session: 1.2,
    over_time: [
      { date: '2026-11-18', sessions: 2, avg_duration_seconds: 45 },
      { date: '2026-11-20', sessions: 3, avg_duration_seconds: 10 },
    ],
    avg_engaged_seconds: 0,
  },
  pages: {
    range: RANGE,
    count: 2,
    // The newest title that was seen; a view without one takes it from no page.
    pages: [
      { url: home, page_title: 'Welcome', pageviews: 4, unique_visitors: 3 },
      { url: about, page_title: 'About us', pageviews: 2, unique_visitors: 2 },
    ],
  },
  referrers: {
    range: RANGE,
    by_category: [
      { category: 'direct', pageviews: 3, unique_visitors: 3 },
      { category: 'organic_search', pageviews: 2, unique_visitors: 1 },
      { category: 'ai', pageviews: 1, unique_visitors: 1 },
    ],
    top_referrers: [
      { referrer_url: 'https://www.google.com/', pageviews: 2 },
      { referrer_url: 'https://chatgpt.com/', pageviews: 1 },
    ],
  },
  devices: {
    range: RANGE,
    by_device: [
      { device_type: 'desktop', pageviews: 3, unique_visitors: 2 },
      { device_type: 'unknown', pageviews: 2, unique_visitors: 2 },
      { device_type: 'mobile', pageviews: 1, unique_visitors: 1 },
    ],
    by_os: [
      { os: 'Windows', pageviews: 3 },
      { os: 'Unknown', pageviews: 2 },
      { os: 'iOS', pageviews: 1 },
    ],
    by_browser: [
      { browser: 'Unknown', pageviews: 3 },
      { browser: 'Firefox', pageviews: 2 },
      { browser: 'Safari', pageviews: 1 },
    ],
  },
  locations: {
    range: RANGE,
    by_country: [
      { country: 'Germany', country_code: 'DE', pageviews: 3, unique_visitors: 2 },
      { country: 'Austria', country_code: 'AT', pageviews: 1, unique_visitors: 1 },
      { country: 'Kosovo', country_code: 'XK', pageviews: 1, unique_visitors: 1 },
    ],
    by_region: [{ country: 'Germany', country_code: 'DE', region: 'Land Berlin', pageviews: 3 }],
    by_city: [
      { city: 'Berlin', region: 'Land Berlin', country_code: 'DE', pageviews: 2 },
      { city: 'Prizren', region: '', country_code: 'XK', pageviews: 1 },
    ],
  },
  utm: {
    range: RANGE,
    count: 1,
    campaigns: [{ utm_source: 'news', utm_medium: 'email', utm_campaign: 'launch', pageviews: 2, unique_visitors: 2 }],
  },
  dropped: {
    range: RANGE,
    total: 3,
    by_reason: [
      { reason: 'bot', count: 2 },
      { reason: 'no-accept', count: 1 },
    ],
    newest: [
      { at: '2026-11-20 11:59:59', reason: 'no-accept', user_agent: '', page: about },
      { at: '2026-11-19 12:00:00', reason: 'bot', user_agent: 'curl/8', page: home },
      { at: '2026-11-18 12:00:00', reason: 'bot', user_agent: 'Googlebot', page: home },
    ],
  },
}

const NOTHING: { readonly [Name in TrafficReport]: object } = {
  visitors: { range: RANGE, unique_visitors: 0, total_pageviews: 0, total_sessions: 0, bounce_rate: 0, over_time: [] },
  'visitors-returning': {
    range: RANGE,
    total_visitors: 0,
    new_visitors: 0,
    returning_visitors: 0,
    new_pct: 0,
    returning_pct: 0,
    over_time: [],
  },
  sessions: {
    range: RANGE,
    total_sessions: 0,
    bounce_rate: 0,
    avg_duration_seconds: 0,
    avg_duration_engaged: 0,
    avg_pages_per_session: 0,
    over_time: [],
    avg_engaged_seconds: 0,
  },
  pages: { range: RANGE, count: 0, pages: [] },
  referrers: { range: RANGE, by_category: [], top_referrers: [] },
  devices: { range: RANGE, by_device: [], by_os: [], by_browser: [] },
  locations: { range: RANGE, by_country: [], by_region: [], by_city: [] },
  utm: { range: RANGE, count: 0, campaigns: [] },
  dropped: { range: RANGE, total: 0, by_reason: [], newest: [] },
}

const names = Object.keys(EXPECTED) as TrafficReport[]

describe.each(engines)('%s: a report', (engine) => {
  let kit: Awaited<ReturnType<typeof freshDb>>
  beforeAll(async () => {
    kit = await freshDb(engine)
    await fill(kit.db)
  })
  afterAll(() => kit.drop())

  const answer = (name: ReportName, project: number, query: Record<string, string> = { range: '3d' }) =>
    REPORTS[name].answer(
      partsEngine(kit.db),
      parseQuestion(query, { id: project, timeZone: 'UTC' }, { now: NOW, base: '' }),
    )

  // As text, because the order of the keys is part of the contract.
  test.each(names)('%s', async (name) => {
    expect(JSON.stringify(await answer(name, 1), null, 1)).toBe(JSON.stringify(EXPECTED[name], null, 1))
  })

  test.each(names)('%s of a project without data', async (name) => {
    expect(JSON.stringify(await answer(name, 3), null, 1)).toBe(JSON.stringify(NOTHING[name], null, 1))
  })

  test('pages keeps to its limit, and equal pages are in the order of their URLs', async () => {
    const urls = ['c', 'a', 'b'].map((path) => `https://example.org/${path}`)
    for (const [index, page] of urls.entries()) {
      await rows(kit.db, 4).visit({ visitor: index + 1, at: '2026-11-20T08:00Z', views: [{ page }] })
    }
    const top = await answer('pages', 4, { range: '1d', limit: '2' })
    expect(top).toMatchObject({ count: 2, pages: [{ url: urls[1] }, { url: urls[2] }] })
  })

  test('a title is the newest of the range, not of all time', async () => {
    await rows(kit.db, 5).visit(
      { visitor: 1, at: '2026-11-20T00:00Z', views: [{ title: 'Zebra' }, { after: 1, title: 'Ant' }, { after: 2 }] },
      { visitor: 1, at: '2026-11-21T00:00Z', views: [{ title: 'Later' }] },
    )
    expect(await answer('pages', 5, { range: '1d' })).toMatchObject({ pages: [{ page_title: 'Ant', pageviews: 3 }] })
  })
})
