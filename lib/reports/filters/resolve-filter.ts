import { AppError } from '../../core/errors.ts'
import type { Condition, Filter } from '../filter.ts'
import type { Goal } from '../query.ts'
import type { Segment } from '../saved.ts'
import { namedOrNumbered } from '../saved.ts'
import { parseFilter } from './parse-filter.ts'
import type { WrittenFilter } from './written-filter.ts'
import { CHANNEL_WORDS, channelOfCategory } from '../referrer-category.ts'
import type { ReferrerCategory } from '../../wire/report-parts.ts'
import { textTest } from './text-test.ts'

interface Known {
  readonly segments: readonly Segment[]
  readonly goals: readonly Goal[]
}

/**
 * What the engine understands: segments are put in, the words of channels become those that are stored, and goals are
 * named by their names. Throws `invalid_input` for a segment, a goal or a channel that there is none of.
 */
export function resolveFilter(written: WrittenFilter, known: Known): Filter {
  if ('all' in written) return { all: written.all.map((part) => resolveFilter(part, known)) }
  if ('any' in written) return { any: written.any.map((part) => resolveFilter(part, known)) }
  if ('not' in written) return { not: resolveFilter(written.not, known) }
  if ('segments' in written) return { any: written.segments.map((name) => segmentNamed(name, known)) }
  return resolveCondition(written, known)
}

/** The names of segments that a filter uses. */
export function segmentsIn(written: WrittenFilter): readonly string[] {
  if ('all' in written) return written.all.flatMap(segmentsIn)
  if ('any' in written) return written.any.flatMap(segmentsIn)
  if ('not' in written) return segmentsIn(written.not)
  return 'segments' in written ? written.segments : []
}

export function segmentNamed(name: string, known: Known): Filter {
  const segment = namedOrNumbered(known.segments, name)
  if (segment === undefined) throw new AppError('invalid_input', `There is no segment ${JSON.stringify(name)}`)
  const written = parseFilter(segment.filter)
  if (written === undefined || segmentsIn(written).length > 0) {
    throw new AppError('invalid_input', `The segment ${JSON.stringify(name)} has no usable filter. Save it anew.`)
  }
  return resolveFilter(written, known)
}

function resolveCondition(condition: Condition, { goals }: Known): Filter {
  const { dimension, test, values } = condition
  if (dimension.name === 'goal') return resolveGoals(condition, goals)
  if (dimension.name === 'channel') return resolveChannels(condition)
  if (test !== 'is' || !values.includes('')) return condition
  // Nothing known is no text, not an empty one.
  const others = values.filter((value) => value !== '')
  const absent: Condition = { dimension, test: 'absent', values: [] }
  return others.length === 0 ? absent : { any: [{ ...condition, values: others }, absent] }
}

/** Goals are few and known, so a condition on their names becomes the list of those that it means. */
function resolveGoals({ dimension, test, values }: Condition, goals: readonly Goal[]): Filter {
  const named = (names: readonly string[]): Condition => ({ dimension, test: 'is', values: names })
  const all = goals.map(({ name }) => name)
  if (test === 'absent') return { not: named(all) }
  if (test !== 'is') return named(all.filter(textTest(test, values)))
  return named(values.map((value) => goalNamed(value, goals).name))
}

/** By name or number. Throws `invalid_input`. */
export function goalNamed(text: string, goals: readonly Goal[]): Goal {
  const goal = namedOrNumbered(goals, text)
  if (goal === undefined) throw new AppError('invalid_input', `There is no goal ${JSON.stringify(text)}`)
  return goal
}

function resolveChannels({ dimension, test, values }: Condition): Filter {
  if (test === 'absent') return { dimension, test: 'is', values: [] }
  const unknown = test === 'is' ? values.find((value) => !CHANNEL_WORDS.includes(value as ReferrerCategory)) : undefined
  if (unknown !== undefined) {
    throw new AppError(
      'invalid_input',
      `There is no channel ${JSON.stringify(unknown)}. Channels are: ${CHANNEL_WORDS.join(', ')}`,
    )
  }
  return { dimension, test: 'is', values: CHANNEL_WORDS.filter(textTest(test, values)).map(channelOfCategory) }
}
