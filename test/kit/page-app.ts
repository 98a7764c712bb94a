import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RequestHandler } from 'express'
import express from 'express'
import { AppError } from '../../lib/core/errors.ts'
import { sha256Hex } from '../../lib/core/hashing.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { Project } from '../../lib/projects/project.ts'
import { trackingTag } from '../../lib/projects/tag.ts'
import { partsEngine } from '../../lib/reports/parts-engine.ts'
import { analyticsRoutes } from '../../routes/analytics.ts'
import { firstStepsRoutes } from '../../routes/first-steps.ts'
import { fail, notFound } from '../../routes/middleware/fail.ts'
import { projectOf } from '../../routes/middleware/allow.ts'
import { gateOf } from './gate.ts'
import { pageRoutes } from '../../routes/page.ts'
import { securityHeaders } from '../../routes/middleware/security-headers.ts'

export const SECRET_KEY = '5ec'.repeat(21) + '0'
export const PUBLIC_KEY = '0123456789abcdef'.repeat(2)
export const SETUP_TOKEN = 'setup-token-of-the-tests'

export const PROJECT: Project = {
  id: 1,
  name: 'example.org',
  publicKey: PUBLIC_KEY,
  secretHash: sha256Hex(SECRET_KEY),
  domains: [],
  identity: 'daily',
  timeZone: 'UTC',
  isActive: true,
  honoursOptOut: true,
  browserAudits: false,
  keepDays: 0,
  detailDays: 0,
  ignoredAddresses: [],
  ignoredPaths: [],
  createdAt: 0,
  updatedAt: 0,
}

const pass: RequestHandler = (_req, _res, next) => next()

export interface PageAppOptions {
  readonly db: Db
  readonly dist: string
  readonly basePath?: string
  /** Oldest first; the one above unless told. Undefined: they cannot be read. */
  readonly projects?: readonly Project[] | undefined
  readonly token?: string
  /** What requests pass first. */
  readonly door?: RequestHandler
  /** When the reports are asked for, ms. */
  readonly now?: number
}

/** The page, the first steps and the reports as in the app, around a database that the test fills. */
export function pageApp(options: PageAppOptions): express.Express {
  const { db, dist, basePath = '', token = SETUP_TOKEN, door = pass } = options
  const projects = 'projects' in options ? options.projects : [PROJECT]
  const directory = {
    known: projects !== undefined,
    all: () => projects ?? [],
    byPublicKey: () => undefined,
    bySecretKey: (key: string) => projects?.find(({ secretHash }) => secretHash === sha256Hex(key.toLowerCase())),
  }
  const tagFor = (project: Project) => trackingTag(`https://stats.example.org${basePath}`, project)
  const analytics = {
    base: 'https://stats.example.org',
    engine: partsEngine(db),
    clock: { now: () => options.now ?? Date.now() },
    limit: pass,
    requireProject: gateOf(db, { directory }).project('read reports'),
    projectOf,
  }
  const projectAsked = () => Promise.resolve(undefined)
  const inside = express
    .Router()
    .use(pageRoutes({ dist, basePath, mayEmbed: () => Promise.resolve(false), limit: pass }))
    .use('/api', firstStepsRoutes({ directory, db, token, tagFor, limit: pass, projectAsked }))
    .use('/api', analyticsRoutes(analytics))
  return express()
    .disable('x-powered-by')
    .use(securityHeaders)
    .use(door)
    .use(basePath === '' ? '/' : basePath, inside)
    .use(notFound)
    .use(fail(silentLog))
}

/** The same on a port of its own; `isAway` makes the API answer as while the database is away. */
export async function startPageApp(options: PageAppOptions) {
  const app = { isAway: false, origin: '', close: () => Promise.resolve() }
  const door: RequestHandler = (req, _res, next) =>
    next(app.isAway && req.path.includes('/api/') ? new AppError('unavailable', 'The database is away.') : undefined)
  const server = await new Promise<Server>((resolve) => {
    const opening: Server = pageApp({ ...options, door }).listen(0, '127.0.0.1', () => resolve(opening))
  })
  app.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  app.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return app
}
