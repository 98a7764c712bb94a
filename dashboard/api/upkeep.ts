import type { BackupStatus } from '../../lib/wire/backup.ts'
import type { LogAnswer, LogLine } from '../../lib/wire/log.ts'
import { ask, urlOf } from './ask.ts'

/** What owners need to look after an install. */

export const askBackup = () => ask<BackupStatus>('backup/status')
/** A link, so that the browser writes to its disk what comes and keeps none of it. */
export const backupUrl = () => urlOf('api/backup/download')
export const askLog = (level: LogLine['level']) => ask<LogAnswer>('log', { level, limit: 200 })
