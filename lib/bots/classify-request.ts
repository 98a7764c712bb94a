import { isbot } from 'isbot'
import { Lru } from '../core/lru.ts'

/** The signs of a program that is no browser. Each is a `DropReason` of the spool. */
export type BotSign = 'bot' | 'no-accept' | 'no-accept-language'

export interface RequestHeaders {
  readonly userAgent: string
  readonly accept: string
  readonly acceptLanguage: string
}

const MAX_LENGTH = 512
const known = new Lru<string, boolean>(5000)

/**
 * Why this request comes from a program rather than from a person's browser; undefined when it may be a person. A
 * missing header is empty text. Every browser sends all three.
 */
export function classifyRequest({ userAgent, accept, acceptLanguage }: RequestHeaders): BotSign | undefined {
  if (isBotName(userAgent)) return 'bot'
  if (accept === '') return 'no-accept'
  if (acceptLanguage === '') return 'no-accept-language'
  return undefined
}

/** Whether a user agent names a program that is no browser, or nothing at all. */
export function isBotName(wholeUserAgent: string): boolean {
  const userAgent = wholeUserAgent.slice(0, MAX_LENGTH)
  if (userAgent.trim() === '') return true
  const found = known.get(userAgent)
  if (found !== undefined) return found
  const bot = isbot(userAgent)
  known.set(userAgent, bot)
  return bot
}
