import { parsePlace } from '../routing/place.ts'

/** The token of `#/share/<token>`, or of `/embed/<token>` in the frame of another site; undefined for the dashboard itself. */
export function shareToken(): string | undefined {
  const [first, second] = parsePlace(location.hash).path
  if (first === 'share') return second
  return /\/embed\/([\w-]+)$/.exec(location.pathname)?.[1]
}
