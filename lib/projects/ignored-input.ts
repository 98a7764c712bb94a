import { isIPv4, isIPv6 } from 'node:net'
import { getCountry } from 'countries-and-timezones'
import * as z from 'zod'
import { cleanText } from '../core/text.ts'

/** Whom and what a project leaves out, as its owner writes it. */

const MOST = 100
const LONGEST_PATH = 200
/** Networks that are larger would leave out whole countries. */
const SHORTEST_PREFIX = { v4: 8, v6: 16 } as const

const ADDRESSES = `ignored_addresses must be a list of at most ${MOST} addresses or networks, such as 203.0.113.7 or 2001:db8::/48`

/** An address or a network in its usual form; undefined for what is none. */
export function cleanAddress(text: string): string | undefined {
  const [, address = '', prefix] = /^([\da-f:.]+)(?:\/(\d{1,3}))?$/.exec(text.trim().toLowerCase()) ?? []
  const isV4 = isIPv4(address)
  if (!isV4 && !isIPv6(address)) return undefined
  if (prefix === undefined) return address
  const bits = Number(prefix)
  const isFine = isV4 ? bits >= SHORTEST_PREFIX.v4 && bits <= 32 : bits >= SHORTEST_PREFIX.v6 && bits <= 128
  return isFine ? `${address}/${bits}` : undefined
}

export const ignoredAddresses = z
  .array(z.string(ADDRESSES), ADDRESSES)
  .max(MOST, ADDRESSES)
  .transform((given, check) => {
    const clean = given.map((text) => [text, cleanAddress(text)] as const)
    const wrong = clean.find(([, address]) => address === undefined)
    if (wrong === undefined) return [...new Set(clean.flatMap(([, address]) => address ?? []))]
    const message = `ignored_addresses: ${JSON.stringify(wrong[0].slice(0, 50))} is no address and no network of at least /${SHORTEST_PREFIX.v4} (IPv4) or /${SHORTEST_PREFIX.v6} (IPv6)`
    check.addIssue({ code: 'custom', message })
    return z.NEVER
  })
  .nullish()
  .meta({
    description:
      'Visitors from these addresses and networks are not counted. They are matched when a request comes, and stored nowhere else.',
    examples: [['203.0.113.7', '2001:db8::/48']],
  })

const PATHS = `ignored_paths must be a list of at most ${MOST} paths of at most ${LONGEST_PATH} characters that begin with / or *`

export const ignoredPaths = z
  .array(z.string(PATHS), PATHS)
  .max(MOST, PATHS)
  .transform((given, check) => {
    const clean = given.map((text) => cleanText(text, LONGEST_PATH + 1))
    if (clean.every((path) => /^[/*]/.test(path) && path.length <= LONGEST_PATH)) return [...new Set(clean)]
    check.addIssue({ code: 'custom', message: PATHS })
    return z.NEVER
  })
  .nullish()
  .meta({
    description: 'Views of these pages are not counted. `*` stands for any text.',
    examples: [['/admin/*', '/preview*']],
  })

const HOSTS = `ignored_hosts must be a list of at most ${MOST} host names such as staging.shop.example or *.test, with a port if it matters`

/** A host as pages have it, `*.` in front for all below it; undefined for what is none. */
export function cleanHost(text: string): string | undefined {
  const [, star = '', host = ''] = /^(\*\.)?([^*/?#@\s]+)$/.exec(text.trim()) ?? []
  const url = `http://${host}`
  // Names of other alphabets, as browsers write them.
  return host !== '' && URL.canParse(url) ? star + new URL(url).host : undefined
}

export const ignoredHosts = z
  .array(z.string(HOSTS), HOSTS)
  .max(MOST, HOSTS)
  .transform((given, check) => {
    const clean = given.map(cleanHost)
    if (clean.every((host) => host !== undefined && host.length <= LONGEST_PATH))
      return [...new Set(clean.flatMap((host) => host ?? []))]
    check.addIssue({ code: 'custom', message: HOSTS })
    return z.NEVER
  })
  .nullish()
  .meta({
    description: 'Views of pages of these hosts are not counted. `*.` in front takes all hosts below one.',
    examples: [['staging.shop.example', '*.test']],
  })

const COUNTRIES = `ignored_countries must be a list of at most ${MOST} countries, each by its two letters (ISO 3166-1), such as DE`

export const ignoredCountries = z
  .array(z.string(COUNTRIES), COUNTRIES)
  .max(MOST, COUNTRIES)
  .transform((given, check) => {
    const clean = given.map((text) => text.trim().toUpperCase())
    if (clean.every((country) => getCountry(country) !== null)) return [...new Set(clean)]
    check.addIssue({ code: 'custom', message: COUNTRIES })
    return z.NEVER
  })
  .nullish()
  .meta({
    description:
      'Nobody from these countries is counted. The address tells the country; without a geo database the time zone of a page view does, and then events and clicks still count.',
    examples: [['CN', 'RU']],
  })
