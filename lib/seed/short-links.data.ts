import type { Weighted } from './sampler.ts'

/** The links by which the shop counts its own mails, posts and printed matter. */
export type LinkName =
  | 'letter-guide'
  | 'letter-coffee'
  | 'back-in-stock'
  | 'harvest-letter'
  | 'harvest-instagram'
  | 'instagram-profile'
  | 'flyer'
  | 'parcel-card'

export interface ShortLink {
  readonly label: string
  /** Of a page of the site. */
  readonly path: string
  /** The campaign tags of its destination. */
  readonly query: string
  /** Used while the campaign runs, and at no other time. */
  readonly isCampaign?: boolean
}

export const SHORT_LINKS: Readonly<Record<LinkName, ShortLink>> = {
  'letter-guide': {
    label: 'Weekly letter: pour-over guide',
    path: '/blog/pour-over-guide',
    query: 'utm_source=newsletter&utm_medium=email&utm_campaign=weekly-letter&utm_content=guide',
  },
  'letter-coffee': {
    label: 'Weekly letter: coffee of the week',
    path: '/shop/coffee/ethiopia-guji',
    query: 'utm_source=newsletter&utm_medium=email&utm_campaign=weekly-letter&utm_content=coffee-of-the-week',
  },
  'back-in-stock': {
    label: 'Mail "back in stock": hand grinder',
    path: '/shop/grinders/hand-grinder',
    query: 'utm_source=shop&utm_medium=email&utm_campaign=back-in-stock&utm_content=button',
  },
  'harvest-letter': {
    label: 'Harvest week: header of the letter',
    path: '/offers/harvest-week',
    query: 'utm_source=newsletter&utm_medium=email&utm_campaign=harvest-week&utm_content=header',
    isCampaign: true,
  },
  'harvest-instagram': {
    label: 'Harvest week: Instagram story',
    path: '/offers/harvest-week',
    query: 'utm_source=instagram&utm_medium=paid_social&utm_campaign=harvest-week&utm_content=story',
    isCampaign: true,
  },
  'instagram-profile': {
    label: 'Instagram profile',
    path: '/shop',
    query: 'utm_source=instagram&utm_medium=social&utm_campaign=profile',
  },
  flyer: {
    label: 'QR code on the flyer',
    path: '/shop/coffee',
    query: 'utm_source=flyer&utm_medium=qr&utm_campaign=market-stall',
  },
  'parcel-card': {
    label: 'QR code on the card in the parcel',
    path: '/shop/gifts/subscription',
    query: 'utm_source=parcel-card&utm_medium=qr&utm_campaign=thank-you',
  },
}

/** Programs that fetch an address to show a card for it. */
export const PREVIEWS: Weighted<string> = [
  [30, 'WhatsApp/2.24.6.77 A'],
  [24, 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
  [16, 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
  [12, 'TelegramBot (like TwitterBot)'],
  [10, 'Twitterbot/1.0'],
  [8, 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)'],
]

/** Programs that look whether an address still answers. */
export const LINK_CHECKERS: Weighted<string> = [
  [60, 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)'],
  [40, 'W3C-checklink/5.0.0 libwww-perl/6.68'],
]
