import { AppError } from '../core/errors.ts'
import { parseWebUrl } from '../core/page-url.ts'

export const LONGEST_DESTINATION = 2048
/** As it travels in `Location`: front servers take headers up to 8 KB, and what is not ASCII grows when it is encoded. */
const LONGEST_HREF = 8000

/** Spelled out, with a host; browsers would make an address of `http:x` and of `https:\\x`, too. */
const ABSOLUTE = /^https?:\/\/[^/\\?#]/i
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const SPACE_OR_CONTROL = /[\s\u0000-\u001f\u007f]/

/**
 * What keeps a text, trimmed and not empty, from being the destination of a link: a sentence, or undefined for a good
 * one. Good is an absolute http or https address with a host, in any script.
 */
export function faultOfDestination(text: string): string | undefined {
  if (text.length > LONGEST_DESTINATION) return `destination_url must be ${LONGEST_DESTINATION} characters or less`
  const url = ABSOLUTE.test(text) && !SPACE_OR_CONTROL.test(text) ? parseWebUrl(text) : undefined
  if (url === undefined || !text.isWellFormed()) return 'destination_url is not a valid URL'
  // Everybody who clicks would get to see them.
  if (url.username !== '' || url.password !== '') return 'destination_url must not hold a user name or password'
  if (url.href.length > LONGEST_HREF) return 'destination_url is too long once it is percent-encoded'
  return undefined
}

/** What the redirector answers to, below its base path. */
const REDIRECTS = /^\/(?:l(?:\/|$)|api\/redirect(?:\.php)?\/?$)/

/**
 * Refuses a destination that is itself a short link of this install: a chain counts one person twice, and a circle never
 * ends. `places` are the addresses under which the install is reached, with the base path; scheme and a leading `www.`
 * make no difference.
 */
export function refuseLoop(destination: string, places: readonly string[]): void {
  const target = placeOf(destination)
  if (target === undefined) return
  const isOurs = places.map(placeOf).some((place) => {
    if (place?.host !== target.host) return false
    const base = place.path.replace(/\/$/, '')
    return target.path.startsWith(base) && REDIRECTS.test(target.path.slice(base.length))
  })
  if (!isOurs) return
  const hint = 'Give the address where people should arrive.'
  throw new AppError('invalid_input', `destination_url points back at this redirector. ${hint}`)
}

function placeOf(address: string): { host: string; path: string } | undefined {
  const url = parseWebUrl(address)
  if (url === undefined) return undefined
  const host = url.host.replace(/^www\./, '').replace(/\.(?=:|$)/, '')
  // Front servers decode and tidy a path before they pass it on.
  return { host, path: decoded(url.pathname).replace(/\/{2,}/g, '/') }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
