import { randomId } from '../../lib/core/ids.ts'
import type {
  AuditRecord,
  ClickRecord,
  EngagementRecord,
  ErrorRecord,
  PageviewRecord,
} from '../../lib/spool/records.ts'

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

/** An error as a browser reports it. */
export const errorRecord = (given: Partial<ErrorRecord> = {}): ErrorRecord => ({
  v: 1,
  kind: 'error',
  id: randomId(),
  at: NOON,
  project: { id: 1 },
  type: 'TypeError',
  message: 'x is not a function',
  file: '/app.js',
  line: 3,
  stack: null,
  page: 'https://shop.example/',
  severity: 'error',
  environment: 'production',
  context: null,
  agent: { device: 'desktop', os: 'Linux', osVersion: '', browser: 'Firefox', browserVersion: '145' },
  place: { country: 'AT', region: 'Vienna', city: 'Vienna' },
  view: 0,
  ...given,
})

/** The use of a link that leads to a page of the shop, or of another `host`. */
export function clickRecord(
  given: Partial<Omit<ClickRecord, 'page'>> & { page?: string; host?: string } = {},
): ClickRecord {
  const { page: path = '/', host = 'shop.example', ...rest } = given
  return {
    v: 1,
    kind: 'click',
    id: randomId(),
    at: NOON,
    project: { id: 1 },
    visitor: 1001,
    link: 1,
    by: 'person',
    source: { channel: 'direct', name: '', url: '' },
    agent: { device: 'desktop', os: 'Linux', osVersion: '', browser: 'Firefox', browserVersion: '145' },
    place: { country: 'AT', region: 'Vienna', city: 'Vienna' },
    ...rest,
    page: { url: `https://${host}${path}`, host, path },
  }
}

/** An audit entry as a backend sends it. */
export function auditRecord(given: Partial<AuditRecord> = {}): AuditRecord {
  return {
    v: 1,
    kind: 'audit',
    id: randomId(),
    at: NOON,
    project: { id: 1 },
    action: 'invoice.deleted',
    actor: 'ann',
    target: 'invoice-118',
    tenant: '',
    outcome: 'success',
    externalId: '',
    context: null,
    ...given,
  }
}
