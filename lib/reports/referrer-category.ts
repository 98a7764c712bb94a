import type { ReferrerCategory } from '../wire/report-parts.ts'

const CATEGORIES: Readonly<Record<string, ReferrerCategory>> = {
  '': 'direct',
  direct: 'direct',
  // A link inside the site itself: how the visit began is what counts, and that was no referral.
  internal: 'direct',
  search: 'organic_search',
  social: 'social',
  email: 'email',
  ai: 'ai',
  video: 'video',
  paid: 'paid',
}

/** The word that answers use for a stored channel; `''` stands for no source at all. */
export const referrerCategory = (channel: string): ReferrerCategory => CATEGORIES[channel] ?? 'referral'

/** The channel that a query has for each word of answers. */
const CHANNELS: Readonly<Record<ReferrerCategory, string>> = {
  direct: 'direct',
  organic_search: 'search',
  social: 'social',
  referral: 'referral',
  email: 'email',
  ai: 'ai',
  video: 'video',
  paid: 'paid',
}

export const CHANNEL_WORDS = Object.keys(CHANNELS) as ReferrerCategory[]

export const channelOfCategory = (word: ReferrerCategory): string => CHANNELS[word]
