import { DAY, HOUR, SECOND } from '../../core/clock.ts'
import { decodeCursor, pieceOf } from '../../core/cursor.ts'
import type { Reader } from '../../db/open-db.ts'
import type { VisitsReport } from '../../wire/visits.ts'
import type { ExploreQuestion } from '../explore/explore-report.ts'
import { queryOf } from '../explore/explore-report.ts'
import { wholeNumber } from '../explore/parameters.ts'
import { wirePeriod } from '../periods/period.ts'
import { DictionaryReader } from '../scan/dictionary-reader.ts'
import { FilterSelector } from '../scan/filter-selector.ts'
import { periodOf } from '../scan/period.ts'
import { NO_FILTER } from '../scan/work.ts'
import type { FoundVisit } from './visit-rows.ts'
import { visitRows, visitsIn } from './visit-rows.ts'

export const MOST_VISITS = 100
/** The range is gone through backwards in windows, which grow while too little is found in them. */
const FIRST = HOUR / SECOND
const LONGEST = (62 * DAY) / SECOND

/** The visits that began in the range, newest first, equal ones by id, downwards. Throws `invalid_input`. */
export async function visitsReport(
  read: Reader,
  question: ExploreQuestion,
  firstAt: () => Promise<number | undefined>,
): Promise<VisitsReport> {
  const { project, period, now, filter, filterText, goals, given } = question
  const limit = wholeNumber('limit', given('limit'), { least: 1, most: MOST_VISITS, fallback: 25 })
  const [afterAt = Infinity, afterId = Infinity] = decodeCursor(given('cursor'), 2) ?? []
  const whole = periodOf(period)
  const since = Math.max(whole.start, Math.floor(((await firstAt()) ?? now) / SECOND))
  const reader = new DictionaryReader(read)
  const selector = () => (filter === undefined ? NO_FILTER : new FilterSelector(filter, goals, reader))

  const found: FoundVisit[] = []
  let end = Math.min(whole.end, Math.floor(now / SECOND) + 1, afterAt + 1)
  for (let length = FIRST; end > since && found.length <= limit; length = Math.min(LONGEST, length * 4)) {
    const window = { start: Math.max(since, end - length), end }
    const visits = await visitsIn(read, queryOf(question, period), { whole, window, selector })
    const behind = visits.filter(({ at, id }) => at < afterAt || (at === afterAt && id < afterId))
    found.push(...behind.sort((a, b) => b.at - a.at || b.id - a.id))
    end = window.start
  }

  const { rows, next } = pieceOf(found, limit, ({ at, id }) => [at, id])
  const naming = { project: project.id, zone: project.timeZone, knowsAgain: project.identity === 'cookie' }
  const visits = await visitRows(read, rows, naming)
  return { range: wirePeriod(period), filter: filterText, count: visits.length, visits, ...next }
}
