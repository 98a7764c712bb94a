import type { ShareAnswer, SharedAnswer, ShareMade } from '../wire/shares.ts'
import type { Share } from './share-store.ts'

/** Shared dashboards as the API tells of them. */

const time = (at: number) => new Date(at).toISOString()

export const shareAnswer = (share: Share): ShareAnswer => ({
  id: share.id,
  name: share.name,
  hint: share.hint,
  has_password: share.passwordHash !== '',
  embed: share.mayEmbed,
  panels: share.panels === undefined ? null : [...share.panels],
  created_at: time(share.createdAt),
  ends_at: share.endsAt === 0 ? null : time(share.endsAt),
})

/** The token stands behind `#`, where no server and no log sees it; a frame must be decided on before its page runs. */
export const shareMade = (share: Share, token: string, base: string): ShareMade => ({
  ...shareAnswer(share),
  token,
  link: `${base}/#/share/${token}`,
  embed_link: share.mayEmbed ? `${base}/embed/${token}` : null,
})

export const sharedAnswer = (
  { name, mayEmbed, panels }: Share,
  project: { readonly name: string; readonly timeZone: string; readonly identity: string },
): SharedAnswer => ({
  state: 'open',
  name,
  embed: mayEmbed,
  panels: panels === undefined ? null : [...panels],
  project: { name: project.name, time_zone: project.timeZone, identity: project.identity },
})

export const shareSentences = {
  made: 'Dashboard shared. Copy the link: it is not shown again.',
  listed: 'Shared dashboards fetched successfully',
  edited: 'Shared dashboard updated',
  renewed: 'Shared dashboard updated. Copy the new link: it is not shown again; the old one works no more.',
  deleted: 'Shared dashboard deleted. Its link works no more.',
  found: 'Shared dashboard fetched successfully',
  locked: 'This dashboard asks for a password.',
  unlocked: 'Unlocked',
} as const
