import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { Router } from 'express'
import type { Trail } from '../lib/accounts/trail.ts'
import { INSTALL_LOG } from '../lib/accounts/trail.ts'
import type { Backups } from '../lib/backup/open-backups.ts'
import type { Config } from '../lib/config/config.ts'
import type { Clock } from '../lib/core/clock.ts'
import { utcDay } from '../lib/core/clock.ts'
import { AppError, messageOf } from '../lib/core/errors.ts'
import type { Log } from '../lib/core/log.ts'
import type { BackupStatus } from '../lib/wire/backup.ts'
import type { Gate } from './middleware/allow.ts'
import { mayEnter } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { noteDeed } from './middleware/note-deed.ts'

interface Parts {
  readonly backups: Backups
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly gate: Pick<Gate, 'install'>
  readonly trail: Trail
  readonly read: RequestHandler
  readonly write: RequestHandler
}

/** `GET /backup/status` and `GET /backup/download`, to be mounted below `/api`, for owners. */
export function backupRoutes({ backups, config, clock, log, gate, trail, read, write }: Parts): Router {
  const router = Router()
  const command = (words: string) => `${process.execPath} ${path.join(config.root, 'app.js')} ${words}`

  router.get('/backup/status', read, gate.install, (_req, res) => {
    mayEnter(res, 'run install')
    const data: BackupStatus = {
      last: backups.last(),
      backup_command: command('backup FILE'),
      restore_command: command('restore FILE'),
    }
    answer(res, 'Backup status fetched successfully', data)
  })

  router.get('/backup/download', write, ownPage, gate.install, async (req, res) => {
    mayEnter(res, 'take backup')
    res.set({
      'Content-Type': 'application/gzip',
      'Content-Disposition': `attachment; filename="micrologs-${utcDay(clock.now())}.backup"`,
    })
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    const pieces = backups.stream()
    // Faults that come before the first piece can still be told in words.
    const first = await pieces.next().catch((fault: unknown) => {
      res.removeHeader('Content-Disposition')
      throw fault
    })
    await noteDeed(trail, res, 'backup.downloaded', '', INSTALL_LOG)
    const whole = async function* () {
      if (first.done !== true) yield first.value
      yield* pieces
    }
    // A connection that is cut tells that half a file is not the whole.
    await pipeline(Readable.from(whole(), { objectMode: false }), res).catch((fault: unknown) => {
      log.warn({ reason: messageOf(fault) }, 'A download of the backup ended before its time')
    })
  })

  router.all(['/backup/status', '/backup/download'], methodNotAllowed('GET, HEAD'))
  return router
}

/** Other sites must not make somebody who is signed in download everything by a link. */
const ownPage: RequestHandler = (req, _res, next) => {
  const site = req.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new AppError('forbidden', 'This must come from the page of Micrologs, with the header X-Micrologs: 1.')
  next()
}
