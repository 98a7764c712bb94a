import { releaseIn } from '../../issues/release.ts'
import type { IssueEvent } from '../../wire/issues.ts'
import type { ErrorFacts } from '../engine-errors.ts'
import { errorEvent } from '../error-detail.ts'

const MOST_TAGS = 50
const MOST_BREADCRUMBS = 100

/** An error as it was stored, with what its context says in words that Sentry made known. */
export function issueEvent(event: ErrorFacts, zone: string): IssueEvent {
  const whole = errorEvent(event, zone)
  const { tags, breadcrumbs } = asObject(whole.context)
  const release = releaseIn(event.context)
  return {
    ...whole,
    release: release === '' ? null : release,
    tags: tagsOf(tags),
    breadcrumbs: crumbsOf(breadcrumbs).slice(-MOST_BREADCRUMBS),
  }
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** An object of names and values, or pairs. */
function tagsOf(tags: unknown): IssueEvent['tags'] {
  const pairs: readonly unknown[] = Array.isArray(tags) ? tags : Object.entries(asObject(tags))
  return pairs.slice(0, MOST_TAGS).flatMap((pair) => {
    const [name, value] = Array.isArray(pair) ? (pair as unknown[]) : []
    if (typeof name !== 'string' || !['string', 'number', 'boolean'].includes(typeof value)) return []
    return [{ name, value: String(value) }]
  })
}

/** A list, or an object with one in `values`. */
function crumbsOf(breadcrumbs: unknown): unknown[] {
  const list = Array.isArray(breadcrumbs) ? breadcrumbs : asObject(breadcrumbs).values
  return Array.isArray(list) ? (list as unknown[]) : []
}
