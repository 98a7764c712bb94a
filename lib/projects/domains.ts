import { AppError } from '../core/errors.ts'
import { cutText } from '../core/text.ts'

/** Given among the domains, it opens the project to every host; stored as the empty list. */
export const ANY_HOST = '*'

export const MOST_DOMAINS = 20
export const LONGEST_DOMAIN = 253
const LONGEST_SHOWN = 300

/**
 * The host names meant by what people type: `https://www.Example.com:8080/shop` is `example.com`. Unique, in the order
 * given; empty when `*` is among them. Throws `invalid_input` with a sentence.
 */
export function cleanDomains(entries: readonly unknown[]): string[] {
  if (entries.length > MOST_DOMAINS) throw refusal(`Maximum ${MOST_DOMAINS} allowed domains per project`)
  const given = entries
    .map((entry) => (typeof entry === 'string' ? withoutScheme(entry) : ''))
    .filter((name) => name !== '')
  if (given.includes(ANY_HOST)) return []
  const hosts = given.map(hostIn).filter((host) => host !== undefined)
  const long = hosts.find((host) => host.length > LONGEST_DOMAIN)
  if (long !== undefined) throw refusal(`Domain '${cutText(long, LONGEST_SHOWN)}' is too long`)
  if (hosts.length === 0) throw refusal('No valid domains provided')
  const wrong = given.find((name) => hostIn(name) === undefined)
  if (wrong !== undefined) throw refusal(`Domain '${cutText(wrong, LONGEST_SHOWN)}' is not a host name`)
  return [...new Set(hosts)]
}

/** The domains as people see and enter them: `*` where every host is allowed. */
export const shownDomains = (domains: readonly string[]): readonly string[] =>
  domains.length === 0 ? [ANY_HOST] : domains

/**
 * The domain lock of the public key. `Origin` decides, `Referer` where there is none; a request with neither does not
 * come from a page and passes. Scheme, port and a leading `www.` do not matter. Takes any text and never throws;
 * `domains` are clean, as `cleanDomains` makes them.
 */
export function isAllowedHost(
  origin: string | undefined,
  referer: string | undefined,
  domains: readonly string[],
): boolean {
  if (domains.length === 0) return true
  const page = origin === undefined || origin === '' ? referer : origin
  if (page === undefined || page === '') return true
  const host = hostOf(page)
  if (host === undefined) return false
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

const withoutScheme = (entry: string): string =>
  entry
    .trim()
    .replace(/^([a-z][a-z\d+.-]*:)?\/+/i, '')
    .replace(/\/+$/, '')

function hostIn(entry: string): string | undefined {
  const name = entry.replace(/^\*\./, '')
  // An IPv6 address needs brackets to be told from a port.
  const isBareIpv6 = /^[\da-f:.]+$/i.test(name) && name.split(':').length > 2
  return hostOf(`http://${isBareIpv6 ? `[${name}]` : name}`)
}

function hostOf(url: string): string | undefined {
  try {
    const host = new URL(url).hostname.toLowerCase().replace(/\.$/, '')
    return host === '' ? undefined : withoutWww(host)
  } catch {
    return undefined
  }
}

// `www.com` is a site of its own; cut down to `com` it would stand for all of .com.
const withoutWww = (host: string): string => host.replace(/^(?:www\.)+(?=[^.]+\.)/, '')

const refusal = (message: string) => new AppError('invalid_input', message)
