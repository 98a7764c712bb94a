import * as z from 'zod'
import type { BackupStatus, LastBackup } from '../wire/backup.ts'
import type { LogAnswer, LogLine } from '../wire/log.ts'
import { inQuery } from './in-query.ts'
import type { Operation } from './operation.ts'
import { count, shape } from './shape.ts'

/** What owners need to look after an install. */

const last = shape<LastBackup>()(
  'LastBackup',
  z.strictObject({
    at: z.iso.datetime().meta({ description: 'ISO 8601, UTC.' }),
    rows: count,
    bytes: count.meta({ description: 'Packed, as it was downloaded.' }),
    how: z.enum(['downloaded', 'command']),
  }),
)

const status = shape<BackupStatus>()(
  'BackupStatus',
  z.strictObject({
    last: last.nullable().meta({ description: 'Null when there never was one.' }),
    backup_command: z.string().meta({ description: 'For a shell on the server.' }),
    restore_command: z.string(),
  }),
)

const line = shape<LogLine>()(
  'LogLine',
  z.strictObject({
    time: z.iso.datetime().meta({ description: 'ISO 8601, UTC.' }),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    details: z.record(z.string(), z.string()),
  }),
)

const log = shape<LogAnswer>()(
  'Log',
  z.strictObject({
    lines: z.array(line).meta({ description: 'Newest first.' }),
    is_cut: z.boolean().meta({ description: 'There is more than was looked at.' }),
    is_kept: z.boolean().meta({ description: 'Whether a log is kept at all.' }),
  }),
)

export const UPKEEP_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/log',
    id: 'readLog',
    tag: 'Install',
    summary: 'The newest lines of the log',
    description: 'What the app prints, without keys and addresses, from the end of `storage/log`. For owners.',
    key: 'admin',
    limit: 'accounts/read',
    worksAlone: true,
    parameters: [
      inQuery('level', 'Only this and worse.', { type: 'string', enum: ['debug', 'info', 'warn', 'error'] }),
      inQuery('limit', 'Lines at most.', { type: 'integer', minimum: 1, maximum: 500, default: 100 }),
    ],
    answers: { 200: { description: 'As it is now.', data: log, message: 'Log fetched successfully' } },
    refusals: { 400: ['level must be one of: debug, info, warn, error', 'limit must be a whole number from 1 to 500'] },
  },
  {
    method: 'get',
    path: '/api/backup/status',
    id: 'backupStatus',
    tag: 'Install',
    summary: 'When everything was last saved',
    description: 'And the commands that do it on the server. For owners.',
    key: 'admin',
    limit: 'accounts/read',
    worksAlone: true,
    answers: { 200: { description: 'As it is now.', data: status, message: 'Backup status fetched successfully' } },
  },
  {
    method: 'get',
    path: '/api/backup/download',
    id: 'downloadBackup',
    tag: 'Install',
    summary: 'Everything in the database as one file',
    description:
      'As `node app.js backup` writes it, as of one moment, while it is written. It holds hashes of keys and passwords. When something breaks on the way, the connection is cut. For owners who are signed in; keys and tokens do not do.',
    key: 'session',
    limit: 'accounts/write',
    answers: { 200: { description: 'The backup, for `node app.js restore`.', type: 'application/gzip' } },
    refusals: { 409: ['A backup is being made right now. Wait until it is done.'] },
  },
]
