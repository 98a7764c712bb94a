import { DAY } from '../core/clock.ts'
import type { Coded, CodedTexts, Column, Sparse, Values } from '../columns/values.ts'

export type { Column } from '../columns/values.ts'

/**
 * A part: visits that began in a span of UTC days, each whole, with everything that hangs on it, as columns. Its rows lie
 * in seven tables. A visit's page views are in its part even when they came after the last of its days, so whatever is
 * asked about a visit (which pages, which goals, which steps of a funnel) is answered inside one part.
 *
 * Times are whole seconds. Pages, sources and the like are numbers of the dictionaries in the database. Visitors are small
 * whole numbers, given once per project (`seal_heads.next_visitor`), so that a bitmap can say who was there.
 *
 * What is sealed and what is still in rows look the same: reports build parts of open rows too (`build-part.ts`).
 */
export interface Part {
  /** The UTC days in which its visits began, counted from 1970-01-01; both inside. */
  readonly firstDay: number
  readonly lastDay: number
  /**
   * Times of rows count from here unless told otherwise, ms since 1970: midnight a day before the first day, because
   * what led to a visit came before it.
   */
  readonly base: number
  /** Of anything in it, ms since 1970, whole seconds. */
  readonly firstAt: number
  readonly lastAt: number
  readonly rows: Readonly<Record<PartTable, number>>
  /** Those of its columns that were asked for; see the accessors below. */
  readonly columns: ReadonlyMap<ColumnName, Column>
}

export type PartTable = 'visits' | 'views' | 'events' | 'clicks' | 'errors' | 'stays' | 'newcomers'

interface ColumnPlan {
  /** Its number on disk; never given to another one. */
  readonly number: number
  readonly table: PartTable
  readonly form: Column['form']
}

const plan = <T extends PartTable, F extends Column['form']>(number: number, table: T, form: F) => ({
  number,
  table,
  form,
})

/** Every column there is. Numbers stay as they are for ever; new columns get new ones. */
export const COLUMNS = {
  /** Seconds from the part's base; ascends, equal ones by id. */
  'visit.start': plan(1, 'visits', 'numbers'),
  /** 53-bit id, as errors, clicks and audit entries name it. */
  'visit.id': plan(2, 'visits', 'numbers'),
  'visit.visitor': plan(3, 'visits', 'numbers'),
  /** How many rows of `views` are its own: they lie visit after visit, in the order of time. */
  'visit.views': plan(4, 'visits', 'numbers'),
  /** The count of page views of a visit that has counted more or fewer than it has rows. */
  'visit.counted': plan(5, 'visits', 'sparse'),
  /** Custom events that were counted; more than 0 is no bounce. */
  'visit.events': plan(6, 'visits', 'numbers'),
  /** From the start to the last sign of life, ms. */
  'visit.duration': plan(7, 'visits', 'numbers'),
  /** Time in which a page was in view, ms. */
  'visit.engaged': plan(8, 'visits', 'numbers'),
  'visit.entry': plan(9, 'visits', 'coded'),
  'visit.exit': plan(10, 'visits', 'coded'),
  /** Sum of `VISIT_FLAGS`. */
  'visit.flags': plan(11, 'visits', 'numbers'),
  'visit.source': plan(12, 'visits', 'coded'),
  'visit.campaign': plan(13, 'visits', 'coded'),
  'visit.place': plan(14, 'visits', 'coded'),
  'visit.agent': plan(15, 'visits', 'coded'),
  'visit.language': plan(16, 'visits', 'coded'),
  'visit.screen': plan(17, 'visits', 'coded'),

  /** Seconds from the start of its visit. */
  'view.time': plan(20, 'views', 'numbers'),
  'view.page': plan(21, 'views', 'coded'),
  'view.title': plan(22, 'views', 'coded'),
  /** Time in which it was in view, whole seconds. */
  'view.engaged': plan(23, 'views', 'numbers'),
  /** How far down it was seen, percent, 0 to 100. */
  'view.scroll': plan(24, 'views', 'numbers'),
  /** Where a view differs from its visit; `view.visitor`: after midnight the same browser is another visitor. */
  'view.visitor': plan(25, 'views', 'sparse'),
  'view.place': plan(26, 'views', 'sparse'),
  'view.agent': plan(27, 'views', 'sparse'),
  'view.language': plan(28, 'views', 'sparse'),
  'view.screen': plan(29, 'views', 'sparse'),

  /** Custom events, in the order of time. */
  'event.time': plan(30, 'events', 'numbers'),
  /** 1 + the row of its visit; 0 for none. The same in clicks, errors and stays. */
  'event.visit': plan(31, 'events', 'numbers'),
  'event.visitor': plan(32, 'events', 'numbers'),
  'event.name': plan(33, 'events', 'coded'),
  'event.page': plan(34, 'events', 'coded'),
  /** JSON of an object as sent, or empty. */
  'event.props': plan(35, 'events', 'texts'),

  /** Uses of short links, in the order of time. */
  'click.time': plan(40, 'clicks', 'numbers'),
  'click.visit': plan(41, 'clicks', 'numbers'),
  'click.visitor': plan(42, 'clicks', 'numbers'),
  'click.link': plan(43, 'clicks', 'coded'),
  /** Place in `CLICK_KINDS`. */
  'click.kind': plan(44, 'clicks', 'numbers'),
  'click.page': plan(45, 'clicks', 'coded'),
  'click.source': plan(46, 'clicks', 'coded'),
  'click.agent': plan(47, 'clicks', 'coded'),
  'click.place': plan(48, 'clicks', 'coded'),

  /** Error events, in the order of time. What they say lies in rows of `error_details`. */
  'error.time': plan(50, 'errors', 'numbers'),
  'error.visit': plan(51, 'errors', 'numbers'),
  /** 0 for none: errors of a backend have no visitor. */
  'error.visitor': plan(52, 'errors', 'numbers'),
  'error.issue': plan(53, 'errors', 'coded'),
  /** Places in `SEVERITIES` and `ENVIRONMENTS` of the spool. */
  'error.severity': plan(54, 'errors', 'numbers'),
  'error.environment': plan(55, 'errors', 'numbers'),
  'error.agent': plan(56, 'errors', 'coded'),
  'error.place': plan(57, 'errors', 'coded'),

  /** Engagement whose page view is not in the part: it came too late for it. In the order of time. */
  'stay.time': plan(60, 'stays', 'numbers'),
  'stay.visit': plan(61, 'stays', 'numbers'),
  'stay.page': plan(62, 'stays', 'coded'),
  'stay.engaged': plan(63, 'stays', 'numbers'),
  'stay.scroll': plan(64, 'stays', 'numbers'),

  /** Visitors that got their number with this part, ascending. */
  'newcomer.visitor': plan(70, 'newcomers', 'numbers'),
  /** The 53-bit id that the number stands for. */
  'newcomer.id': plan(71, 'newcomers', 'numbers'),
  /** When first seen, seconds since 1970. May lie before the part. */
  'newcomer.seen': plan(72, 'newcomers', 'numbers'),
} as const satisfies Record<string, ColumnPlan>

export type ColumnName = keyof typeof COLUMNS

export const COLUMN_NAMES = Object.keys(COLUMNS) as readonly ColumnName[]

const BYTES_A_VALUE = 2

/** About as many bytes as these columns take when they are decoded. */
export const decodedBytes = (rows: Part['rows'], names: readonly ColumnName[]): number =>
  names.reduce((sum, name) => sum + BYTES_A_VALUE * rows[COLUMNS[name].table], 0)

type OfForm<F extends Column['form']> = {
  [Name in ColumnName]: (typeof COLUMNS)[Name]['form'] extends F ? Name : never
}[ColumnName]

export type NumbersName = OfForm<'numbers'>
export type CodedName = OfForm<'coded'>
export type SparseName = OfForm<'sparse'>
export type TextsName = OfForm<'texts'>

export const baseOf = (firstDay: number): number => (firstDay - 1) * DAY

/** What a visit is, in `visit.flags`. */
export const VISIT_FLAGS = {
  /** Its visitor had never been seen before. */
  first: 1,
  /** No visit: it only holds views whose visit is nowhere. Counts in nothing that counts visits. */
  holder: 2,
} as const

export const CLICK_KINDS = ['person', 'bot', 'preview', 'head'] as const

/** The accessors throw for a column that was not asked for: that is a fault of the code. */
function columnOf(part: Part, name: ColumnName): Column {
  const column = part.columns.get(name)
  if (column === undefined) throw new Error(`The column ${name} was not read`)
  return column
}

const wrongForm = (name: ColumnName): never => {
  throw new Error(`The column ${name} has another form`)
}

export function numbersOf(part: Part, name: NumbersName): Values {
  const column = columnOf(part, name)
  return column.form === 'numbers' ? column.values : wrongForm(name)
}

export function codedOf(part: Part, name: CodedName): Coded {
  const column = columnOf(part, name)
  return column.form === 'coded' ? column : wrongForm(name)
}

export function sparseOf(part: Part, name: SparseName): Sparse {
  const column = columnOf(part, name)
  return column.form === 'sparse' ? column : wrongForm(name)
}

export function textsOf(part: Part, name: TextsName): CodedTexts {
  const column = columnOf(part, name)
  return column.form === 'texts' ? column : wrongForm(name)
}
