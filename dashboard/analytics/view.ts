import type { Words } from '../api/ask.ts'
import type { Query } from '../routing/place.ts'

/** What of a project is looked at; all of it lives in the address. */
export interface View {
  readonly project: number
  /** As the API takes it: `today`, `28d`, `12mo`, `custom` … */
  readonly range: string
  /** Days, with `custom`. */
  readonly from: string
  readonly to: string
  readonly compare: CompareName
  /** In the words of the API; empty for none. */
  readonly filter: string
  /** Empty: by the length of the range. */
  readonly interval: string
}

export const RANGES = [
  ['today', 'yesterday'],
  ['7d', '28d', '30d', '90d'],
  ['month', 'last_month', 'year', '12mo'],
  ['all'],
] as const

export const COMPARES = ['previous', 'previous_weekday', 'year', 'none'] as const
export type CompareName = (typeof COMPARES)[number]

const USUAL_RANGE = '28d'
const KNOWN_RANGES: readonly string[] = RANGES.flat()

/** Whatever the address says that is none of ours is as if it said nothing. */
export function viewOf(project: number, query: Query): View {
  const { range = '', from = '', to = '', compare, filter = '', interval = '' } = query
  const isCustom = range === 'custom' && isDay(from) && isDay(to)
  return {
    project,
    range: isCustom || KNOWN_RANGES.includes(range) ? range : USUAL_RANGE,
    from: isCustom ? from : '',
    to: isCustom ? to : '',
    compare: COMPARES.find((name) => name === compare) ?? 'previous',
    filter,
    interval,
  }
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text)

/** What every question about it says. */
export const periodWords = ({ project, range, from, to, filter }: View): Words => ({
  // A shared dashboard has no number.
  project: project === 0 ? undefined : project,
  range,
  from: from === '' ? undefined : from,
  to: to === '' ? undefined : to,
  filter: filter === '' ? undefined : filter,
})

/** The same with what it is compared with; nothing comes before `all`. */
export const comparedWords = (view: View): Words => ({
  ...periodWords(view),
  compare: view.compare === 'none' || view.range === 'all' ? undefined : view.compare,
})

/** Names a question for `useAnswer`. */
export const topicOf = (name: string, words: Words): string => `${name} ${JSON.stringify(words)}`
