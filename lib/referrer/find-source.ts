import { parse } from 'tldts-icann'
import type { Channel } from '../core/enriched.ts'
import { KNOWN_SOURCES } from './known-sources.data.ts'

export interface NamedSource {
  readonly name: string
  readonly channel: Channel
}

const byHost = new Map<string, NamedSource>()
const byWord = new Map<string, NamedSource>()

for (const [channel, rows] of KNOWN_SOURCES) {
  for (const [name, hosts, tags] of rows) {
    const source = { name, channel }
    for (const host of words(hosts)) byHost.set(host, source)
    for (const word of [name.toLowerCase(), ...words(tags)]) byWord.set(word, source)
  }
}

function words(text = ''): string[] {
  return text.split(' ').filter((word) => word !== '')
}

/** Suffixes under which one brand has its country sites. */
const COUNTRY_SUFFIX = /^(?:com|net|org|[a-z]{2}|[a-z]{2,3}\.[a-z]{2})$/

/** The known source of a host in lower case without port, or of an app (`app:com.slack`). */
export function findSourceByHost(host: string): NamedSource | undefined {
  if (host.startsWith('app:')) return byHost.get(host)
  const { hostname, domain, publicSuffix } = parse(host, { extractHostname: false })
  if (hostname === null || domain === null || publicSuffix === null) return undefined
  const countries = COUNTRY_SUFFIX.test(publicSuffix)
  // From the whole host to its registrable domain, so that the most exact entry counts.
  for (let name = hostname; name.length >= domain.length; name = name.slice(name.indexOf('.') + 1)) {
    const found = byHost.get(name) ?? (countries ? byHost.get(`${name.slice(0, -publicSuffix.length)}*`) : undefined)
    if (found) return found
  }
  return undefined
}

/** The known source that a `utm_source` means: its name, a word for it, or one of its hosts, in any case. */
export function findSourceByWord(word: string): NamedSource | undefined {
  const lower = word.toLowerCase()
  return byWord.get(lower) ?? findSourceByHost(lower)
}
