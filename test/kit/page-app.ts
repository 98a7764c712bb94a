import type { RequestHandler } from 'express'
import express from 'express'
import { sha256Hex } from '../../lib/core/hashing.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { Project } from '../../lib/projects/project.ts'
import { trackingTag } from '../../lib/projects/tag.ts'
import { firstStepsRoutes } from '../../routes/first-steps.ts'
import { fail, notFound } from '../../routes/middleware/fail.ts'
import { projectOf } from '../../routes/middleware/allow.ts'
import { gateOf } from './gate.ts'
import { pageRoutes } from '../../routes/page.ts'
import { securityHeaders } from '../../routes/middleware/security-headers.ts'

export const SECRET_KEY = '5ec'.repeat(21) + '0'
export const PUBLIC_KEY = '0123456789abcdef'.repeat(2)

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
  ignoredHosts: [],
  ignoredCountries: [],
  createdAt: 0,
  updatedAt: 0,
}

const pass: RequestHandler = (_req, _res, next) => next()

export interface PageAppOptions {
  readonly db: Db
  readonly dist: string
  readonly basePath?: string
  /** The one above unless told. Undefined: they cannot be read. */
  readonly projects?: readonly Project[] | undefined
}

/** The page and the first steps as in the app, around a database that the test fills. */
export function pageApp(options: PageAppOptions): express.Express {
  const { db, dist, basePath = '' } = options
  const projects = 'projects' in options ? options.projects : [PROJECT]
  const directory = {
    known: projects !== undefined,
    all: () => projects ?? [],
    byPublicKey: () => undefined,
    bySecretKey: (key: string) => projects?.find(({ secretHash }) => secretHash === sha256Hex(key.toLowerCase())),
  }
  const tagFor = (project: Project) => trackingTag(`https://stats.example.org${basePath}`, project)
  const requireProject = gateOf(db, { directory }).project('read reports')
  const inside = express
    .Router()
    .use(pageRoutes({ dist, basePath, mayEmbed: () => Promise.resolve(false), limit: pass }))
    .use('/api', firstStepsRoutes({ db, tagFor, limit: pass, requireProject, projectOf }))
  return express()
    .disable('x-powered-by')
    .use(securityHeaders)
    .use(basePath === '' ? '/' : basePath, inside)
    .use(notFound)
    .use(fail(silentLog))
}
