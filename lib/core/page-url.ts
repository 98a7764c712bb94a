import { roleOfTag } from './campaign-tags.ts'
import type { Campaign, Page } from './enriched.ts'
import { cleanText } from './text.ts'

export interface PageUrl {
  readonly page: Page
  readonly campaign: Campaign
}

const MAX_RAW = 8192
const MAX_URL = 2048
const MAX_HOST = 255
const MAX_TAG = 255

type Tags = { -readonly [K in keyof Campaign]: Campaign[K] }

/**
 * Reads the address of a page once, for the page as reports name it and for the campaign in its query (see `Page` and
 * `Campaign` for the forms; the first non-empty value of a tag wins, each is cut at 255 characters). Undefined for all
 * that is not an absolute http or https URL. Never throws.
 */
export function readPageUrl(raw: string): PageUrl | undefined {
  const url = parseWebUrl(raw)
  if (!url) return undefined
  const tags: Tags = { source: '', medium: '', campaign: '', content: '', term: '', clickId: '' }
  const origin = `${url.protocol}//${url.host}`
  const whole = url.pathname + withoutTags(url.search, tags) + routeOf(url.hash, tags)
  const path = cutEscaped(whole, MAX_URL - origin.length)
  return { page: { url: origin + path, host: url.host, path }, campaign: tags }
}

/** An absolute http or https URL with a host of at most 255 characters. Never throws. */
export function parseWebUrl(raw: string): URL | undefined {
  const text = raw.length > MAX_RAW ? raw.slice(0, MAX_RAW) : raw
  const url = parse(text)
  if (url === undefined) return undefined
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  return url.host.length <= MAX_HOST ? url : undefined
}

/**
 * Asking first is cheaper than catching: making the error of `new URL` costs more than parsing twice. But once it has been
 * compiled, `URL.canParse` of Node 20 says no to any text with a character from U+0080 to U+00FF, such as `ü`.
 */
function parse(text: string): URL | undefined {
  if (Buffer.byteLength(text) === text.length) return URL.canParse(text) ? new URL(text) : undefined
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** `?a=1&b=2` less its campaign tags, which are noted in `tags`; empty text when nothing is left. */
function withoutTags(search: string, tags: Tags): string {
  if (search.length < 2) return ''
  const kept: string[] = []
  for (const pair of search.slice(1).split('&')) {
    if (pair !== '' && !noteTag(pair, tags)) kept.push(pair)
  }
  return kept.length > 0 ? `?${kept.join('&')}` : ''
}

/** Whether `name=value` is a campaign tag. */
function noteTag(pair: string, tags: Tags): boolean {
  const equals = pair.indexOf('=')
  const name = nameOf(equals < 0 ? pair : pair.slice(0, equals))
  const role = roleOfTag(name)
  if (role === undefined) return false
  if (role === 'dropped' || equals < 0 || tags[role] !== '') return true
  const value = cleanText(decoded(pair.slice(equals + 1)), MAX_TAG)
  tags[role] = role === 'clickId' && value !== '' ? name : value
  return true
}

/** `UTM_Source`, `utm_source[]` and `utm%5Fsource` are all `utm_source`. */
function nameOf(written: string): string {
  const name = (written.includes('%') ? decoded(written) : written).toLowerCase()
  const bracket = name.indexOf('[')
  return bracket > 0 ? name.slice(0, bracket) : name
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}

/** A fragment that a router in the browser reads (`#/cart?step=2`, `#!cart`), less its campaign tags. */
function routeOf(hash: string, tags: Tags): string {
  if (!hash.startsWith('#/') && !hash.startsWith('#!')) return ''
  const query = hash.indexOf('?')
  return query < 0 ? hash : hash.slice(0, query) + withoutTags(hash.slice(query), tags)
}

const PART_OF_ESCAPE = /%[0-9A-F]?$/i
const PART_OF_CHARACTER = /%[C-F][0-9A-F](?:%[89AB][0-9A-F])*$/i

/** The first `max` characters of percent-encoded text, without half an escape or half an encoded character at the end. */
export function cutEscaped(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, max).replace(PART_OF_ESCAPE, '')
  const goesOn = /^%[89AB]/i.test(text.slice(cut.length, cut.length + 2))
  return goesOn ? cut.replace(PART_OF_CHARACTER, '') : cut
}
