import { encodeCursor } from '../core/cursor.ts'
import { localTime } from '../core/time-zone.ts'
import type { LinkCreated, LinkEdited, LinkList, LinkShape } from '../wire/links.ts'
import type { Link } from './link.ts'
import type { LinkPiece } from './link-store.ts'
import { shortUrl } from './short-url.ts'

/**
 * Links in the words of Micrologs, keys in its order. Times are the project's own, `YYYY-MM-DD HH:MM:SS`; `base` is where
 * browsers reach this install.
 */
export interface Setting {
  readonly base: string
  readonly timeZone: string
}

export const createdLinkAnswer = ({ code, destination, label }: Link, { base }: Setting): LinkCreated => ({
  code,
  short_url: shortUrl(base, code),
  destination_url: destination,
  label,
})

export const linkAnswer = (link: Link, setting: Setting): LinkShape => ({
  ...headOf(link, setting),
  total_clicks: link.clicks,
  created_at: localTime(setting.timeZone, link.createdAt),
})

export const editedLinkAnswer = (link: Link, setting: Setting): LinkEdited => ({
  ...headOf(link, setting),
  created_at: localTime(setting.timeZone, link.createdAt),
})

export const linkListAnswer = ({ links, after }: LinkPiece, setting: Setting): LinkList => ({
  count: links.length,
  links: links.map((link) => linkAnswer(link, setting)),
  ...(after !== undefined && { next_cursor: encodeCursor([after]) }),
})

const headOf = (link: Link, { base }: Setting) => ({
  id: link.id,
  code: link.code,
  short_url: shortUrl(base, link.code),
  destination_url: link.destination,
  label: link.label,
  is_active: link.isActive,
})

/** The sentences that go with them. */
export const linkSentences = {
  created: 'Link created successfully',
  listed: 'Links fetched successfully',
  found: 'Link fetched successfully',
  edited: 'Link updated successfully',
  deleted: 'Link deleted successfully',
}
