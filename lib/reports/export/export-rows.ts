import { DAY, HOUR, MINUTE, SECOND } from '../../core/clock.ts'
import type { Reader } from '../../db/open-db.ts'
import type { QueryQuestion } from '../query.ts'
import { answerTogether } from '../scan/batch.ts'
import { DictionaryReader } from '../scan/dictionary-reader.ts'
import { FilterSelector } from '../scan/filter-selector.ts'
import type { Period } from '../scan/period.ts'
import { periodOf } from '../scan/period.ts'
import { headOf } from '../scan/steady.ts'
import { NO_FILTER } from '../scan/work.ts'
import type { ExportKind, ExportRow } from './export-kinds.ts'
import { RowCollector } from './row-collector.ts'

/** Windows are as long as makes about so many rows, whatever the traffic: that much is in memory at a time. */
const ROWS_AT_ONCE = 8_000
const SHORTEST = (5 * MINUTE) / SECOND
const FIRST = HOUR / SECOND
const LONGEST = (31 * DAY) / SECOND

/**
 * All visits, page views or events of a range that a filter selects, each once, in the order of time, in groups. The range is
 * gone through in windows, and each is read in one piece whatever is sealed or merged meanwhile; between them nothing is
 * held, however slowly the rows are taken.
 */
export async function* exportRows(
  read: Reader,
  question: QueryQuestion,
  kind: ExportKind,
): AsyncGenerator<readonly ExportRow[]> {
  const whole = periodOf(question.scope.range)
  const reader = new DictionaryReader(read)
  let length = FIRST
  let start = whole.start
  while (start < whole.end) {
    const window = { start, end: Math.min(start + length, whole.end) }
    const rows = await rowsOf(read, question, { kind, whole, window }, reader)
    if (rows.length > 0) yield rows
    start = window.end
    if (rows.length > ROWS_AT_ONCE) length = Math.max(SHORTEST, Math.floor(length / 2))
    else if (rows.length < ROWS_AT_ONCE / 4) length = Math.min(LONGEST, length * 2)
  }
}

interface Piece {
  readonly kind: ExportKind
  readonly whole: Period
  readonly window: Period
}

async function rowsOf(
  read: Reader,
  { scope, filter, goals }: QueryQuestion,
  piece: Piece,
  reader: DictionaryReader,
): Promise<ExportRow[]> {
  const { nextVisitor } = await headOf(read, scope.project)
  const [rows = []] = await answerTogether(read, scope.project, () => {
    const collector = new RowCollector({ ...piece, nextVisitor }, reader)
    const selector = filter === undefined ? NO_FILTER : new FilterSelector(filter, goals, reader)
    return { selector, asks: [{ counters: [collector], answer: () => collector.rows() }] }
  })
  return rows
}
