import { AppError } from '../../core/errors.ts'

/** The forms in which a report is given. */
export const FORMATS = ['json', 'csv', 'ndjson'] as const
export type Format = (typeof FORMATS)[number]

/** Throws `invalid_input`. */
export function formatOf(given: string | undefined): Format {
  const format = given === undefined ? 'json' : FORMATS.find((one) => one === given)
  if (format === undefined) throw new AppError('invalid_input', `format must be one of: ${FORMATS.join(', ')}`)
  return format
}
