import type { ValueRow } from '../../wire/explore.ts'
import type { MetricFigures, MetricName } from '../../wire/explore-parts.ts'
import { countryName } from '../country-name.ts'
import type { DimensionRef, Filter } from '../filter.ts'
import { DEED_DIMENSIONS, EVENT_DIMENSIONS, VIEW_DIMENSIONS } from '../filter.ts'
import { figuresOf } from '../metrics.ts'
import type { BreakdownRow } from '../query.ts'
import { referrerCategory } from '../referrer-category.ts'
import type { Table } from '../tables/table.ts'
import { flatRow } from '../tables/table.ts'
import type { ExploreQuestion } from './explore-report.ts'

/** Rows of a breakdown as people read them: channels by the words of the reports, countries with their names. */
export const valueRows = (
  { name }: DimensionRef,
  rows: readonly BreakdownRow[],
  metrics: readonly MetricName[],
  question: ExploreQuestion,
): ValueRow[] =>
  rows.map(({ value, fields, sums }) => ({
    value: name === 'channel' ? referrerCategory(value) : value,
    fields: fieldsOf(name === 'country' ? { country: value } : fields, name === 'country'),
    ...figuresOf(metrics, sums, question),
  }))

function fieldsOf({ country, channel, ...rest }: Readonly<Record<string, string>>, isCountry: boolean) {
  return {
    ...(country !== undefined && !isCountry && { country }),
    ...(country !== undefined && { country_name: countryName(country) }),
    ...(channel !== undefined && { channel: referrerCategory(channel) }),
    ...rest,
  }
}

/** What makes two rows the same: the value, and for places, sources and pages what lies around it. */
export const keyOf = ({ value, fields }: Pick<BreakdownRow, 'value' | 'fields'>): string =>
  JSON.stringify([value, fields.country, fields.region, fields.channel, fields.host])

/** What keeps a question to the values of these rows, and to others only where they bear the same name. */
export function onlyThese(dimension: DimensionRef, rows: readonly BreakdownRow[]): Filter {
  const known = rows.map(({ value }) => value).filter((value) => value !== '')
  const is: Filter = { dimension, test: 'is', values: [...new Set(known)] }
  if (known.length === rows.length) return is
  return { any: [is, { dimension, test: 'absent', values: [] }] }
}

export const isOfEvents = ({ name }: DimensionRef): boolean => (EVENT_DIMENSIONS as readonly string[]).includes(name)

/** What is told of a dimension's values unless somebody wants something else. */
export function usualMetrics({ name }: DimensionRef, question: ExploreQuestion): readonly MetricName[] {
  const own = usualOf(name)
  return question.goal === undefined ? own : [...own, 'conversions', 'conversion_rate']
}

function usualOf(name: DimensionRef['name']): readonly MetricName[] {
  const isOf = (names: readonly string[]) => names.includes(name)
  if (isOf(EVENT_DIMENSIONS)) return ['events', 'visitors']
  if (isOf(DEED_DIMENSIONS)) return ['visitors', 'visits']
  if (name === 'page') return ['visitors', 'pageviews', 'time_on_page', 'scroll_depth']
  return isOf(VIEW_DIMENSIONS) ? ['visitors', 'pageviews'] : ['visitors', 'visits', 'bounce_rate']
}

/** Rows as a table: the value, what it stands for, and the metrics. */
export function valueTable(
  name: string,
  rows: readonly Pick<ValueRow, 'value' | 'fields'>[],
  metrics: readonly string[],
): Table {
  const fields = new Set(rows.flatMap((row) => Object.keys(row.fields)))
  return { name, columns: ['value', ...[...fields].map((field) => `fields.${field}`), ...metrics], rows }
}

/** The columns that figures take up. */
export const metricColumns = (figures: MetricFigures): readonly string[] => Object.keys(flatRow(figures))
