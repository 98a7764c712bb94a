import { ISSUE_STATUSES } from '../issues/issue.ts'
import { INTERVALS } from '../reports/periods/intervals.ts'
import { ISSUE_SORTS, MOST_ISSUE_EVENTS, MOST_ISSUES, MOST_RELEASES } from '../reports/issues/issue-question.ts'
import { ENVIRONMENTS, SEVERITIES } from '../spool/records.ts'
import { issueDetailReport, issueEventsReport, issueListReport, releaseListReport } from './answers-issues.ts'
import { inQuery } from './in-query.ts'
import type { Operation, Parameter } from './operation.ts'
import { QUESTION_WRONG, RANGE, text, whole, word } from './question-parameters.ts'

/** `GET /api/issues/*`: groups of errors as somebody looks through them. */

const rangeOr = (fallback: string): readonly Parameter[] =>
  RANGE.map((parameter) => ({
    ...parameter,
    description: parameter.description?.replace('Without it `30d`', `Without it \`${fallback}\``) ?? '',
  }))

const INTERVAL = word('interval', 'Of the trends. By the length of the range, unless given.', INTERVALS)
const ID = inQuery('id', 'The number of the issue.', { type: 'integer', minimum: 1 }, true)
const CURSOR = text('cursor', 'The `next_cursor` of the piece before.', [])
const WRONG = [...QUESTION_WRONG.slice(0, 2), 'cursor must be a next_cursor that this list gave']
const ofOne = {
  400: [...WRONG, 'id is required', 'id must be the number of an issue'],
  404: ['There is no such issue.'],
}

const read = { method: 'get', tag: 'Errors', key: 'secret', limit: 'analytics' } as const

export const ISSUE_OPERATIONS: readonly Operation[] = [
  {
    ...read,
    ...{ path: '/api/issues/list', id: 'listIssues' },
    summary: 'Groups of errors, looked through',
    description: 'Those seen in the range, with events, visitors and a trend of it each.',
    parameters: [
      ...rangeOr('14d'),
      word('status', 'Only those of this status.', ['all', ...ISSUE_STATUSES], 'all'),
      word('severity', 'Only those whose newest error has it.', SEVERITIES),
      word('environment', 'Only those whose first error has it.', ENVIRONMENTS),
      text('release', 'Only those that were ever seen in it.', ['4.18.0']),
      text('search', 'Only those with this in type, message or file, whatever the case.', ['basket']),
      word('sort', 'The largest first.', ISSUE_SORTS, 'last_seen'),
      INTERVAL,
      whole('limit', 'How many to list.', 1, MOST_ISSUES, 25),
      CURSOR,
    ],
    answers: {
      200: { description: 'A piece of the list.', data: issueListReport, message: 'Issues fetched successfully' },
    },
    refusals: {
      400: [...WRONG, 'status must be one of: all, open, investigating, resolved, ignored', 'sort must be one of: …'],
    },
  },
  {
    ...read,
    ...{ path: '/api/issues/detail', id: 'issueDetail' },
    summary: 'A group of errors',
    description: 'Its newest error word by word, its releases, and what the errors of the range came with.',
    parameters: [ID, ...rangeOr('14d'), INTERVAL],
    answers: { 200: { description: 'The issue.', data: issueDetailReport, message: 'Issue fetched successfully' } },
    refusals: ofOne,
  },
  {
    ...read,
    ...{ path: '/api/issues/events', id: 'issueEvents' },
    summary: 'The errors of a group',
    description: 'Word by word, newest first: of each group the newest 1,000 are kept.',
    parameters: [ID, ...rangeOr('all'), whole('limit', 'How many to list.', 1, MOST_ISSUE_EVENTS, 25), CURSOR],
    answers: {
      200: {
        description: 'A piece of the list.',
        data: issueEventsReport,
        message: 'Errors of the issue fetched successfully',
      },
    },
    refusals: ofOne,
  },
  {
    ...read,
    ...{ path: '/api/issues/releases', id: 'listIssueReleases' },
    summary: 'The releases that errors named',
    description: 'Whenever it was; the one seen last first.',
    parameters: [
      text('search', 'Only those with this in their name, whatever the case.', ['4.18']),
      whole('limit', 'How many to list.', 1, MOST_RELEASES, 25),
      CURSOR,
    ],
    answers: {
      200: { description: 'A piece of the list.', data: releaseListReport, message: 'Releases fetched successfully' },
    },
    refusals: { 400: ['search may have at most 100 characters', ...WRONG.slice(-1)] },
  },
]
