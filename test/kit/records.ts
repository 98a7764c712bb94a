import { randomId } from '../../lib/core/ids.ts'
import type { EngagementRecord, PageviewRecord } from '../../lib/spool/records.ts'

export const NOON = Date.parse('2026-03-10T12:00:00Z')

/** A page view as the ingest would spool it; name only what matters. */
export function pageviewRecord(given: Partial<Omit<PageviewRecord, 'page'>> & { page?: string } = {}): PageviewRecord {
  const path = given.page ?? '/'
  return {
    v: 1,
    kind: 'pageview',
    id: randomId(),
    at: NOON,
    project: { id: 1 },
    visitor: 1001,
    title: `Title of ${path}`,
    source: { channel: 'direct', name: '', url: '' },
    campaign: { source: '', medium: '', campaign: '', content: '', term: '', clickId: '' },
    agent: { device: 'desktop', os: 'Linux', osVersion: '', browser: 'Firefox', browserVersion: '145' },
    place: { country: 'AT', region: 'Vienna', city: 'Vienna' },
    language: 'de-AT',
    screen: '1920x1080',
    ...given,
    page: { url: `https://shop.example${path}`, host: 'shop.example', path },
  }
}

export function engagementRecord(
  given: Partial<Omit<EngagementRecord, 'page'>> & { page?: string } = {},
): EngagementRecord {
  const path = given.page ?? '/'
  return {
    v: 1,
    kind: 'engagement',
    id: randomId(),
    at: NOON,
    project: { id: 1 },
    visitor: 1001,
    view: randomId(),
    engagedMs: 5000,
    scroll: 50,
    ...given,
    page: { url: `https://shop.example${path}`, host: 'shop.example', path },
  }
}
