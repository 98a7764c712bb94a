import { isBotName } from './classify-request.ts'

/** Who used a link: a person, or something that only looked where it leads. Each is a `ClickKind` of the spool. */
export type ClickSign = 'person' | 'bot' | 'preview' | 'head'

/** Of a request for a short link; empty text for a header that was not sent. */
export interface ClickHeaders {
  readonly method: string
  readonly userAgent: string
  /** `Sec-Purpose`, or the older `Purpose`, `X-Purpose` or `X-Moz`: what a browser fetches before it is asked to. */
  readonly purpose: string
}

const MAX_LENGTH = 512

/**
 * Programs that fetch a page because somebody has posted its address, to show title and picture under it. Browsers inside
 * the same apps are people: they name themselves otherwise (`[Pinterest/iOS]`, `Teams/1.5`, `LinkedInApp`), so the names
 * here are exact. iMessage calls itself Facebook and Twitter at once, Signal calls itself WhatsApp, and so does Line.
 */
const PREVIEWS = new RegExp(
  [
    ...['^WhatsApp/', 'facebookexternalhit', 'Facebot', 'Twitterbot', 'LinkedInBot'],
    ...['Slackbot', 'Slack-ImgProxy', 'Discordbot', 'TelegramBot', '^Viber/', 'kakaotalk-scrap', 'vkShare'],
    ...['SkypeUriPreview', 'skype-url-preview', 'MicrosoftPreview', 'Microsoft URL Preview', 'Snap URL Preview'],
    ...['Mastodon/\\d', 'Pleroma', 'Misskey', 'SummalyBot', 'Bluesky Cardyb', 'Mattermost-Bot', 'Synapse \\(bot'],
    ...[
      'Pinterest(?:bot)?/\\d',
      'redditbot',
      'Tumblr/\\d',
      'FlipboardProxy',
      'Iframely',
      'Embedly',
      'Google-PageRenderer',
    ],
    'developers\\.google\\.com/\\+/web/snippet',
  ].join('|'),
  'i',
)

const AHEAD = /\b(?:prefetch|prerender|preview)\b/i

/** What kind of click a request is. A missing `Accept` says nothing here: apps open links in many ways. */
export function classifyClick({ method, userAgent, purpose }: ClickHeaders): ClickSign {
  if (method === 'HEAD') return 'head'
  if (AHEAD.test(purpose) || PREVIEWS.test(userAgent.slice(0, MAX_LENGTH))) return 'preview'
  return isBotName(userAgent) ? 'bot' : 'person'
}
