import * as z from 'zod'
import { METRIC_NAMES, METRICS } from '../reports/metrics.ts'
import type { MetricsReport } from '../wire/explore.ts'
import type { MetricChanges, MetricFigures, MetricName } from '../wire/explore-parts.ts'
import { shape } from './shape.ts'

/** Metrics as rows of reports carry them. */

type Figure = z.ZodExactOptional<z.ZodNullable<z.ZodNumber>>

export const money = z
  .record(z.string(), z.number())
  .meta({ description: 'Amounts by currency (ISO 4217; empty text where none was sent).', examples: [{ EUR: 129.9 }] })

const numbers = <M extends MetricName>(names: readonly M[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      z
        .number()
        .nullable()
        .exactOptional()
        .meta({ description: `${METRICS[name].definition} Unit: ${METRICS[name].unit}.` }),
    ]),
  ) as { [K in M]: Figure }

const OF_NUMBERS = METRIC_NAMES.filter((name): name is Exclude<MetricName, 'revenue'> => name !== 'revenue')
export const metricFields = { ...numbers(OF_NUMBERS), revenue: money.exactOptional() }

export const figures = shape<MetricFigures>()(
  'MetricFigures',
  z.strictObject(metricFields).meta({
    description:
      'The metrics that were asked for. Null where there is nothing to divide, or where the identity of the project cannot tell.',
  }),
)

export const changes = shape<MetricChanges>()(
  'MetricChanges',
  z
    .strictObject(
      Object.fromEntries(METRIC_NAMES.map((name) => [name, z.number().nullable().exactOptional()])) as {
        [M in MetricName]: Figure
      },
    )
    .meta({ description: 'Change in percent, one decimal; null where there is nothing to compare with.' }),
)

export const metricsReport = shape<MetricsReport>()(
  'MetricsReport',
  z.strictObject({
    metrics: z.array(
      z.strictObject({
        name: z.enum(METRIC_NAMES as [MetricName, ...MetricName[]]),
        unit: z.enum(['count', 'percent', 'seconds', 'ratio', 'money']),
        definition: z.string(),
        needs: z.enum(['goal', 'cookie']).nullable(),
        is_sortable: z.boolean(),
      }),
    ),
    dimensions: z.array(
      z.strictObject({
        name: z.string(),
        of: z.enum(['page view', 'visit', 'event', 'deed']),
        definition: z.string(),
      }),
    ),
  }),
)
