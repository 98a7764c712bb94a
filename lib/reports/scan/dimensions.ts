import type { CodedName, SparseName } from '../../sealed-days/part.ts'
import type { ViewDimension, VisitDimension } from '../filter.ts'
import type { Shape, Texts } from './dictionary-reader.ts'

/** A dimension of visits and page views: the column that has it, and what the texts of a number there make of it. */
export interface DimensionPlan {
  readonly shape: Shape
  readonly column: CodedName
  /** Where a page view says otherwise. */
  readonly own?: SparseName
  /** The value and its fields; undefined for what is to be in no row. */
  readonly value: (texts: Texts) => Texts | undefined
  /** Names of the fields, which come behind the value. */
  readonly fields: readonly string[]
}

const page = (column: CodedName): DimensionPlan => ({
  shape: 'pages',
  column,
  value: ([path = '', host = '']) => [path, host],
  fields: ['host'],
})

const agent = (value: DimensionPlan['value'], ...fields: string[]): DimensionPlan => ({
  shape: 'agents',
  column: 'visit.agent',
  own: 'view.agent',
  value,
  fields,
})

const place = (value: DimensionPlan['value'], ...fields: string[]): DimensionPlan => ({
  shape: 'places',
  column: 'visit.place',
  own: 'view.place',
  value,
  fields,
})

const source = (value: DimensionPlan['value'], ...fields: string[]): DimensionPlan => ({
  shape: 'sources',
  column: 'visit.source',
  value,
  fields,
})

const campaign = (index: number): DimensionPlan => ({
  shape: 'campaigns',
  column: 'visit.campaign',
  value: (texts) => [texts[index] ?? ''],
  fields: [],
})

/** A link inside the site itself is no referral: the visit counts as one without a source. */
export const isReferral = (channel: string | undefined) =>
  channel !== '' && channel !== 'direct' && channel !== 'internal'

const versioned = (name = '', version = '') => (name === '' || version === '' ? name : `${name} ${version}`)

/**
 * What questions may name. Values are as stored, and empty for what is not known, but for `channel`, where no source at
 * all is `direct`. `screen` is a class of the width in CSS pixels (see `screenClass`).
 */
export const PLANS: { readonly [D in VisitDimension | ViewDimension]: DimensionPlan } = {
  page: page('view.page'),
  hostname: { shape: 'pages', column: 'view.page', value: ([, host = '']) => [host], fields: [] },
  title: { shape: 'texts', column: 'view.title', value: ([title = '']) => [title], fields: [] },
  entry_page: page('visit.entry'),
  exit_page: page('visit.exit'),
  channel: source(([channel = '']) => [isReferral(channel) ? channel : 'direct']),
  source: source(([channel = '', name = '']) => (isReferral(channel) ? [name, channel] : ['', 'direct']), 'channel'),
  referrer: source(([channel = '', , url = '']) => (isReferral(channel) ? [url, channel] : ['', 'direct']), 'channel'),
  utm_source: campaign(0),
  utm_medium: campaign(1),
  utm_campaign: campaign(2),
  utm_content: campaign(3),
  utm_term: campaign(4),
  click_id: campaign(5),
  country: place(([country = '']) => [country]),
  region: place(([country = '', region = '']) => [region, country], 'country'),
  city: place(([country = '', region = '', city = '']) => [city, country, region], 'country', 'region'),
  language: {
    shape: 'texts',
    column: 'visit.language',
    own: 'view.language',
    value: ([language = '']) => [language],
    fields: [],
  },
  screen: {
    shape: 'texts',
    column: 'visit.screen',
    own: 'view.screen',
    value: ([size = '']) => [screenClass(size)],
    fields: [],
  },
  device: agent(([device = '']) => [device === 'unknown' ? '' : device]),
  browser: agent(([, , , browser = '']) => [browser]),
  browser_version: agent(([, , , browser = '', version]) => [versioned(browser, version), browser], 'browser'),
  os: agent(([, os = '']) => [os]),
  os_version: agent(([, os = '', version]) => [versioned(os, version), os], 'os'),
}

/** The classes of Plausible: below 576 `mobile`, below 992 `tablet`, below 1440 `laptop`, else `desktop`. */
export function screenClass(size: string): string {
  const width = Number(/^(\d{1,6})x\d/.exec(size)?.[1])
  if (!(width > 0)) return ''
  if (width < 576) return 'mobile'
  if (width < 992) return 'tablet'
  return width < 1440 ? 'laptop' : 'desktop'
}

/** Whether views have values of this dimension of their own, rather than those of their visit. */
export const isOfViews = ({ column }: DimensionPlan): boolean => column.startsWith('view.')
