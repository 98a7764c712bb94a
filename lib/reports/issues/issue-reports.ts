import { decodeCursor, pieceOf } from '../../core/cursor.ts'
import { AppError } from '../../core/errors.ts'
import type { Reader } from '../../db/open-db.ts'
import type { Project } from '../../projects/project.ts'
import type { IssueDetailReport, IssueEventsReport, IssueListReport } from '../../wire/issues.ts'
import type { ReportEngine } from '../engine.ts'
import type { IssueFacts } from '../engine-errors.ts'
import { defaultInterval, parseInterval } from '../periods/intervals.ts'
import { daysPeriod, parsePeriod, wirePeriod } from '../periods/period.ts'
import { issueEvent } from './issue-event.ts'
import type { Counted } from './issue-figures.ts'
import { countIssue, countIssues, issueRow, releaseAnswers } from './issue-figures.ts'
import type { IssueDetailInput, IssueEventsInput, IssueListInput } from './issue-question.ts'
import type { FoundIssue } from './issue-rows.ts'
import { countStatuses, issuesByTime, issuesToSort, pagesOf, releasesOf } from './issue-rows.ts'

interface Around {
  readonly read: Reader
  readonly engine: ReportEngine
  readonly project: Pick<Project, 'id' | 'timeZone'>
  readonly now: number
}

const DEFAULT_RANGE = '14d'
const MOST_SHARES = 10

type Dates = Pick<IssueListInput, 'range' | 'from' | 'to'>

/** What is not dated is as long as given; `firstAt` is where `all` begins. */
function periodFor({ range, from, to }: Dates, { project, now }: Around, fallback: string, firstAt?: number) {
  const isDated = from !== undefined || to !== undefined
  const word = range ?? (isDated ? 'custom' : fallback)
  return parsePeriod({ range: word, from, to }, { zone: project.timeZone, now, firstAt })
}

/** Issues seen in a range, with what of them fell into it. Throws `invalid_input`. */
export async function listIssues(input: IssueListInput, around: Around): Promise<IssueListReport> {
  const { read, engine, project } = around
  const period = periodFor(input, around, DEFAULT_RANGE)
  const interval = parseInterval(input.interval ?? defaultInterval(period), period)
  const counting = { project: project.id, period, interval }
  const asked = { project: project.id, period, input }
  const after = decodeCursor(input.cursor, 2)
  const { sort, limit } = input
  const statuses = await countStatuses(read, asked)

  let piece: ReturnType<typeof pieceOf<FoundIssue>>
  let figures: Counted
  if (sort === 'last_seen' || sort === 'first_seen') {
    const found = await issuesByTime(read, asked, sort, { most: limit + 1, after })
    piece = pieceOf(found, limit, ({ id, ...times }) => [sort === 'last_seen' ? times.lastSeen : times.firstSeen, id])
    figures = await countIssues(
      read,
      counting,
      piece.rows.map(({ id }) => id),
    )
  } else {
    const found = await issuesToSort(read, asked)
    figures = await countIssues(
      read,
      counting,
      found.map(({ id }) => id),
    )
    const placeOf = ({ id }: FoundIssue) => [figures.of(id)[sort], id] as const
    const sorted = [...found].sort((a, b) => compare(placeOf(a), placeOf(b)))
    const behind = after === undefined ? sorted : sorted.filter((one) => compare(after, placeOf(one)) < 0)
    piece = pieceOf(behind, limit, placeOf)
  }

  const ids = piece.rows.map(({ id }) => id)
  const releases = await releasesOf(read, project.id, ids)
  const facts = new Map((await engine.errors.byId(ids)).map((issue): [number, IssueFacts] => [issue.id, issue]))
  const issues = ids.flatMap((id) => {
    const issue = facts.get(id)
    return issue === undefined ? [] : [issueRow(issue, project.timeZone, figures, releases)]
  })
  const { buckets } = figures
  return { range: wirePeriod(period), interval, buckets, statuses, count: issues.length, issues, ...piece.next }
}

/** The largest first, equal ones by number, downwards. */
const compare = ([a = 0, idOfA = 0]: readonly number[], [b = 0, idOfB = 0]: readonly number[]) => b - a || idOfB - idOfA

async function issueNumbered(id: number, { engine, project }: Around): Promise<IssueFacts> {
  const issue = await engine.errors.issue(project.id, id)
  if (issue === undefined) throw new AppError('not_found', 'There is no such issue.')
  return issue
}

/** One issue, whenever it happened, and what of it fell into a range. Throws `invalid_input` and `not_found`. */
export async function issueDetail(input: IssueDetailInput, around: Around): Promise<IssueDetailReport> {
  const { read, engine, project } = around
  const { id: number, timeZone: zone } = project
  const issue = await issueNumbered(input.id, around)
  const period = periodFor(input, around, DEFAULT_RANGE, issue.firstSeen)
  const interval = parseInterval(input.interval ?? defaultInterval(period), period)
  const { counted, shares } = await countIssue(read, { project: number, period, interval }, issue.id)
  const releases = await releasesOf(read, number, [issue.id])
  const days = daysPeriod(zone, '1970-01-02', '9998-12-30')
  const [newest] = await engine.errors.events({ project: number, range: days }, issue.id, { most: 1, after: undefined })
  return {
    range: wirePeriod(period),
    interval,
    buckets: counted.buckets,
    issue: issueRow(issue, zone, counted, releases),
    releases: releaseAnswers(releases, zone),
    newest_event: newest === undefined ? null : issueEvent(newest, zone),
    ...shares,
    pages: await pagesOf(read, number, issue.id, period, MOST_SHARES),
  }
}

/** The errors of an issue word by word, newest first; `all` of them unless told. Throws `invalid_input` and `not_found`. */
export async function issueEvents(input: IssueEventsInput, around: Around): Promise<IssueEventsReport> {
  const { engine, project } = around
  const issue = await issueNumbered(input.id, around)
  const period = periodFor(input, around, 'all', issue.firstSeen)
  const after = decodeCursor(input.cursor, 2)
  const scope = { project: project.id, range: period }
  const found = await engine.errors.events(scope, issue.id, { most: input.limit + 1, after })
  const { rows, next } = pieceOf(found, input.limit, (event) => [event.at, event.id])
  const events = rows.map((event) => issueEvent(event, project.timeZone))
  return { range: wirePeriod(period), count: events.length, events, ...next }
}
