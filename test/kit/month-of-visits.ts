import { DAY, MINUTE, SECOND } from '../../lib/core/clock.ts'
import type { VisitPlan } from './rows.ts'

const PAGES = [
  ['/', 'Garden tools, sharpened by hand'],
  ['/shop', 'Shop'],
  ['/shop/pruning-shears', 'Pruning shears'],
  ['/journal/how-to-sharpen-a-spade', 'How to sharpen a spade'],
  ['/shop/spades', 'Spades'],
  ['/about', 'About us'],
  ['/journal/oil-or-wax', 'Oil or wax?'],
  ['/contact', 'Contact'],
  ['/journal', 'Journal'],
  ['/shop/%C3%A4ste-und-s%C3%A4gen', 'Äste und Sägen'],
] as const

const SOURCES: VisitPlan['source'][] = [
  undefined,
  { channel: 'search', name: 'Google', url: 'www.google.com/' },
  undefined,
  { channel: 'search', name: 'DuckDuckGo', url: 'duckduckgo.com/' },
  { channel: 'social', name: 'Mastodon', url: 'mastodon.social/' },
  { channel: 'referral', name: 'gardening.example', url: 'gardening.example/links/tools' },
  { channel: 'ai', name: 'ChatGPT', url: 'chatgpt.com/' },
  { channel: 'email', name: 'newsletter', url: '' },
  { channel: 'video', name: 'YouTube', url: 'www.youtube.com/' },
]

const AGENTS: VisitPlan['agent'][] = [
  { device: 'mobile', os: 'Android', browser: 'Chrome' },
  { device: 'desktop', os: 'Windows', browser: 'Chrome' },
  { device: 'mobile', os: 'iOS', browser: 'Safari' },
  { device: 'desktop', os: 'macOS', browser: 'Safari' },
  { device: 'desktop', os: 'Windows', browser: 'Edge' },
  { device: 'desktop', os: 'Linux', browser: 'Firefox' },
  { device: 'tablet', os: 'iOS', browser: 'Safari' },
]

const COUNTRIES = ['DE', 'AT', 'IN', 'US', 'CH', 'GB', 'FR', 'NL', 'PL', '']

/** The same visits every time: 30 days up to `end`, busier on working days, most of everything early in its list. */
export function monthOfVisits(end: number): VisitPlan[] {
  const random = seeded(7)
  const early = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2.2 * list.length)] as T
  const plans: VisitPlan[] = []
  for (let ago = 29; ago >= 0; ago--) {
    const day = end - ago * DAY
    const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
    const visits = Math.round((isWeekend ? 9 : 18) * (0.8 + random() * 0.5) * (1.3 - ago / 60))
    for (let count = 0; count < visits; count++) {
      const pages = random() < 0.45 ? 1 : 2 + Math.floor(random() * 5)
      const views = Array.from({ length: pages }, (_, index) => {
        const [path, title] = early(PAGES)
        return { after: index * 40, page: `https://example.org${path}`, title }
      })
      plans.push({
        visitor: 1 + Math.floor(random() * 300),
        at: day - Math.floor(random() * 10 * 60) * MINUTE - 30 * SECOND,
        views,
        lasts: pages * 40 + Math.floor(random() * 60),
        agent: early(AGENTS) ?? {},
        source: early(SOURCES) ?? {},
        place: { country: early(COUNTRIES) },
      })
    }
  }
  return plans
}

/** A plain linear congruential generator: 0 up to 1. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
