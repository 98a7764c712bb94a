import { DAY, SECOND } from '../core/clock.ts'
import { localDay } from '../core/time-zone.ts'
import type { ThinnedDaysTable } from '../db/sealed-tables.ts'
import type { Part } from '../sealed-days/part.ts'
import { numbersOf, sparseOf, VISIT_FLAGS } from '../sealed-days/part.ts'

export type DayTotals = Omit<ThinnedDaysTable, 'project_id'>

/** Adds up what visits and custom events of parts come to, by local day. A visitor counts once in each day. */
export interface DayAdder {
  /** Takes the visits of these rows, and the events for which it holds. */
  add(part: Part, takes: { readonly visit: (row: number) => boolean; readonly event: (row: number) => boolean }): void
  /** Ascending by day. */
  totals(): DayTotals[]
}

export function makeDayAdder(zone: string): DayAdder {
  const days = new Map<string, DayTotals>()
  const seen = new Set<string>()
  const dayAt = dayFinder(zone)

  function dayOf(at: number): DayTotals {
    const day = dayAt(at)
    const known = days.get(day)
    if (known !== undefined) return known
    const fresh: DayTotals = { day, ...NOTHING }
    days.set(day, fresh)
    return fresh
  }

  function addViews(part: Part, takes: (row: number) => boolean): void {
    const starts = numbersOf(part, 'visit.start')
    const counts = numbersOf(part, 'visit.views')
    const visitors = numbersOf(part, 'visit.visitor')
    const times = numbersOf(part, 'view.time')
    const others = sparseOf(part, 'view.visitor')
    const otherOf = new Map(Array.from(others.rows, (view, index) => [view, others.values[index] ?? 0]))
    let view = 0
    for (let visit = 0; visit < counts.length; visit++) {
      const end = view + (counts[visit] ?? 0)
      const isTaken = takes(visit)
      for (; view < end; view++) {
        if (!isTaken) continue
        const day = dayOf(part.base + ((starts[visit] ?? 0) + (times[view] ?? 0)) * SECOND)
        day.pageviews++
        const visitor = `${day.day} ${otherOf.get(view) ?? visitors[visit] ?? 0}`
        if (!seen.has(visitor)) day.visitors++
        seen.add(visitor)
      }
    }
  }

  function addVisits(part: Part, takes: (row: number) => boolean): void {
    const starts = numbersOf(part, 'visit.start')
    const flags = numbersOf(part, 'visit.flags')
    const views = numbersOf(part, 'visit.views')
    const events = numbersOf(part, 'visit.events')
    const durations = numbersOf(part, 'visit.duration')
    const engaged = numbersOf(part, 'visit.engaged')
    const counted = sparseOf(part, 'visit.counted')
    const countedOf = new Map(Array.from(counted.rows, (visit, index) => [visit, counted.values[index] ?? 0]))
    for (let visit = 0; visit < starts.length; visit++) {
      if (!takes(visit) || ((flags[visit] ?? 0) & VISIT_FLAGS.holder) !== 0) continue
      const day = dayOf(part.base + (starts[visit] ?? 0) * SECOND)
      const isBounce = (countedOf.get(visit) ?? views[visit]) === 1 && events[visit] === 0
      day.visits++
      day.bounces += isBounce ? 1 : 0
      day.duration += durations[visit] ?? 0
      day.engaged_duration += isBounce ? 0 : (durations[visit] ?? 0)
      day.visible_time += engaged[visit] ?? 0
    }
  }

  return {
    add(part, takes) {
      addViews(part, takes.visit)
      addVisits(part, takes.visit)
      numbersOf(part, 'event.time').forEach((second, row) => {
        if (takes.event(row)) dayOf(part.base + second * SECOND).events++
      })
    },
    totals: () => [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
  }
}

const NOTHING = {
  pageviews: 0,
  visitors: 0,
  visits: 0,
  bounces: 0,
  events: 0,
  duration: 0,
  engaged_duration: 0,
  visible_time: 0,
}

/** No zone changes its clock inside a quarter of an hour, so the day of one instant in it is that of all. */
function dayFinder(zone: string): (at: number) => string {
  const quarter = DAY / 96
  const days = new Map<number, string>()
  return (at) => {
    const begin = Math.floor(at / quarter) * quarter
    const known = days.get(begin)
    if (known !== undefined) return known
    const day = localDay(zone, begin)
    days.set(begin, day)
    return day
  }
}
