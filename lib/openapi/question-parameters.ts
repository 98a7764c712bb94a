import { inQuery } from './in-query.ts'
import type { Parameter } from './operation.ts'

/** What every question that is asked freely takes. */

export const text = (name: string, description: string, examples: readonly string[], required = false) =>
  inQuery(name, description, { type: 'string', examples: [...examples] }, required)

export const word = (name: string, description: string, words: readonly string[], byDefault?: string) =>
  inQuery(name, description, {
    type: 'string',
    enum: [...words],
    ...(byDefault !== undefined && { default: byDefault }),
  })

export const whole = (name: string, description: string, least: number, most: number, byDefault: number) =>
  inQuery(name, description, { type: 'integer', minimum: least, maximum: most, default: byDefault })

export const RANGE: readonly Parameter[] = [
  text(
    'range',
    'In the project’s time zone: `today`, `yesterday`, `7d` or any other number of days, today among them; `12mo` or any other number of months, this one among them; `month`, `last_month`, `year`, `last_year`, `all`; `custom` with `from` and `to`. Without it `30d`.',
    ['7d', 'today', '12mo', 'last_month'],
  ),
  text('from', 'First day, or time (`2026-11-01T09:30`).', ['2026-11-01', '2026-11-01T09:30']),
  text('to', 'Last day; a time is the first outside.', ['2026-11-20', '2026-11-01T17:00']),
]

export const FILTER: readonly Parameter[] = [
  text(
    'filter',
    'What it is kept to, in words: `country is AT|DE and not page matches "/blog/*" and utm_source is absent`. Tests are `is`, `is not`, `contains`, `does not contain`, `matches` (with `*` for any text), `does not match`, `is absent`, `is present`; they are joined with `and`, `or`, `not` and parentheses.',
    ['country is AT|DE', 'page matches "/blog/*" and utm_source is absent'],
  ),
  text('segment', 'Name or number of a saved segment, whose filter holds as well.', ['Readers']),
]

/** What is said of them when they are wrong. */
export const QUESTION_WRONG = [
  'range must be today, yesterday, a number of days such as 7d, 28d or 90d (up to 9999d), …',
  'from and to must both be given with range=custom, as days (2026-11-01) or as times of the project’s zone (2026-11-01T09:30)',
  'filter: a value was expected at character 12, but there is "and".',
  'There is no segment "Readers"',
]

/** For tokens and sessions that are of several projects. */
export const OF_PROJECT: Parameter = inQuery('project', 'Number of the project, where it may be one of several.', {
  type: 'integer',
  minimum: 1,
})
