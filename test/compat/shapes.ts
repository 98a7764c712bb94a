/**
 * The shape of an answer as the contract's tables say it. `day` and `time` are text of that form; a question mark lets
 * null in. A list must not be empty, or its rows would not have been looked at.
 */
export type Shape =
  | 'int'
  | 'int?'
  | 'number'
  | 'text'
  | 'text?'
  | 'bool'
  | 'day'
  | 'time'
  | 'anything'
  | readonly [Shape]
  | { readonly [key: string]: Shape }

const CHECKS: Readonly<Record<Extract<Shape, string>, (value: unknown) => boolean>> = {
  int: Number.isSafeInteger,
  'int?': (value) => value === null || Number.isSafeInteger(value),
  number: Number.isFinite,
  text: (value) => typeof value === 'string',
  'text?': (value) => value === null || typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  day: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
  time: (value) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(String(value)),
  anything: () => true,
}

/** What differs, by where it is. The contract's keys come first and in its order; what is ours may follow. */
export function differences(value: unknown, shape: Shape, at = 'data'): string[] {
  if (typeof shape === 'string') return CHECKS[shape](value) ? [] : [`${at}: ${JSON.stringify(value)} is no ${shape}`]
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${at} is no list`]
    if (value.length === 0) return [`${at} is empty`]
    return value.flatMap((row, index) => differences(row, shape[0], `${at}[${index}]`))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`]
  const wanted = Object.keys(shape)
  const keys = Object.keys(value).slice(0, wanted.length)
  if (keys.join() !== wanted.join()) return [`${at} has the keys ${keys.join()} in place of ${wanted.join()}`]
  return Object.entries(shape).flatMap(([key, inner]) =>
    differences((value as Record<string, unknown>)[key], inner, `${at}.${key}`),
  )
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape)
