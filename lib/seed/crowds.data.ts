import type { Section } from './site.data.ts'
import type { Weighted } from './sampler.ts'
import type { LinkName } from './short-links.data.ts'
import { SHORT_LINKS } from './short-links.data.ts'

/** How a browser arrives: `Referer`, and the query that the link carried. */
export interface Arrival {
  readonly referrer: string
  readonly query: string
  /** By this short link, and so on the page that it leads to. */
  readonly link?: LinkName
}

/** People who come the same way, and therefore behave alike. */
export interface Crowd {
  readonly arrivals: Weighted<Arrival>
  readonly entries: Weighted<Section>
  /** Share of visits with one view. */
  readonly bounce: number
}

export type CrowdName =
  'direct' | 'search' | 'social' | 'email' | 'ai' | 'referral' | 'paid' | 'print' | 'campaign' | 'spike'

const from = (referrer: string, query = ''): Arrival => ({ referrer, query })
const via = (link: LinkName, referrer = ''): Arrival => ({ referrer, query: SHORT_LINKS[link].query, link })

export const CROWDS: Readonly<Record<CrowdName, Crowd>> = {
  direct: {
    bounce: 0.4,
    arrivals: [[1, from('')]],
    entries: [
      [58, 'home'],
      [14, 'category'],
      [12, 'product'],
      [12, 'blog'],
      [4, 'help'],
    ],
  },
  search: {
    bounce: 0.47,
    arrivals: [
      [78, from('https://www.google.com/')],
      [9, from('https://www.bing.com/')],
      [7, from('https://duckduckgo.com/')],
      [2, from('https://search.yahoo.com/')],
      [2, from('https://www.ecosia.org/')],
      [1, from('https://search.brave.com/')],
      [1, from('https://yandex.ru/')],
    ],
    entries: [
      [52, 'blog'],
      [24, 'product'],
      [12, 'category'],
      [10, 'home'],
      [2, 'help'],
    ],
  },
  social: {
    bounce: 0.58,
    arrivals: [
      [12, from('https://l.instagram.com/', 'fbclid=x')],
      [12, via('instagram-profile', 'https://l.instagram.com/')],
      [18, from('https://m.facebook.com/', 'fbclid=x')],
      [17, from('https://www.reddit.com/r/Coffee/')],
      [10, from('https://www.pinterest.com/')],
      [9, from('https://t.co/')],
      [9, from('https://www.youtube.com/')],
      [6, from('https://www.linkedin.com/')],
      [4, from('https://bsky.app/')],
      [3, from('https://mastodon.social/')],
    ],
    entries: [
      [62, 'blog'],
      [24, 'product'],
      [14, 'home'],
    ],
  },
  email: {
    bounce: 0.34,
    arrivals: [
      [36, from('', 'utm_source=newsletter&utm_medium=email&utm_campaign=weekly-letter')],
      [14, from('https://mail.google.com/', 'utm_source=newsletter&utm_medium=email&utm_campaign=weekly-letter')],
      [13, via('letter-guide')],
      [4, via('letter-guide', 'https://mail.google.com/')],
      [11, via('letter-coffee')],
      [4, via('letter-coffee', 'https://mail.google.com/')],
      [9, from('', 'utm_source=shop&utm_medium=email&utm_campaign=back-in-stock&utm_content=button')],
      [9, via('back-in-stock')],
    ],
    entries: [
      [55, 'product'],
      [30, 'blog'],
      [15, 'category'],
    ],
  },
  ai: {
    bounce: 0.42,
    arrivals: [
      [64, from('https://chatgpt.com/', 'utm_source=chatgpt.com')],
      [14, from('https://www.perplexity.ai/')],
      [10, from('https://gemini.google.com/')],
      [7, from('https://claude.ai/')],
      [5, from('https://copilot.microsoft.com/')],
    ],
    entries: [
      [72, 'blog'],
      [18, 'product'],
      [10, 'home'],
    ],
  },
  referral: {
    bounce: 0.44,
    arrivals: [
      [30, from('https://coffee-notes.example/links')],
      [22, from('https://brewing-forum.example/t/which-hand-grinder')],
      [18, from('https://en.wikipedia.org/wiki/Pour-over_coffee')],
      [16, from('https://github.com/')],
      [14, from('https://city-guide.example/shops/coffee')],
    ],
    entries: [
      [46, 'blog'],
      [30, 'home'],
      [24, 'product'],
    ],
  },
  paid: {
    bounce: 0.5,
    arrivals: [
      [50, from('https://www.google.com/', 'utm_source=google&utm_medium=cpc&utm_campaign=brand&gclid=x')],
      [28, from('https://www.google.com/', 'utm_source=google&utm_medium=cpc&utm_campaign=grinders&gclid=x')],
      [22, from('https://www.bing.com/', 'utm_source=bing&utm_medium=cpc&utm_campaign=brand&msclkid=x')],
    ],
    entries: [
      [46, 'product'],
      [34, 'category'],
      [20, 'home'],
    ],
  },
  print: {
    bounce: 0.38,
    arrivals: [
      [45, via('flyer')],
      [55, via('parcel-card')],
    ],
    entries: [[1, 'category']],
  },
  campaign: {
    bounce: 0.42,
    arrivals: [
      [24, from('', 'utm_source=newsletter&utm_medium=email&utm_campaign=harvest-week&utm_content=header')],
      [18, via('harvest-letter')],
      [18, from('', 'utm_source=newsletter&utm_medium=email&utm_campaign=harvest-week&utm_content=button')],
      [12, from('https://l.instagram.com/', 'utm_source=instagram&utm_medium=paid_social&utm_campaign=harvest-week')],
      [12, via('harvest-instagram', 'https://l.instagram.com/')],
      [
        16,
        from('https://www.google.com/', 'utm_source=google&utm_medium=cpc&utm_campaign=harvest-week&utm_term=coffee'),
      ],
    ],
    entries: [
      [80, 'offer'],
      [20, 'product'],
    ],
  },
  spike: {
    bounce: 0.68,
    arrivals: [
      [70, from('https://news.ycombinator.com/')],
      [14, from('https://www.reddit.com/r/dataisbeautiful/')],
      [8, from('https://lobste.rs/')],
      [8, from('')],
    ],
    entries: [[1, 'feature']],
  },
}

/** Those who know the site type its name or follow the newsletter; those who do not are sent. All in all 35 % direct. */
export const MIX: Readonly<Record<'newcomers' | 'regulars', Weighted<CrowdName>>> = {
  newcomers: [
    [27, 'direct'],
    [33, 'search'],
    [13, 'social'],
    [2, 'email'],
    [6, 'ai'],
    [10, 'referral'],
    [8, 'paid'],
    [1, 'print'],
  ],
  regulars: [
    [58, 'direct'],
    [14, 'search'],
    [5, 'social'],
    [14, 'email'],
    [2, 'ai'],
    [3, 'referral'],
    [2, 'paid'],
    [2, 'print'],
  ],
}
