import * as z from 'zod'
import type { ReportEngine } from './engine.ts'
import type { Scope } from './scope.ts'
import { clampedInteger } from '../core/input.ts'
import { parseRange } from './range.ts'

/** One report: the sentence that goes with the answer, and how the answer is made. It asks the engine and shapes. */
export interface Report<T extends object = object> {
  readonly message: string
  readonly answer: (engine: ReportEngine, question: Question) => Promise<T>
}

/** What somebody wants to know. */
export interface Question {
  readonly scope: Scope
  /** Text, as sent: each report has its own bounds. */
  readonly limit: string | undefined
  /** Any other parameter of the query, as text; undefined for what is absent or empty. */
  readonly given: (parameter: string) => string | undefined
  /** Where browsers reach this install, for the addresses of short links. */
  readonly base: string
}

// A parameter given several times counts as its last; one that is no text at all as absent.
const text = z.preprocess(
  (value: unknown) => (Array.isArray(value) ? value.at(-1) : value) as unknown,
  z.string().optional().catch(undefined),
)
/** What every report takes. `meta` says in JSON Schema what a client should send; it decides nothing. */
export const reportQuery = z.object({
  range: text.meta({
    type: 'string',
    description:
      'Whole days of the project’s time zone: `7d` is today and the six days before, at most `365d`. `custom` takes `from` and `to`. Anything else is read as a number of days as far as it goes.',
    examples: ['7d', '30d', 'custom'],
  }),
  from: text.meta({ type: 'string', description: 'First day, with `range=custom`.', examples: ['2026-11-01'] }),
  to: text.meta({
    type: 'string',
    description: 'Last day, with `range=custom`; at most 365 days after `from`.',
    examples: ['2026-11-20'],
  }),
  limit: text,
})

/** Reads a query string. Unknown parameters are ignored. Throws `invalid_input` for a bad custom range. */
export function parseQuestion(
  raw: Readonly<Record<string, unknown>>,
  project: { id: number; timeZone: string },
  at: { now: number; base: string },
): Question {
  const { limit, ...days } = reportQuery.parse(raw)
  const given = (parameter: string) => {
    const value = text.parse(raw[parameter])
    return value === '' ? undefined : value
  }
  const scope = { project: project.id, range: parseRange(days, project.timeZone, at.now) }
  return { scope, limit, given, base: at.base }
}

/** `fallback` when there is none; else clamped to 1 to `most`, never refused. */
export const limitOf = ({ limit }: Question, fallback: number, most: number): number =>
  limit === undefined ? fallback : clampedInteger(limit, most)
