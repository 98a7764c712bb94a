import type { ReferrerCategory } from './report-parts.ts'

/** `data` of `GET /api/first-steps`: how far a project has come, from the tag to its first page view. */
export interface FirstSteps {
  project: { name: string; public_key: string; identity: 'daily' | 'cache' | 'cookie' }
  /** The line to paste into a page. */
  tag: string
  /** `received` once there is a page view. */
  state: 'waiting' | 'received'
  /** The newest page view, when `state` is `received`. */
  view?: NewestView
  /** Page views there are, counted up to 1,000. */
  views: number
}

/** Empty text where something is not known. */
export interface NewestView {
  url: string
  page_title: string
  /** ISO 8601, UTC. */
  at: string
  browser: string
  os: string
  /** As in `DevicesReport`. */
  device_type: string
  /** ISO 3166-1 alpha-2. */
  country: string
  /** Where the visit came from. */
  channel: ReferrerCategory
}
