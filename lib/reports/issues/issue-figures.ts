import { localTime } from '../../core/time-zone.ts'
import type { Reader } from '../../db/open-db.ts'
import { ENVIRONMENTS, SEVERITIES } from '../../spool/records.ts'
import type { IssueDetailReport, IssueFigures, IssueRow, IssueShare } from '../../wire/issues.ts'
import { countryName } from '../country-name.ts'
import type { IssueFacts } from '../engine-errors.ts'
import { errorGroup } from '../error-group.ts'
import { bucketName } from '../periods/intervals.ts'
import type { Period } from '../periods/period.ts'
import type { Interval } from '../query.ts'
import { answerTogether } from '../scan/batch.ts'
import { bucketsOf } from '../scan/buckets.ts'
import { DictionaryReader } from '../scan/dictionary-reader.ts'
import { IssueCounter } from '../scan/issue-counter.ts'
import { IssueSplit } from '../scan/issue-split.ts'
import { periodOf } from '../scan/period.ts'
import { NO_FILTER } from '../scan/work.ts'
import type { IssueRelease } from './issue-rows.ts'

/** What is counted of issues in a period, from sealed parts and open rows alike. */
export interface Counted {
  readonly buckets: string[]
  readonly of: (issue: number) => IssueFigures
}

const MOST_SHARES = 10

interface Counting {
  readonly project: number
  readonly period: Period
  readonly interval: Interval
}

const bucketsFor = ({ period, interval }: Counting) => bucketsOf(period.zone, interval, 1, periodOf(period))

function counted(counting: Counting, counter: IssueCounter): Counted {
  const { period, interval } = counting
  const { starts } = bucketsFor(counting)
  return {
    buckets: starts.map((at) => bucketName(period.zone, at, interval)),
    of: (issue) => ({
      events: counter.events.get(issue) ?? 0,
      visitors: counter.visitors.get(issue) ?? 0,
      trend: counter.trends.get(issue) ?? starts.map(() => 0),
    }),
  }
}

export async function countIssues(read: Reader, counting: Counting, issues: Iterable<number>): Promise<Counted> {
  const wanted = new Set(issues)
  const [counter] = await answerTogether(read, counting.project, () => {
    const made = new IssueCounter(periodOf(counting.period), bucketsFor(counting), wanted)
    return { selector: NO_FILTER, asks: [{ counters: wanted.size === 0 ? [] : [made], answer: () => made }] }
  })
  if (counter === undefined) throw new Error('One ask has one answer')
  return counted(counting, counter)
}

export type Shares = Pick<
  IssueDetailReport,
  'browsers' | 'operating_systems' | 'devices' | 'countries' | 'environments' | 'severities'
>

/** The same of one issue, and what its events came with, in one scan. */
export async function countIssue(
  read: Reader,
  counting: Counting,
  issue: number,
): Promise<{ readonly counted: Counted; readonly shares: Shares }> {
  const [found] = await answerTogether(read, counting.project, () => {
    const period = periodOf(counting.period)
    const counter = new IssueCounter(period, bucketsFor(counting), new Set([issue]))
    const split = new IssueSplit(period, issue)
    return { selector: NO_FILTER, asks: [{ counters: [counter, split], answer: () => ({ counter, split }) }] }
  })
  if (found === undefined) throw new Error('One ask has one answer')
  return { counted: counted(counting, found.counter), shares: await sharesOf(found.split, new DictionaryReader(read)) }
}

async function sharesOf(split: IssueSplit, reader: DictionaryReader): Promise<Shares> {
  const agents = await reader.textsOf('agents', split.agents.keys())
  const places = await reader.textsOf('places', split.places.keys())
  const byAgent = (column: number) =>
    shares(split.agents, (id) => (agents.get(id)?.[column] ?? '').replace(/^unknown$/, ''))
  return {
    browsers: byAgent(3),
    operating_systems: byAgent(1),
    devices: byAgent(0),
    countries: shares(split.places, (id) => places.get(id)?.[0] ?? '').map(({ value, events }) => ({
      value,
      events,
      country_name: value === '' ? '' : countryName(value),
    })),
    environments: shares(split.environments, (place) => ENVIRONMENTS[place] ?? ''),
    severities: shares(split.severities, (place) => SEVERITIES[place] ?? ''),
  }
}

function shares(counts: ReadonlyMap<number, number>, nameOf: (id: number) => string): IssueShare[] {
  const byName = new Map<string, number>()
  for (const [id, events] of counts) byName.set(nameOf(id), (byName.get(nameOf(id)) ?? 0) + events)
  return [...byName]
    .map(([value, events]) => ({ value, events }))
    .sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_SHARES)
}

/** An issue as lists show it. `releases` may be those of others, too; the one seen last comes first. */
export const issueRow = (
  issue: IssueFacts,
  zone: string,
  figures: Counted,
  releases: readonly IssueRelease[],
): IssueRow => ({
  ...errorGroup(issue, zone),
  ...figures.of(issue.id),
  last_release: releases.find((release) => release.issue === issue.id)?.name ?? null,
})

export const releaseAnswers = (releases: readonly IssueRelease[], zone: string): IssueDetailReport['releases'] =>
  releases.map(({ name, events, firstSeen, lastSeen }) => ({
    release: name,
    events,
    first_seen: localTime(zone, firstSeen),
    last_seen: localTime(zone, lastSeen),
  }))
