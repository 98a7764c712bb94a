import { SECOND } from '../../core/clock.ts'
import { sha256Hex } from '../../core/hashing.ts'
import { localTime } from '../../core/time-zone.ts'
import type { Reader } from '../../db/open-db.ts'
import type { VisitRow } from '../../wire/visits.ts'
import { countryName } from '../country-name.ts'
import type { ExportRow } from '../export/export-kinds.ts'
import { RowCollector } from '../export/row-collector.ts'
import type { QueryQuestion } from '../query.ts'
import { answerTogether } from '../scan/batch.ts'
import { DictionaryReader } from '../scan/dictionary-reader.ts'
import type { Period } from '../scan/period.ts'
import { headOf } from '../scan/steady.ts'
import type { Selector } from '../scan/work.ts'
import type { Deeds } from './visit-deeds.ts'
import { VisitDeeds } from './visit-deeds.ts'

/** A visit as it is exported, and what it did. */
export interface FoundVisit {
  readonly id: number
  /** Seconds since 1970. */
  readonly at: number
  readonly row: ExportRow
  readonly deeds: Deeds
}

interface Piece {
  readonly whole: Period
  readonly window: Period
  readonly selector: () => Selector
}

/** The visits that began in a window of a question's range. */
export async function visitsIn(
  read: Reader,
  { scope, goals }: QueryQuestion,
  { whole, window, selector }: Piece,
): Promise<FoundVisit[]> {
  const { nextVisitor } = await headOf(read, scope.project)
  const reader = new DictionaryReader(read)
  const [found = []] = await answerTogether(read, scope.project, () => {
    const collector = new RowCollector({ kind: 'visits', whole, window, nextVisitor }, reader)
    const deeds = new VisitDeeds(goals, window, reader)
    const answer = async () => {
      const rows = collector.rows().map((row) => ({ row, id: Number(row.visit) }))
      const deedsOf = await deeds.of(rows.map(({ id }) => id))
      return rows.map(({ row, id }) => ({
        ...{ row, id, deeds: deedsOf(id) },
        at: Date.parse(String(row.started_at)) / SECOND,
      }))
    }
    return { selector: selector(), asks: [{ counters: [collector, deeds], answer }] }
  })
  return found
}

interface Naming {
  readonly project: number
  readonly zone: string
  /** Whether visitors are known on another day. */
  readonly knowsAgain: boolean
}

/** Visits as answers show them. */
export async function visitRows(
  read: Reader,
  visits: readonly FoundVisit[],
  { project, zone, knowsAgain }: Naming,
): Promise<VisitRow[]> {
  const unnumbered = await openVisitors(
    read,
    project,
    visits.filter(({ row }) => row.visitor === null),
  )
  return visits.map(({ id, at, row, deeds }) => {
    const text = (name: string) => {
      const value = row[name]
      return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    }
    const number = (name: string) => Number(row[name] ?? 0)
    const country = text('country')
    const visitor = unnumbered.get(id)
    return {
      id,
      started_at: localTime(zone, at * SECOND),
      visitor: row.visitor === null ? nameOf(project, visitor ?? id) : text('visitor'),
      is_new: knowsAgain ? row.is_first === true : null,
      duration: number('duration_seconds'),
      engaged_time: number('engaged_seconds'),
      pageviews: number('pageviews'),
      events: number('events'),
      ...deeds,
      ...{ hostname: text('hostname'), entry_page: text('entry_page'), exit_page: text('exit_page') },
      ...{ source: text('source'), channel: text('channel'), referrer: text('referrer') },
      ...{ utm_source: text('utm_source'), utm_medium: text('utm_medium'), utm_campaign: text('utm_campaign') },
      ...{ utm_content: text('utm_content'), utm_term: text('utm_term') },
      ...{ country, country_name: country === '' ? '' : countryName(country) },
      ...{ region: text('region'), city: text('city'), language: text('language') },
      ...{ device: text('device'), browser: text('browser'), browser_version: text('browser_version') },
      ...{ os: text('os'), os_version: text('os_version'), screen: text('screen') },
    }
  })
}

/** Who has no number yet, since no visit of theirs is sealed, has a name made of the id; the id itself stays here. */
const nameOf = (project: number, visitor: number) => `~${sha256Hex(`${project} ${visitor}`).slice(0, 12)}`

async function openVisitors(
  read: Reader,
  project: number,
  visits: readonly FoundVisit[],
): Promise<Map<number, number>> {
  if (visits.length === 0) return new Map()
  const times = visits.map(({ at }) => at * SECOND)
  const rows = await read
    .selectFrom('visits')
    .select(['id', 'visitor'])
    .where('project_id', '=', project)
    .where('started_at', '>=', Math.min(...times))
    .where('started_at', '<', Math.max(...times) + SECOND)
    .where(
      'id',
      'in',
      visits.map(({ id }) => id),
    )
    .execute()
  return new Map(rows.map(({ id, visitor }) => [id, visitor]))
}
