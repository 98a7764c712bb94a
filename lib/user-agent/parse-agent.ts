import { UAParser } from 'ua-parser-js'
import type { Agent, Device } from '../core/enriched.ts'
import { Lru } from '../core/lru.ts'
import type { AgentHints } from './client-hints.ts'
import { overlayHints } from './client-hints.ts'

export type ParseAgent = (hints: AgentHints) => Agent

const MAX_LENGTH = 512
const CACHED = 5000

/** A parser that remembers the last 5,000 programs it has seen. It never throws; what it cannot tell is empty text. */
export function makeAgentParser(): ParseAgent {
  const known = new Lru<string, Agent>(CACHED)
  return (hints) => {
    const userAgent = hints.userAgent.slice(0, MAX_LENGTH)
    const chUa = hints.chUa?.slice(0, MAX_LENGTH) ?? ''
    const chUaMobile = hints.chUaMobile?.slice(0, 8) ?? ''
    const chUaPlatform = hints.chUaPlatform?.slice(0, 64) ?? ''
    const key = `${userAgent}\n${chUa}\n${chUaMobile}\n${chUaPlatform}`
    const found = known.get(key)
    if (found) return found
    const agent = withDevice(overlayHints(parseUserAgent(userAgent), { chUa, chUaMobile, chUaPlatform }))
    known.set(key, agent)
    return agent
  }
}

function parseUserAgent(userAgent: string): Agent {
  const parser = new UAParser(userAgent)
  const browser = parser.getBrowser()
  const os = parser.getOS()
  const osName = nameOfOs(os.name ?? '')
  const browserName = nameOfBrowser(browser.name ?? '', osName, userAgent)
  return {
    device: DEVICES.get(parser.getDevice().type ?? '') ?? 'unknown',
    os: osName,
    osVersion: majorOfOs(osName, os.version ?? ''),
    browser: browserName,
    // Of a view inside an iPhone's app only the engine's version is known, and that has stood still since 2018.
    browserVersion: browser.name === 'WebKit' && osName === 'iOS' ? '' : major(browser.version ?? ''),
  }
}

const IOS_WEBVIEW = 'iOS WebView'

const DEVICES: ReadonlyMap<string, Device> = new Map<string, Device>([
  ['mobile', 'mobile'],
  ['tablet', 'tablet'],
  ['smarttv', 'tv'],
  ['console', 'console'],
  ['wearable', 'wearable'],
])

const OS_NAMES: ReadonlyMap<string, string> = new Map([
  ['mac os', 'macOS'],
  ['chromium os', 'ChromeOS'],
  ['android-x86', 'Android'],
  ['kaios', 'KaiOS'],
  ['gnu', 'Linux'],
])

const LINUX =
  /^(?:[kxln]?ubuntu|debian|mint|fedora|(?:open)?suse|arch|gentoo|slackware|red ?hat|centos|mandriva|mageia|vectorlinux|pclinuxos|zenwalk|linpus|raspbian|deepin|manjaro|elementary os|sabayon|linspire)$/i

const nameOfOs = (name: string): string => (LINUX.test(name) ? 'Linux' : (OS_NAMES.get(name.toLowerCase()) ?? name))

const BROWSER_NAMES: ReadonlyMap<string, string> = new Map([
  ['Mobile Safari', 'Safari'],
  ['Chrome WebView', 'Android WebView'],
  ['Chrome Headless', 'Chrome'],
  ['Opera Mobi', 'Opera'],
  ['Opera Tablet', 'Opera'],
  ['Opera Touch', 'Opera'],
  ['IE', 'Internet Explorer'],
  ['IEMobile', 'Internet Explorer'],
  ['GSA', 'Google App'],
  ['Twitter', 'X'],
  ['UCBrowser', 'UC Browser'],
  ['QQBrowser', 'QQ Browser'],
])

/** Apps that the parser does not know, by their mark in the user agent of the view inside them. */
const APPS: readonly (readonly [RegExp, string])[] = [
  [/\[Pinterest\//, 'Pinterest'],
  [/\bBarcelona \d/, 'Threads'],
  [/\bReddit\//, 'Reddit'],
]

function nameOfBrowser(name: string, os: string, userAgent: string): string {
  // An iPhone's view inside an app names no browser, only the engine.
  const common = name === 'WebKit' && os === 'iOS' ? IOS_WEBVIEW : (BROWSER_NAMES.get(name) ?? name)
  if (!common.endsWith('WebView')) return common
  return APPS.find(([mark]) => mark.test(userAgent))?.[1] ?? common
}

const major = (version: string): string => /^\d+/.exec(version)?.[0] ?? ''

/** Windows has versions with names (`XP`, `Vista`); the number of ChromeOS is a build that nobody knows. */
function majorOfOs(os: string, version: string): string {
  if (os === 'ChromeOS' || os === 'Linux') return ''
  return os === 'Windows' && /^(?:XP|Vista|ME)$/.test(version) ? version : major(version)
}

const DESKTOP = new Set([
  'Windows',
  'macOS',
  'Linux',
  'ChromeOS',
  'FreeBSD',
  'OpenBSD',
  'NetBSD',
  'DragonFly',
  'Solaris',
])
const POCKET = new Set(['Android', 'iOS', 'HarmonyOS', 'KaiOS', 'Windows Phone', 'BlackBerry', 'Symbian', 'Firefox OS'])

function withDevice(agent: Agent): Agent {
  if (agent.device !== 'unknown') return agent
  if (DESKTOP.has(agent.os)) return { ...agent, device: 'desktop' }
  return POCKET.has(agent.os) ? { ...agent, device: 'mobile' } : agent
}
