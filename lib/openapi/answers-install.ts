import * as z from 'zod'
import { IDENTITY_MODES } from '../projects/project.ts'
import type { Cron } from '../wire/cron.ts'
import type { FirstSteps, NewestView } from '../wire/first-steps.ts'
import type { Health, HealthCheck } from '../wire/health.ts'
import { deviceType, referrerCategory } from './answers-visits.ts'
import { count, shape, time } from './shape.ts'

/** What an install tells about itself. */

const check = shape<HealthCheck>()(
  'HealthCheck',
  z
    .object({
      status: z.enum(['ok', 'warn', 'fail']).meta({ description: '`warn`: it works, but somebody should know.' }),
      message: z.string(),
    })
    .catchall(z.union([z.string(), z.number(), z.boolean()]))
    .meta({ description: 'One thing that was looked at, with figures for programs.' }),
)

export const health = shape<Health>()(
  'Health',
  z.strictObject({
    status: z.enum(['healthy', 'unhealthy']),
    timestamp: time.meta({ description: 'UTC.' }),
    version: z.string(),
    checks: z.strictObject({
      database: check,
      disk: check,
      spool: check,
      storage: check,
      geo: check,
      jobs: check,
      release: check,
    }),
  }),
)

export const cron = shape<Cron>()(
  'Cron',
  z.strictObject({
    due: z
      .array(z.string())
      .meta({ description: 'Names of the jobs that were due. They are run after this answer.', examples: [['salts']] }),
  }),
)

const view = shape<NewestView>()(
  'NewestView',
  z
    .strictObject({
      url: z.string(),
      page_title: z.string(),
      at: z.string().meta({ description: 'ISO 8601, UTC.' }),
      browser: z.string(),
      os: z.string(),
      device_type: deviceType,
      country: z.string().meta({ description: 'ISO 3166-1 alpha-2.' }),
      channel: referrerCategory,
    })
    .meta({ description: 'Empty text where something is not known.' }),
)

export const firstSteps = shape<FirstSteps>()(
  'FirstSteps',
  z.strictObject({
    project: z.strictObject({ name: z.string(), public_key: z.string(), identity: z.enum(IDENTITY_MODES) }),
    tag: z.string().meta({ description: 'The line to paste into a page.' }),
    state: z.enum(['waiting', 'received']).meta({ description: '`received` once there is a page view.' }),
    view: view.exactOptional(),
    views: count.max(1000).meta({ description: 'Page views there are, counted up to 1,000.' }),
  }),
)
