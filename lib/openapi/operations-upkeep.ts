import * as z from 'zod'
import type { BackupStatus, LastBackup } from '../wire/backup.ts'
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

export const UPKEEP_OPERATIONS: readonly Operation[] = [
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
