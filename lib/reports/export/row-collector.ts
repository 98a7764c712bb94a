import { SECOND } from '../../core/clock.ts'
import type { CodedName, ColumnName } from '../../sealed-days/part.ts'
import { VISIT_FLAGS } from '../../sealed-days/part.ts'
import type { Counter } from '../scan/counter.ts'
import type { DictionaryReader } from '../scan/dictionary-reader.ts'
import type { Lanes } from '../scan/lanes.ts'
import { ownValue, visitorOf } from '../scan/odd-views.ts'
import type { Period } from '../scan/period.ts'
import { propertiesOf } from '../scan/properties.ts'
import type { Work } from '../scan/work.ts'
import type { ExportKind, ExportRow } from './export-kinds.ts'
import type { Picked } from './picked-rows.ts'
import { PICKING, pickRows } from './picked-rows.ts'
import { ATTRIBUTE_COLUMNS, attributesOf, OWN_ATTRIBUTE_COLUMNS, RowTexts } from './row-texts.ts'

/** What the rows of each kind say beyond the attributes. */
const SAYING: Readonly<Record<ExportKind, readonly ColumnName[]>> = {
  visits: ['visit.events', 'visit.duration', 'visit.engaged', 'visit.entry', 'visit.exit', 'visit.counted'],
  pageviews: ['view.page', 'view.title', 'view.engaged', 'view.scroll', 'view.visitor', ...OWN_ATTRIBUTE_COLUMNS],
  events: ['event.visitor', 'event.name', 'event.page', 'event.props'],
}

export interface Collecting {
  readonly kind: ExportKind
  /** What is asked for, and the piece of it that is read now. */
  readonly whole: Period
  readonly window: Period
  /** Visitors with this number and above have only been numbered for the occasion. */
  readonly nextVisitor: number
}

/** Collects the rows of a window, in the order of time. */
export class RowCollector implements Counter {
  readonly period: Period
  readonly columns: readonly ColumnName[]
  readonly #collecting: Collecting
  readonly #reader: DictionaryReader
  readonly #found: { readonly at: number; readonly row: ExportRow }[] = []

  constructor(collecting: Collecting, reader: DictionaryReader) {
    const { kind, window } = collecting
    this.#collecting = collecting
    this.#reader = reader
    this.period = window
    this.columns = ['visit.id', 'visit.visitor', ...PICKING[kind], ...SAYING[kind], ...ATTRIBUTE_COLUMNS]
  }

  async count(work: Work): Promise<void> {
    const { kind, whole, window } = this.#collecting
    const texts = new RowTexts()
    const rows = pickRows(kind, work, whole, window).map((picked) => ({ picked, row: this.#row(work, texts, picked) }))
    await texts.read(this.#reader)
    for (const { picked, row } of rows) this.#found.push({ at: picked.at, row: row() })
  }

  rows(): ExportRow[] {
    return this.#found.sort((a, b) => a.at - b.at).map(({ row }) => row)
  }

  /** Asks for the texts of a row, and answers how it is made of them. */
  #row({ lanes }: Work, texts: RowTexts, picked: Picked): () => ExportRow {
    const attributes = attributesOf(lanes, texts, picked)
    const { visit, view, event } = picked
    const ids = visit < 0 ? undefined : lanes.floats('visit.id')[visit]
    const head = { visit: ids ?? null }
    if (event >= 0) {
      const visitor = this.#visitor(lanes.numbers('event.visitor')[event])
      const say = sayEvent(lanes, texts, event)
      return () => ({ at: utc(picked.at), ...head, visitor, ...say(), ...attributes() })
    }
    if (view >= 0) {
      const visitor = this.#visitor(visitorOf(lanes, view, visit))
      const say = sayView(lanes, texts, view)
      return () => ({ at: utc(picked.at), ...head, visitor, ...say(), ...attributes() })
    }
    const visitor = this.#visitor(lanes.numbers('visit.visitor')[visit])
    const say = sayVisit(lanes, texts, visit)
    return () => ({ started_at: utc(picked.at), ...head, visitor, ...say(), ...attributes() })
  }

  #visitor(number = 0): number | null {
    return number > 0 && number < this.#collecting.nextVisitor ? number : null
  }
}

const utc = (second: number): string => new Date(second * SECOND).toISOString().replace('.000Z', 'Z')

const wanted = (lanes: Lanes, texts: RowTexts, shape: 'pages' | 'texts', column: CodedName, row: number) => {
  const id = texts.want(shape, lanes.ids(column)[lanes.codes(column)[row] as number] as number)
  return () => texts.of(shape, id)
}

function sayVisit(lanes: Lanes, texts: RowTexts, visit: number): () => ExportRow {
  const entry = wanted(lanes, texts, 'pages', 'visit.entry', visit)
  const exit = wanted(lanes, texts, 'pages', 'visit.exit', visit)
  const figures = {
    is_first: ((lanes.numbers('visit.flags')[visit] as number) & VISIT_FLAGS.first) !== 0,
    pageviews: ownValue(lanes, 'visit.counted', visit) ?? lanes.numbers('visit.views')[visit],
    events: lanes.numbers('visit.events')[visit],
    duration_seconds: Math.round((lanes.floats('visit.duration')[visit] as number) / SECOND),
    engaged_seconds: Math.round((lanes.floats('visit.engaged')[visit] as number) / SECOND),
  }
  return () => ({ ...figures, hostname: entry()[1] ?? '', entry_page: entry()[0] ?? '', exit_page: exit()[0] ?? '' })
}

function sayView(lanes: Lanes, texts: RowTexts, view: number): () => ExportRow {
  const page = wanted(lanes, texts, 'pages', 'view.page', view)
  const title = wanted(lanes, texts, 'texts', 'view.title', view)
  const engaged_seconds = lanes.numbers('view.engaged')[view]
  const scroll_percent = lanes.numbers('view.scroll')[view]
  return () => ({
    hostname: page()[1] ?? '',
    page: page()[0] ?? '',
    title: title()[0] ?? '',
    engaged_seconds,
    scroll_percent,
  })
}

function sayEvent(lanes: Lanes, texts: RowTexts, event: number): () => ExportRow {
  const name = wanted(lanes, texts, 'texts', 'event.name', event)
  const page = wanted(lanes, texts, 'pages', 'event.page', event)
  const properties = propertiesOf(lanes.part)[lanes.codes('event.props')[event] as number] ?? null
  return () => ({ name: name()[0] ?? '', hostname: page()[1] ?? '', page: page()[0] ?? '', properties })
}
