import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Request, RequestHandler, Response } from 'express'
import { Router } from 'express'
import type { Trail } from '../lib/accounts/trail.ts'
import { INSTALL_LOG } from '../lib/accounts/trail.ts'
import { SECOND } from '../lib/core/clock.ts'
import { parseInput } from '../lib/core/input.ts'
import { diskFault } from '../lib/releases/disk-fault.ts'
import type { Releases } from '../lib/releases/open-releases.ts'
import { releaseInput } from '../lib/releases/release-input.ts'
import { nameOfKey } from '../lib/releases/signature.ts'
import { MOST_ZIP_BYTES } from '../lib/releases/zip-entries.ts'
import type { ReleaseList, ReleaseTaken } from '../lib/wire/releases.ts'
import type { Gate } from './middleware/allow.ts'
import { mayEnter } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'
import { noteDeed } from './middleware/note-deed.ts'
import { receiveFile } from './middleware/receive-file.ts'

interface Parts {
  readonly releases: Releases
  /** The one that runs. */
  readonly version: string
  /** Ends the process where a host will start another. */
  readonly restart: (() => void) | undefined
  readonly gate: Pick<Gate, 'install'>
  readonly trail: Trail
  readonly read: RequestHandler
  readonly write: RequestHandler
}

/**
 * Passenger and LiteSpeed look at `tmp/restart.txt` every ten seconds, and start the new process before they end this one. Where
 * they do not look, this one ends by itself.
 */
const HOST_LOOKS_WITHIN_MS = 15 * SECOND

/** `/releases/*`, to be mounted below `/api`, for owners: what is here, another zip, going back, deleting. */
export function releaseRoutes({ releases, version, restart, gate, trail, read, write }: Parts): Router {
  const router = Router()
  const owner: RequestHandler = (_req, res, next) => {
    mayEnter(res, 'run install')
    next()
  }
  const restarts = restart !== undefined

  function restartAfter(res: Response): void {
    if (restart !== undefined) res.once('close', () => setTimeout(restart, HOST_LOOKS_WITHIN_MS).unref())
  }

  /** Leaves nothing behind but the release. */
  async function installFrom(req: Request): Promise<string> {
    const folder = releases.newFolder()
    try {
      const zip = path.join(folder, 'upload.zip')
      await receiveFile(req, zip, MOST_ZIP_BYTES)
      return await releases.install(zip)
    } catch (fault) {
      throw diskFault(fault)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  router.get('/releases/list', read, gate.install, owner, (_req, res) => {
    const data: ReleaseList = {
      running: version,
      is_released: releases.isReleased,
      restarts,
      releases: releases.list(),
      keys: releases.keys.map(nameOfKey),
      max_bytes: MOST_ZIP_BYTES,
    }
    answer(res, 'Releases fetched successfully', data)
  })

  router.post('/releases/install', write, gate.install, owner, async (req, res) => {
    const installed = await installFrom(req).finally(() => {
      // What was not read of a refused upload is not waited for.
      if (!req.complete) res.set('Connection', 'close')
    })
    await noteDeed(trail, res, 'release.installed', installed, INSTALL_LOG, { from: version })
    restartAfter(res)
    const data: ReleaseTaken = { version: installed, restarts }
    answer(res, 'The release is installed', data)
  })

  router.post('/releases/choose', write, gate.install, owner, jsonBody, async (req, res) => {
    const chosen = releases.choose(parseInput(releaseInput, req.body).version)
    await noteDeed(trail, res, 'release.chosen', chosen, INSTALL_LOG, { from: version })
    restartAfter(res)
    const data: ReleaseTaken = { version: chosen, restarts }
    answer(res, 'The release is chosen', data)
  })

  router.post('/releases/delete', write, gate.install, owner, jsonBody, async (req, res) => {
    const { version: unwanted } = parseInput(releaseInput, req.body)
    releases.remove(unwanted)
    await noteDeed(trail, res, 'release.deleted', unwanted, INSTALL_LOG)
    answer(res, 'The release is deleted')
  })

  router.all('/releases/list', methodNotAllowed('GET, HEAD'))
  router.all(['/releases/install', '/releases/choose', '/releases/delete'], methodNotAllowed('POST'))
  return router
}
