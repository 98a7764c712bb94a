import type { ColumnName } from '../../sealed-days/part.ts'
import { textTest } from '../filters/text-test.ts'
import type { Deed } from '../query.ts'
import type { DictionaryReader } from './dictionary-reader.ts'
import type { Lanes } from './lanes.ts'
import type { Period } from './period.ts'
import type { Rows } from './work.ts'
import { rowsWithin } from './work.ts'

const COLUMNS: Readonly<Record<Deed['kind'], readonly ColumnName[]>> = {
  event: ['event.time', 'event.visit', 'event.name'],
  page: ['view.page'],
  scroll: ['view.page', 'view.scroll'],
  engaged: ['visit.engaged'],
}

/** Finds the events, page views or visits of a part that are one deed. */
export class DeedFinder {
  readonly deed: Deed
  readonly columns: readonly ColumnName[]
  readonly #reader: DictionaryReader
  readonly #passes: (text: string) => boolean
  readonly #ofId = new Map<number, number>()

  constructor(deed: Deed, reader: DictionaryReader) {
    this.deed = deed
    this.columns = COLUMNS[deed.kind]
    this.#reader = reader
    this.#passes = passesOf(deed)
  }

  /** To be called first with every part. */
  async open(lanes: Lanes): Promise<void> {
    if (this.deed.kind === 'engaged') return
    const isEvent = this.deed.kind === 'event'
    const unknown = [...lanes.ids(isEvent ? 'event.name' : 'view.page')].filter((id) => !this.#ofId.has(id))
    if (unknown.length === 0) return
    for (const [id, [text = '']] of await this.#reader.textsOf(isEvent ? 'texts' : 'pages', unknown))
      this.#ofId.set(id, this.#passes(text) ? 1 : 0)
  }

  /** By code: whether an event's name, or a page, is the one. */
  lut(lanes: Lanes): Uint8Array {
    const ids = lanes.ids(this.deed.kind === 'event' ? 'event.name' : 'view.page')
    return Uint8Array.from(ids, (id) => this.#ofId.get(id) ?? 0)
  }

  /** Of the events given, those that are the deed. */
  eventsAmong(lanes: Lanes, { rows, count }: Rows, into: Uint32Array): Rows {
    const lut = this.lut(lanes)
    const codes = lanes.codes('event.name')
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      into[kept] = row
      kept += lut[codes[row] as number] as number
    }
    return { rows: into, count: kept }
  }

  /** Whether a page view is the deed: a function, because it is asked of few views as well as of all. */
  viewTest(lanes: Lanes): (view: number) => boolean {
    const lut = this.lut(lanes)
    const codes = lanes.codes('view.page')
    if (this.deed.kind !== 'scroll') return (view) => lut[codes[view] as number] === 1
    const { percent } = this.deed
    const scroll = lanes.numbers('view.scroll')
    return (view) => lut[codes[view] as number] === 1 && (scroll[view] as number) >= percent
  }

  /** Marks the visits that did it in a period, whatever else is asked of them. */
  visitMask(lanes: Lanes, period: Period, mask: Uint8Array): Uint8Array {
    const { visits, views, events } = lanes.part.rows
    mask.fill(0, 0, visits)
    if (this.deed.kind === 'engaged') {
      const least = this.deed.seconds * 1000
      const times = lanes.floats('visit.engaged')
      for (let row = 0; row < visits; row++) mask[row] = (times[row] as number) >= least ? 1 : 0
    } else if (this.deed.kind === 'event') {
      const inside = rowsWithin(lanes, period, 'event.time', events, 'deed events')
      const { rows, count } = this.eventsAmong(lanes, inside, lanes.room('deeds', events))
      markVisits(lanes, rows, count, mask)
    } else {
      const isDeed = this.viewTest(lanes)
      const isInside = viewsWithin(lanes, period)
      const ofView = lanes.visitRows
      for (let view = 0; view < views; view++) if (isDeed(view) && isInside(view)) mask[ofView[view] as number] = 1
    }
    return mask
  }
}

function passesOf(deed: Deed): (text: string) => boolean {
  if (deed.kind === 'event') return textTest('is', [deed.name])
  return deed.kind === 'engaged' ? () => false : textTest('matches', [deed.pattern])
}

/** Marks the visits of these events. */
export function markVisits(lanes: Lanes, rows: Uint32Array, count: number, mask: Uint8Array): void {
  const visits = lanes.numbers('event.visit')
  for (let at = 0; at < count; at++) {
    const visit = visits[rows[at] as number] as number
    if (visit > 0) mask[visit - 1] = 1
  }
}

/** Whether a page view is in a period. */
export function viewsWithin(lanes: Lanes, period: Period): (view: number) => boolean {
  if (!lanes.has('view.time') || !lanes.has('visit.start')) return () => true
  const [starts, times, rows] = [lanes.numbers('visit.start'), lanes.numbers('view.time'), lanes.visitRows]
  const from = period.start - lanes.base
  const end = period.end - lanes.base
  return (view) => {
    const second = (starts[rows[view] as number] as number) + (times[view] as number)
    return second >= from && second < end
  }
}
