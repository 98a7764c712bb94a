import { HOUR, SECOND } from '../../core/clock.ts'
import { localTime } from '../../core/time-zone.ts'
import type { Reader } from '../../db/open-db.ts'
import { SEVERITIES } from '../../spool/records.ts'
import type { VisitMoment } from '../../wire/visits.ts'
import type { ColumnName } from '../../sealed-days/part.ts'
import { RowCollector } from '../export/row-collector.ts'
import { answerTogether } from '../scan/batch.ts'
import type { Counter } from '../scan/counter.ts'
import { DictionaryReader } from '../scan/dictionary-reader.ts'
import type { Period } from '../scan/period.ts'
import type { Work } from '../scan/work.ts'
import { OneVisit, rowOfVisit } from './one-visit.ts'

interface Asked {
  readonly project: number
  readonly zone: string
  readonly visit: number
  /** From its first to its last second, since 1970. */
  readonly start: number
  readonly end: number
}

/** A moment and its second. */
type Timed = readonly [number, VisitMoment]

/** Everything that is known to have happened in a visit, in the order of time. */
export async function momentsOf(read: Reader, asked: Asked): Promise<VisitMoment[]> {
  const found = [...(await scanned(read, asked)), ...(await audited(read, asked))]
  return found.sort(([a], [b]) => a - b).map(([, moment]) => moment)
}

async function scanned(read: Reader, asked: Asked): Promise<Timed[]> {
  const { project, zone, visit } = asked
  const period = { start: asked.start, end: asked.end + HOUR / SECOND }
  const reader = new DictionaryReader(read)
  const rowsOf = (kind: 'pageviews' | 'events') =>
    new RowCollector({ kind, whole: period, window: period, nextVisitor: Infinity }, reader)
  const [found] = await answerTogether(read, project, () => {
    const [views, events] = [rowsOf('pageviews'), rowsOf('events')]
    const others = new OtherMoments(visit, period)
    return {
      selector: new OneVisit(visit),
      asks: [{ counters: [views, events, others], answer: () => ({ views, events, others }) }],
    }
  })
  if (found === undefined) return []
  const timed = (at: unknown, moment: (time: string) => VisitMoment): Timed => {
    const ms = typeof at === 'number' ? at * SECOND : Date.parse(String(at))
    return [ms / SECOND, moment(localTime(zone, ms))]
  }
  const issues = await issuesBy(read, project, new Set(found.others.errors.map(({ issue }) => issue)))
  const links = await reader.textsOf('links', new Set(found.others.clicks.map(({ link }) => link)))
  return [
    ...found.others.clicks.map((click) =>
      timed(click.at, (at) => {
        const [code = '', label = ''] = links.get(click.link) ?? []
        return { kind: 'click', at, code, label }
      }),
    ),
    ...found.views.rows().map((row) =>
      timed(row.at, (at) => ({
        ...{ kind: 'view', at, page: String(row.page), title: String(row.title) },
        ...{ engaged_time: Number(row.engaged_seconds), scroll: Number(row.scroll_percent) },
      })),
    ),
    ...found.events.rows().map((row) =>
      timed(row.at, (at) => ({
        ...{ kind: 'event', at, name: String(row.name), page: String(row.page), properties: row.properties },
      })),
    ),
    ...found.others.errors.map((error) =>
      timed(error.at, (at) => {
        const { type = '', message = '' } = issues.get(error.issue) ?? {}
        return { kind: 'error', at, issue: error.issue, error_type: type, message, severity: error.severity }
      }),
    ),
  ]
}

/** What the exports have not: the clicks that led to a visit, and its errors. */
class OtherMoments implements Counter {
  readonly period: Period
  readonly columns: readonly ColumnName[] = [
    ...(['visit.id', 'click.time', 'click.visit', 'click.link'] as const),
    ...(['error.time', 'error.visit', 'error.issue', 'error.severity'] as const),
  ]
  readonly clicks: { readonly at: number; readonly link: number }[] = []
  readonly errors: { readonly at: number; readonly issue: number; readonly severity: string }[] = []
  readonly #visit: number

  constructor(visit: number, period: Period) {
    this.#visit = visit
    this.period = period
  }

  count({ lanes }: Work): void {
    const row = rowOfVisit(lanes, this.#visit)
    if (row < 0) return
    const { clicks, errors } = lanes.part.rows
    const timesOf = (visits: Uint32Array, times: Uint32Array, count: number) =>
      Array.from({ length: count }, (_, at) => at)
        .filter((at) => visits[at] === row + 1)
        .map((at) => ({ place: at, at: lanes.base + (times[at] as number) }))
    for (const { place, at } of timesOf(lanes.numbers('click.visit'), lanes.numbers('click.time'), clicks))
      this.clicks.push({ at, link: lanes.ids('click.link')[lanes.codes('click.link')[place] as number] as number })
    for (const { place, at } of timesOf(lanes.numbers('error.visit'), lanes.numbers('error.time'), errors))
      this.errors.push({
        at,
        issue: lanes.ids('error.issue')[lanes.codes('error.issue')[place] as number] as number,
        severity: SEVERITIES[lanes.numbers('error.severity')[place] as number] ?? '',
      })
  }
}

async function issuesBy(read: Reader, project: number, ids: ReadonlySet<number>) {
  if (ids.size === 0) return new Map<number, { type: string; message: string }>()
  const own = read.selectFrom('issues').select(['id', 'type', 'message']).where('project_id', '=', project)
  return new Map((await own.where('id', 'in', [...ids]).execute()).map((issue) => [issue.id, issue]))
}

const MOST_AUDITS = 1000

async function audited(read: Reader, { project, zone, visit, start, end }: Asked): Promise<Timed[]> {
  const rows = await read
    .selectFrom('audit_entries')
    .select(['at', 'sequence', 'action', 'actor', 'target', 'outcome'])
    .where('project_id', '=', project)
    // There is an index of times, and none of visits.
    .where('at', '>=', start * SECOND - HOUR)
    .where('at', '<', end * SECOND + HOUR)
    .where('visit', '=', visit)
    .orderBy('at')
    .orderBy('sequence')
    .limit(MOST_AUDITS)
    .execute()
  return rows.map(({ at, ...entry }) => [at / SECOND, { kind: 'audit', at: localTime(zone, at), ...entry }])
}
