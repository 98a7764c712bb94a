import { AppError } from '../../core/errors.ts'
import type { MetricName } from '../../wire/explore-parts.ts'
import type { DimensionRef } from '../filter.ts'
import { DIMENSIONS, dimensionOf } from '../filters/written-filter.ts'
import { METRIC_NAMES, METRICS } from '../metrics.ts'
import type { Goal } from '../query.ts'

/** What the parameters of questions may be. All throw `invalid_input` with a sentence that says what is allowed. */

export function wholeNumber(
  name: string,
  text: string | undefined,
  { least, most, fallback }: { readonly least: number; readonly most: number; readonly fallback: number },
): number {
  if (text === undefined) return fallback
  const number = /^\d{1,9}$/.test(text) ? Number(text) : -1
  if (number >= least && number <= most) return number
  throw new AppError('invalid_input', `${name} must be a whole number from ${least} to ${most.toLocaleString('en')}`)
}

export function oneOf<W extends string>(name: string, text: string | undefined, words: readonly [W, ...W[]]): W {
  if (text === undefined) return words[0]
  const word = words.find((one) => one === text)
  if (word !== undefined) return word
  throw new AppError('invalid_input', `${name} must be one of: ${words.join(', ')}`)
}

/** `1` or `0`. */
export const isOn = (name: string, text: string | undefined): boolean => oneOf(name, text, ['0', '1']) === '1'

const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ),
]

/** Names of metrics with commas between; those of a goal need one. */
export function metricsOf(
  text: string | undefined,
  goal: Goal | undefined,
  fallback: readonly MetricName[],
): readonly MetricName[] {
  if (text === undefined) return fallback
  const names = listed(text)
  const unknown = names.find((name) => !Object.hasOwn(METRICS, name))
  if (unknown !== undefined || names.length === 0) {
    throw new AppError('invalid_input', `metrics must be some of: ${METRIC_NAMES.join(', ')}`)
  }
  const metrics = names as MetricName[]
  const needy = metrics.find((name) => METRICS[name].needs === 'goal')
  if (needy !== undefined && goal === undefined) {
    throw new AppError('invalid_input', `The metric ${needy} is about a goal: name it with goal=`)
  }
  return metrics
}

/** Names of dimensions, as `panels` has them; other words are given to `also`. */
export function panelsOf<W extends string>(text: string, also: readonly W[]): { panels: DimensionRef[]; words: W[] } {
  const names = listed(text)
  const words = also.filter((word) => names.includes(word))
  const panels = names.filter((name) => !words.includes(name as W)).map((name) => dimension('panels', name, also))
  return { panels, words }
}

/** One dimension by its name. */
export function dimension(parameter: string, text: string | undefined, also: readonly string[] = []): DimensionRef {
  const found = text === undefined ? undefined : dimensionOf(text)
  if (found !== undefined) return found
  const names = [...DIMENSIONS.map((name) => (name === 'property' ? 'property:<name>' : name)), ...also]
  const what = parameter === 'panels' ? 'be some of' : 'be one of'
  throw new AppError('invalid_input', `${parameter} must ${what}: ${names.join(', ')}`)
}
