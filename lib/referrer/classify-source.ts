import type { Campaign, Channel, Page, Source } from '../core/enriched.ts'
import { Lru } from '../core/lru.ts'
import { cutEscaped, parseWebUrl } from '../core/page-url.ts'
import type { NamedSource } from './find-source.ts'
import { findSourceByHost, findSourceByWord } from './find-source.ts'
import { CLICK_ID_OWNERS } from './known-sources.data.ts'

export interface SourceFacts {
  /** As the browser sent it; anything but a web address or an Android app counts as none. */
  readonly referrer: string
  readonly page: Page
  /** Domains of the project, in lower case; each stands for its subdomains as well. */
  readonly ownDomains: readonly string[]
  readonly campaign: Campaign
}

interface Referrer extends Source {
  readonly host: string
}

const NONE: Referrer = { channel: 'direct', name: '', url: '', host: '' }
const INTERNAL: Source = { channel: 'internal', name: '', url: '' }

const MAX_REFERRER = 2048
const MAX_URL = 512

/**
 * Where a page view came from. The referrer gives name and URL (at most 512 characters, no query); without one the
 * `utm_source` or the click id gives the name. The campaign decides about `paid` and `email`. Never throws.
 */
export function classifySource({ referrer, page, ownDomains, campaign }: SourceFacts): Source {
  const from = readReferrer(referrer)
  if (from !== NONE && isOwn(from.host, page.host, ownDomains)) return INTERNAL
  const named = from === NONE ? (sourceOfCampaign(campaign) ?? from) : from
  return { channel: channelOf(named.channel, campaign, from), name: named.name, url: from.url }
}

const known = new Lru<string, Referrer>(5000)

function readReferrer(raw: string): Referrer {
  if (raw === '') return NONE
  const text = raw.slice(0, MAX_REFERRER)
  const found = known.get(text)
  if (found) return found
  const read = readApp(text) ?? readWeb(text) ?? NONE
  known.set(text, read)
  return read
}

function readApp(text: string): Referrer | undefined {
  const name = /^android-app:\/\/([\w.]{1,255})/.exec(text)?.[1]
  if (name === undefined) return undefined
  const host = `app:${name}`
  const source = findSourceByHost(host) ?? { name, channel: 'referral' }
  return { ...source, url: `android-app://${name}`, host }
}

function readWeb(text: string): Referrer | undefined {
  const url = parseWebUrl(text)
  if (!url) return undefined
  const host = url.hostname
  const source = findSourceByHost(host) ?? { name: bare(host), channel: 'referral' }
  return { ...source, url: cutEscaped(url.host + url.pathname, MAX_URL), host }
}

/** The host without port and `www.`. */
const bare = (host: string): string => host.replace(/^www\.|:\d+$/g, '')

function isOwn(host: string, pageHost: string, ownDomains: readonly string[]): boolean {
  return isWithin(host, bare(pageHost)) || ownDomains.some((domain) => isWithin(host, bare(domain)))
}

const isWithin = (host: string, domain: string): boolean =>
  domain !== '' && host.endsWith(domain) && (host.length === domain.length || host.at(-domain.length - 1) === '.')

/** The source of a view without referrer, if the campaign tells: mail programs and apps send none. */
function sourceOfCampaign({ source, medium, clickId }: Campaign): NamedSource | undefined {
  const word = source === '' ? medium : source
  if (word !== '') return findSourceByWord(word) ?? { name: word, channel: 'referral' }
  const owner = CLICK_ID_OWNERS.get(clickId)
  return owner && findSourceByWord(owner.name)
}

const PAID =
  /^(?:.*[-_ ])?(?:cpc|ppc|cpm|cpv|cpa|cpp|sem|ads?|display|banner|retargeting|remarketing|interstitial|expandable)$|^paid/
const EMAIL = /^(?:e[-_ ]?mail|newsletter)s?$/

/** What people write into `utm_medium` for channels that a referrer would have shown. */
const MEDIUMS: ReadonlyMap<string, Channel> = new Map([
  ['organic', 'search'],
  ['social', 'social'],
  ['social-media', 'social'],
  ['social_media', 'social'],
  ['social-network', 'social'],
  ['sm', 'social'],
  ['video', 'video'],
])

/** A click id travels on when a visitor shares the address: one that comes from a mail or a forum was not paid for. */
const PLACES_WITH_ADS: ReadonlySet<Channel> = new Set(['search', 'social', 'video'])

/** The channel of a source, as far as the campaign does not say more. */
function channelOf(channel: Channel, campaign: Campaign, from: Referrer): Channel {
  const medium = campaign.medium.toLowerCase()
  if (PAID.test(medium)) return 'paid'
  if (EMAIL.test(medium) || EMAIL.test(campaign.source.toLowerCase())) return 'email'
  const paidClick = CLICK_ID_OWNERS.get(campaign.clickId)?.paid === true
  if (paidClick && (from === NONE || PLACES_WITH_ADS.has(from.channel))) return 'paid'
  return channel === 'referral' || channel === 'direct' ? (MEDIUMS.get(medium) ?? channel) : channel
}
