import * as z from 'zod'
import { runJobInput } from '../core/job-name.ts'
import type { DiagnosticsAnswer, Diagnosis, JobAnswer, JobsRun } from '../wire/diagnostics.ts'
import type { Operation } from './operation.ts'
import { count, shape } from './shape.ts'

/** How the install fares, for who owns it. */

const instant = z.iso.datetime().meta({ description: 'ISO 8601, UTC.' })
const state = z.enum(['ok', 'warn', 'fail']).meta({ description: '`warn`: it works, but somebody should know.' })
const text = z.string()

const diagnosis = shape<Diagnosis>()(
  'Diagnosis',
  z.strictObject({
    id: text.meta({ description: 'Stays the same; new ones may come.' }),
    state,
    title: text,
    message: text.meta({ description: 'What was found.' }),
    meaning: text.meta({ description: 'What it means when it is not well.' }),
    advice: text.meta({ description: 'What to do then.' }),
    figures: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
)

const job = shape<JobAnswer>()(
  'Job',
  z.strictObject({
    name: text,
    state: z.enum(['waiting', 'running', 'failing', 'alarm']),
    next_run_at: instant,
    started_at: instant.nullable(),
    finished_at: instant.nullable(),
    failures: count.meta({ description: 'In a row.' }),
    reason: text.meta({ description: 'Of the newest failure, or what was found.' }),
  }),
)

const diagnostics = shape<DiagnosticsAnswer>()(
  'Diagnostics',
  z.strictObject({
    state,
    at: instant,
    checks: z.array(diagnosis),
    versions: z.strictObject({ micrologs: text, node: text, database: text, platform: text }),
    sizes: z.strictObject({
      tables: z
        .array(z.strictObject({ table: text, bytes: count }))
        .nullable()
        .meta({ description: 'The largest first; null while the database is away.' }),
      spool_waiting_bytes: count,
      spool_max_bytes: count,
      rejected: count.meta({ description: 'Records that the database refused, kept aside.' }),
    }),
    jobs: z.array(job).nullable().meta({ description: 'Null while the database is away.' }),
    cron_command: text.meta({ description: 'Runs what is due, with the Node and the folder of this process.' }),
    settings: z
      .array(z.strictObject({ name: text, value: text, about: text, is_default: z.boolean() }))
      .meta({ description: 'Without secrets.' }),
    request: z
      .strictObject({ client_address: text, host: text, is_https: z.boolean(), forwarded: z.boolean() })
      .meta({ description: 'As this request came here.' }),
  }),
)

const jobsRun = shape<JobsRun>()('JobsRun', z.strictObject({ name: text, due: z.array(text) }))

export const DIAGNOSTICS_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/diagnostics',
    id: 'diagnostics',
    tag: 'Install',
    summary: 'How the install fares',
    description:
      'What `node app.js doctor` tells, with what it means and what to do; sizes, versions, jobs, settings. For owners; while nobody owns the install, also for who shows the code from `setup-code.txt` in the storage folder, in the header `X-Setup-Code`.',
    key: 'admin',
    limit: 'accounts/read',
    answers: { 200: { description: 'As it is now.', data: diagnostics, message: 'Diagnostics fetched successfully' } },
    refusals: { 401: ['The set-up code is wrong.'] },
  },
  {
    method: 'post',
    path: '/api/jobs/run',
    id: 'runJob',
    tag: 'Install',
    summary: 'Run a job now',
    description: 'It is made due and run after the answer, with whatever else is due. For owners.',
    key: 'admin',
    limit: 'accounts/write',
    body: { name: 'JobRun', schema: runJobInput },
    answers: { 200: { description: 'It is due.', data: jobsRun, message: 'The job is run now' } },
    refusals: {
      400: ['name is required'],
      404: ['There is no job "x". These are: seal, compact, …'],
      409: ['The job "seal" is running right now. Try again in a minute.'],
    },
  },
]
