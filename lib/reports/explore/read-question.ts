import * as z from 'zod'
import { AppError } from '../../core/errors.ts'
import type { Filter } from '../filter.ts'
import { parseFilter } from '../filters/parse-filter.ts'
import { printFilter } from '../filters/print-filter.ts'
import { goalNamed, resolveFilter } from '../filters/resolve-filter.ts'
import type { WrittenFilter } from '../filters/written-filter.ts'
import { parseComparison } from '../periods/comparison.ts'
import { parseWeekStart } from '../periods/intervals.ts'
import { parsePeriod } from '../periods/period.ts'
import type { Goal } from '../query.ts'
import type { Saved, Segment } from '../saved.ts'
import { namedOrNumbered } from '../saved.ts'
import type { ExploreQuestion } from './explore-report.ts'

// A parameter given several times counts as its last; one that is no text at all as absent, and so does an empty one.
const text = z.preprocess((value: unknown) => {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value
  return typeof last === 'string' && last !== '' ? last : undefined
}, z.string().optional())

/** Whose question it is, and when it is asked. */
export interface Around {
  readonly project: ExploreQuestion['project']
  readonly saved: Saved
  readonly now: number
  /** When the oldest thing of the project happened; undefined where there is nothing. */
  readonly firstAt: () => Promise<number | undefined>
}

type Raw = Readonly<Record<string, unknown>>

/** Reads a query string. Unknown parameters are ignored; what is wrong in the others throws `invalid_input`. */
export async function readQuestion(raw: Raw, { project, saved, now, firstAt }: Around): Promise<ExploreQuestion> {
  const given = (parameter: string) => text.parse(raw[parameter])
  const range = given('range')
  const period = parsePeriod(
    { range, from: given('from'), to: given('to') },
    { zone: project.timeZone, now, firstAt: range === 'all' ? await firstAt() : undefined },
  )
  const compare = { compare: given('compare'), align: given('align') }
  const held = { ...compare, compare_from: given('compare_from'), compare_to: given('compare_to') }
  const [goals, segments] = await Promise.all([saved.goals(), saved.segments()])
  const goal = given('goal')
  return {
    project,
    identity: project.identity,
    now,
    period,
    comparison: parseComparison(held, period, now),
    ...readFilter(given('filter'), given('segment'), { goals, segments }),
    goals,
    goal: goal === undefined ? undefined : goalNamed(goal, goals),
    weekStart: parseWeekStart(given('week')),
    saved,
    given,
    givenAll: (parameter) => allOf(raw[parameter]),
  }
}

const allOf = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string' && one !== '')

function readFilter(
  filter: string | undefined,
  segment: string | undefined,
  known: { readonly goals: readonly Goal[]; readonly segments: readonly Segment[] },
): { filter: Filter | undefined; filterText: string | null } {
  const written = filter === undefined ? undefined : parseFilter(filter)
  const named = segment === undefined ? undefined : segmentWritten(segment, known.segments)
  const both = [named, written].filter((part): part is WrittenFilter => part !== undefined)
  const [only] = both
  if (only === undefined) return { filter: undefined, filterText: null }
  const whole = both.length === 1 ? only : { all: both }
  return { filter: resolveFilter(whole, known), filterText: printFilter(whole) }
}

function segmentWritten(text: string, segments: readonly Segment[]): WrittenFilter {
  const segment = namedOrNumbered(segments, text)
  if (segment === undefined) throw new AppError('invalid_input', `There is no segment ${JSON.stringify(text)}`)
  return { segments: [segment.name] }
}
