import type { IssueStatus } from '../../../lib/wire/record-reports.ts'

type OfStatus<T> = Record<IssueStatus, T>

const issuesOf = (count: number, shown: string) => (count === 1 ? 'The issue is' : `${shown} issues are`)

/** What broke: the list of it. */
export const issues = {
  title: 'Issues',
  issue: 'Issue',
  search: 'Search type, message or file',
  status: 'Status',
  statuses: {
    open: 'Open',
    investigating: 'In work',
    resolved: 'Resolved',
    ignored: 'Ignored',
    all: 'All',
  } satisfies OfStatus<string> & { all: string },
  acts: {
    open: 'Open again',
    investigating: 'Take on',
    resolved: 'Resolve',
    ignored: 'Ignore',
  } satisfies OfStatus<string>,
  changed: {
    open: (count: number, shown: string) => `${issuesOf(count, shown)} open again.`,
    investigating: (count: number, shown: string) => `${issuesOf(count, shown)} in work.`,
    resolved: (count: number, shown: string) => `${issuesOf(count, shown)} resolved.`,
    ignored: (count: number, shown: string) => `${issuesOf(count, shown)} ignored.`,
  } satisfies OfStatus<(count: number, shown: string) => string>,
  severity: 'Severity',
  anySeverity: 'Any severity',
  severities: { critical: 'Critical', error: 'Error', warning: 'Warning', info: 'Info' } as Record<string, string>,
  environment: 'Environment',
  anyEnvironment: 'Any environment',
  environments: { production: 'Production', staging: 'Staging', development: 'Development' } as Record<string, string>,
  release: 'Release',
  anyRelease: 'Any release',
  findRelease: 'Find a release',
  noRelease: 'No release fits. Errors name theirs in the context: release.',
  moreReleases: 'There are more: write a part of the name.',
  sorts: { last_seen: 'Last seen', first_seen: 'First seen', events: 'Events', visitors: 'Users hit' },
  select: 'Select',
  selectOne: (name: string) => `Select ${name}`,
  selected: (count: string) => `${count} selected`,
  bulk: 'For the selected issues',
  trend: 'Trend',
  trendOf: (events: string) => `Trend of ${events} events`,
  events: 'Events',
  users: 'Users',
  firstSeen: 'First seen',
  lastSeen: 'Last seen',
  regression: 'Came back',
  none: {
    done: {
      title: 'Nothing is open',
      about: 'Every issue of this range is taken care of. New ones, and resolved ones that come back, will show here.',
    },
    otherStatus: {
      title: 'No issues of this status',
      about: 'There are some of another status, in the tabs above.',
    },
    filtered: {
      title: 'No issue fits',
      about: 'Take filters away, or choose a longer range.',
    },
    never: {
      title: 'No errors in this range',
      about:
        'The snippet reports uncaught errors of your pages by itself. Backends send theirs with an SDK, or to POST /api/track/error.',
    },
  },
  keys: {
    next: 'Next issue',
    previous: 'Previous issue',
    select: 'Select the issue',
    resolve: 'Resolve',
    ignore: 'Ignore',
    open: 'Open again',
    hint: 'Keyboard: j and k move, Enter opens the details, x selects, r resolves, i ignores, o opens again, / searches',
  },
}

/** All about one issue. */
export const issue = {
  back: 'All issues',
  events: (count: number, shown: string) => `${shown} ${count === 1 ? 'event' : 'events'}`,
  trend: 'Events over time',
  ever: 'Of all time',
  whom: 'Whom it hits',
  pages: 'Pages, newest events',
  releases: 'Releases it was seen in',
  newestEvent: 'Newest event',
  olderEvent: (number: string) => `Event ${number}, counted from the newest`,
  tooOld: 'Its errors are too old: they are counted, but no longer kept word by word.',
  time: 'Time',
  place: 'Place',
  visit: 'Visit',
  toVisit: 'What happened before',
  tags: 'Tags',
  context: 'Context',
  breadcrumbs: 'Before it happened',
  stack: {
    title: 'Stack trace',
    raw: 'As it was sent',
    none: 'It came without a stack trace.',
    anonymous: '(anonymous)',
  },
}
