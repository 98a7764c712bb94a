import type { Agent } from '../core/enriched.ts'

/** The request headers that describe the program: `User-Agent`, `Sec-CH-UA`, `-Mobile`, `-Platform`, as sent. */
export interface AgentHints {
  readonly userAgent: string
  readonly chUa?: string
  readonly chUaMobile?: string
  readonly chUaPlatform?: string
}

/** Brands that hide behind Chrome's user agent. Others are named there as well, and more exactly. */
const BRANDS: ReadonlyMap<string, string> = new Map([
  ['Brave', 'Brave'],
  ['Microsoft Edge', 'Edge'],
  ['Opera', 'Opera'],
  ['Opera GX', 'Opera GX'],
  ['Vivaldi', 'Vivaldi'],
  ['Samsung Internet', 'Samsung Internet'],
  ['YaBrowser', 'Yandex'],
  ['Yandex', 'Yandex'],
  ['DuckDuckGo', 'DuckDuckGo'],
  ['Naver Whale', 'Whale'],
  ['Whale', 'Whale'],
  ['Arc', 'Arc'],
])

const PLATFORMS: ReadonlyMap<string, string> = new Map([
  ['Windows', 'Windows'],
  ['macOS', 'macOS'],
  ['Android', 'Android'],
  ['Chrome OS', 'ChromeOS'],
  ['Chromium OS', 'ChromeOS'],
  ['Linux', 'Linux'],
  ['iOS', 'iOS'],
])

/** What a user agent is called that may belong to any Chromium browser. */
const NAMELESS = new Set(['', 'Chrome', 'Chromium'])

/** Systems whose browsers report the platform that they are made from. */
const NARROWER = new Set(['HarmonyOS', 'Tizen', 'webOS', 'KaiOS', 'PlayStation', 'Xbox'])

/**
 * What a Chromium browser says in its client hints, laid over what its user agent says. The hints know the brand and
 * the platform; the user agent knows the app that the browser sits in. Other browsers send no hints.
 */
export function overlayHints(agent: Agent, hints: Omit<AgentHints, 'userAgent'>): Agent {
  const { chUa = '', chUaMobile = '', chUaPlatform = '' } = hints
  const brand = NAMELESS.has(agent.browser) ? brandOf(chUa) : undefined
  const os = PLATFORMS.get(chUaPlatform.replaceAll('"', '')) ?? agent.os
  const changedOs = os !== agent.os && !NARROWER.has(agent.os)
  return {
    ...agent,
    ...(brand && { browser: brand.name, browserVersion: brand.version }),
    ...(changedOs && { os, osVersion: '' }),
    device: agent.device === 'unknown' && chUaMobile === '?1' ? 'mobile' : agent.device,
  }
}

/** The best brand in `"Chromium";v="130", "Brave";v="130", "Not?A_Brand";v="99"`. */
function brandOf(chUa: string): { name: string; version: string } | undefined {
  let plain: { name: string; version: string } | undefined
  for (const [, brand = '', version = ''] of chUa.matchAll(/"([^"]*)";\s*v="(\d+)/g)) {
    const name = BRANDS.get(brand)
    if (name !== undefined) return { name, version }
    if (brand === 'Google Chrome') plain = { name: 'Chrome', version }
  }
  return plain
}
