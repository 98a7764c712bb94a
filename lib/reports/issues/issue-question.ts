import * as z from 'zod'
import { inQuery, wholeInQuery } from '../../core/input.ts'
import { ISSUE_STATUSES } from '../../issues/issue.ts'
import { ENVIRONMENTS, SEVERITIES } from '../../spool/records.ts'
import { INTERVALS } from '../periods/intervals.ts'

/** By what issues are listed; the largest first. */
export const ISSUE_SORTS = ['last_seen', 'first_seen', 'events', 'visitors'] as const

export const MOST_ISSUES = 100
export const MOST_ISSUE_EVENTS = 100
export const MOST_RELEASES = 100

const oneOf = <const W extends readonly [string, ...string[]]>(name: string, words: W) =>
  z.enum(words, `${name} must be one of: ${words.join(', ')}`)

const dates = { from: inQuery(z.string().optional()), to: inQuery(z.string().optional()) }
const range = inQuery(z.string().optional())

const id = inQuery(
  z
    .string('id is required')
    .regex(/^[1-9]\d{0,8}$/, 'id must be the number of an issue')
    .transform(Number),
)
const cursor = inQuery(z.string().optional())
const interval = inQuery(z.enum(INTERVALS, `interval must be one of: ${INTERVALS.join(', ')}`).optional())

/** All of these read query strings. */
export const issueListInput = z.object({
  range,
  ...dates,
  status: inQuery(oneOf('status', ['all', ...ISSUE_STATUSES]).default('all')),
  severity: inQuery(oneOf('severity', SEVERITIES).optional()),
  environment: inQuery(oneOf('environment', ENVIRONMENTS).optional()),
  release: inQuery(z.string().optional()),
  search: inQuery(z.string().max(200, 'search may have at most 200 characters').optional()),
  sort: inQuery(oneOf('sort', ISSUE_SORTS).default('last_seen')),
  interval,
  limit: wholeInQuery('limit', 1, MOST_ISSUES, 25),
  cursor,
})
export type IssueListInput = z.output<typeof issueListInput>

export const issueDetailInput = z.object({ range, ...dates, id, interval })
export type IssueDetailInput = z.output<typeof issueDetailInput>

export const issueEventsInput = z.object({
  range,
  ...dates,
  id,
  limit: wholeInQuery('limit', 1, MOST_ISSUE_EVENTS, 25),
  cursor,
})
export type IssueEventsInput = z.output<typeof issueEventsInput>

export const releaseListInput = z.object({
  search: inQuery(z.string().max(100, 'search may have at most 100 characters').optional()),
  limit: wholeInQuery('limit', 1, MOST_RELEASES, 25),
  cursor,
})
export type ReleaseListInput = z.output<typeof releaseListInput>
