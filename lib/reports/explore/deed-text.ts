import { AppError } from '../../core/errors.ts'
import type { Trigger } from '../../wire/goals.ts'
import { goalNamed } from '../filters/resolve-filter.ts'
import type { Deed, Goal } from '../query.ts'

const ALLOWED =
  'step must be event:<name>, page:<pattern> such as page:/blog/*, goal:<name>, engaged:<seconds> or scroll:<percent>:<pattern>'

/** A step of a funnel as a query has it. Throws `invalid_input`. */
export function parseDeed(text: string, goals: readonly Goal[]): Deed {
  const [, kind, rest = ''] = /^([a-z]+):([^]+)$/.exec(text) ?? []
  switch (kind) {
    case 'event':
      return { kind, name: rest }
    case 'page':
      return { kind, pattern: patternIn(rest) }
    case 'goal':
      return goalNamed(rest, goals).deed
    case 'engaged':
      return { kind, seconds: numberIn(rest, 86_400) }
    case 'scroll': {
      const [, percent = '', pattern = ''] = /^(\d+):([^]+)$/.exec(rest) ?? []
      return { kind, percent: numberIn(percent, 100), pattern: patternIn(pattern) }
    }
  }
  throw new AppError('invalid_input', ALLOWED)
}

function numberIn(text: string, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > most) throw new AppError('invalid_input', ALLOWED)
  return number
}

function patternIn(text: string): string {
  if (!/^[/*]/.test(text) || text.length > 500) throw new AppError('invalid_input', ALLOWED)
  return text
}

/** The same text again, as answers name a step. */
export function printDeed(deed: Deed): string {
  switch (deed.kind) {
    case 'event':
      return `event:${deed.name}`
    case 'page':
      return `page:${deed.pattern}`
    case 'engaged':
      return `engaged:${deed.seconds}`
    case 'scroll':
      return `scroll:${deed.percent}:${deed.pattern}`
  }
}

/** As JSON has it. */
export function triggerOf(deed: Deed): Trigger {
  switch (deed.kind) {
    case 'event':
      return { type: 'event', event: deed.name }
    case 'page':
      return { type: 'page', page: deed.pattern }
    case 'engaged':
      return { type: 'engaged', seconds: deed.seconds }
    case 'scroll':
      return { type: 'scroll', page: deed.pattern, percent: deed.percent }
  }
}
