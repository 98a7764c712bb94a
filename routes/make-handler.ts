import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import compression from 'compression'
import type { Express, Request, RequestHandler } from 'express'
import express from 'express'
import type { Accounts } from '../lib/accounts/open-accounts.ts'
import type { DatabaseChoice } from '../lib/accounts/database-choice.ts'
import { makeProvider } from '../lib/accounts/provider.ts'
import { makeSignIn } from '../lib/accounts/sign-in.ts'
import type { Backups } from '../lib/backup/open-backups.ts'
import type { Config } from '../lib/config/config.ts'
import type { Clock } from '../lib/core/clock.ts'
import { sha256Hex } from '../lib/core/hashing.ts'
import type { Log } from '../lib/core/log.ts'
import type { Db } from '../lib/db/open-db.ts'
import { makeAnnotationStore } from '../lib/goals/annotations.ts'
import type { SavedStores } from '../lib/goals/saved-stores.ts'
import { savedOf } from '../lib/goals/saved-stores.ts'
import type { Checks } from '../lib/health/checks.ts'
import type { AcceptClick } from '../lib/ingest/accept-click.ts'
import type { Accept } from '../lib/ingest/make-accept.ts'
import { statusUpdater } from '../lib/issues/issue-store.ts'
import type { JobRunner } from '../lib/jobs/job-runner.ts'
import type { LinkBook } from '../lib/links/link-book.ts'
import type { LinkStore } from '../lib/links/link-store.ts'
import type { ProjectDirectory } from '../lib/projects/project-directory.ts'
import type { ProjectStore } from '../lib/projects/project-store.ts'
import { baseUrl, trackingTag } from '../lib/projects/tag.ts'
import type { LimiterParts } from '../lib/rate-limit/check-limit.ts'
import { makeLimiter } from '../lib/rate-limit/check-limit.ts'
import { clientKey } from '../lib/rate-limit/client-key.ts'
import type { RouteFamily } from '../lib/rate-limit/limits.ts'
import { LIMITS } from '../lib/rate-limit/limits.ts'
import type { Releases } from '../lib/releases/open-releases.ts'
import type { ReportEngine } from '../lib/reports/engine.ts'
import { firstDataAt } from '../lib/reports/first-data.ts'
import type { QueryEngine } from '../lib/reports/query.ts'
import type { ParseAgent } from '../lib/user-agent/parse-agent.ts'
import type { AccountParts } from './accounts/parts.ts'
import { allAccountRoutes } from './accounts/all-account-routes.ts'
import { annotationRoutes } from './annotations.ts'
import { analyticsRoutes } from './analytics.ts'
import { auditRoutes } from './audits.ts'
import { backupRoutes } from './backup.ts'
import { cronRoutes } from './cron.ts'
import { diagnosticsRoutes } from './diagnostics.ts'
import { errorRoutes } from './errors.ts'
import { exploreRoutes } from './explore.ts'
import { exportRoutes } from './export.ts'
import { firstStepsRoutes } from './first-steps.ts'
import { glanceRoutes } from './glance.ts'
import { health } from './health.ts'
import { issueRoutes } from './issues.ts'
import { linkRoutes } from './links.ts'
import { makeGate, projectOf } from './middleware/allow.ts'
import { answerWithin } from './middleware/answer-within.ts'
import { clientAddress } from './middleware/client-address.ts'
import { cors } from './middleware/cors.ts'
import { fail, methodNotAllowed, notFound } from './middleware/fail.ts'
import { limit as limitMiddleware } from './middleware/limit.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { sessionCookie } from './middleware/session-cookie.ts'
import { NOT_CACHED } from './not-cached.ts'
import { ownPath } from './own-path.ts'
import { openApiRoutes } from './openapi.ts'
import { pageRoutes } from './page.ts'
import { projectRoutes } from './projects.ts'
import { makeRedirectDoor } from './redirect-door.ts'
import { releaseRoutes } from './releases.ts'
import { savedRoutes } from './saved.ts'
import { shareRoutes } from './shares.ts'
import { snippet } from './snippet.ts'
import { makeTrackDoor } from './track-door.ts'
import { visitorRoutes } from './visitors.ts'
import { visitRoutes } from './visits.ts'

/** Below the 5 s of the SDKs. */
const QUICK_MS = 4_000
/** A report over a long range may take its time, and who asks for one waits. */
const SLOW_MS = 25_000

export interface HandlerParts {
  readonly config: Config
  readonly version: string
  readonly clock: Clock
  readonly log: Log
  readonly db: Db
  readonly store: ProjectStore
  readonly directory: ProjectDirectory
  readonly engine: ReportEngine
  readonly query: QueryEngine
  readonly accept: Accept
  readonly links: LinkStore
  readonly saved: SavedStores
  readonly linkBook: LinkBook
  readonly acceptClick: AcceptClick
  readonly limiterParts: LimiterParts
  readonly checks: () => Promise<Checks>
  readonly jobs: JobRunner
  readonly database: DatabaseChoice
  readonly accounts: Accounts
  readonly parseAgent: ParseAgent
  readonly releases: Releases
  readonly backups: Backups
  /** Ends the process where a host will start another. */
  readonly restart: (() => void) | undefined
}

/** Answers every request: the two doors first, Express for the rest, which `express` tells about. */
export function makeHandler(parts: HandlerParts): RequestListener & { readonly express: Express } {
  const { config, accept, acceptClick, linkBook: book, directory, limiterParts, clock, log } = parts
  const atDoor = { directory, limiter: makeLimiter(limiterParts), clock, log, trustProxy: config.trustProxy }
  const track = makeTrackDoor({ ...atDoor, tokens: parts.accounts.tokens, accept })
  const redirect = makeRedirectDoor({ ...atDoor, acceptClick, book })
  const rest = makeExpressApp(parts)
  const handler = (req: IncomingMessage, res: ServerResponse) => {
    const own = ownPath(req.url ?? '/', config.basePath)
    if (own === undefined) {
      res.writeHead(404, { ...NOT_CACHED, 'Content-Type': 'application/json' })
      res.end(
        JSON.stringify({ success: false, message: `Micrologs lives below ${config.basePath}`, code: 'not_found' }),
      )
      return
    }
    if (track(req, res, own.path, own.query) || redirect(req, res, own.path, own.query)) return
    req.url = own.query === '' ? own.path : `${own.path}?${own.query}`
    rest(req, res)
  }
  return Object.assign(handler, { express: rest })
}

function makeExpressApp(parts: HandlerParts) {
  const { config, version, clock, log, db, store, links, directory, engine, query, limiterParts, checks } = parts
  const { dist } = config
  const limits = limitsFor(limiterParts, config.trustProxy)
  const tagFor = (project: Parameters<typeof trackingTag>[1]) => trackingTag(baseUrl(config), project)

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('case sensitive routing', true)
  app.set('trust proxy', config.trustProxy ? 1 : false)
  app.use(securityHeaders, notCached, compression())
  app.route('/snippet/micrologs.js').get(snippet(dist)).all(methodNotAllowed('GET, HEAD'))
  const { accounts } = parts
  const cookie = sessionCookie(config)
  const gate = makeGate({ directory, ...accounts, cookie, adminKey: config.adminKey })
  app.use('/api', accountsFrom(parts, { limit: limits, cookie, gate }))
  app.use(
    '/api',
    cors(() => directory.all()),
  )
  app
    .route('/api/health')
    .get(health(checks, clock, version))
    .all(methodNotAllowed('GET, HEAD'))
  app.use(
    ['/api/links', '/api/goals', '/api/funnels', '/api/segments', '/api/track', '/api/projects/verify'],
    answerWithin(QUICK_MS),
  )
  app.use('/api/analytics', answerWithin(SLOW_MS))
  const atAGlance = { read: db.read, query, clock, projects: () => directory.all(), gate }
  app.use('/api/projects/glance', answerWithin(SLOW_MS))
  app.use('/api/projects', glanceRoutes({ ...atAGlance, limit: limits('projects/glance') }))
  app.use('/api/projects', projectRoutes({ store, gate, trail: accounts.trail, limit: limits }))
  const asking = { clock, limit: limits('analytics'), requireProject: gate.project('read reports'), projectOf }
  app.use('/api', analyticsRoutes({ ...asking, log, engine, base: baseUrl(config) }))
  const known = {
    savedOf: (project: number) => savedOf(parts.saved, project),
    firstDataAt: (project: number) => firstDataAt(db.read, project),
  }
  const mayAsk = { figures: gate.project('read figures'), all: asking.requireProject }
  app.use('/api', exploreRoutes({ ...asking, ...known, mayAsk, engines: { query, reports: engine } }))
  app.use('/api', visitRoutes({ ...asking, ...known, read: db.read }))
  app.use('/api', exportRoutes({ ...asking, ...known, limit: limits('export'), read: db.read, log }))
  app.use('/api/issues', answerWithin(SLOW_MS), issueRoutes({ ...asking, engine, read: db.read }))
  app.use('/api/audits', answerWithin(SLOW_MS), auditRoutes({ ...asking, read: db.read }))
  const updateStatus = statusUpdater(db)
  const aboutIssues = { updateStatus, clock, limit: limits, trail: accounts.trail }
  app.use('/api', errorRoutes({ ...aboutIssues, requireProject: gate.project('edit issues'), projectOf }))
  const toLinks = { links, base: baseUrl(config), basePath: config.basePath }
  app.use('/api/links', linkRoutes({ ...toLinks, limit: limits, gate, trail: accounts.trail, projectOf }))
  app.use('/api', savedRoutes({ saved: parts.saved, limit: limits, gate, trail: accounts.trail, projectOf }))
  const annotating = { store: makeAnnotationStore(db, clock), read: db.read, firstDataAt: known.firstDataAt, clock }
  const withinGate = { limit: limits, gate, trail: accounts.trail, projectOf }
  app.use('/api/annotations', answerWithin(QUICK_MS), annotationRoutes({ ...annotating, ...withinGate }))
  app.use('/api/visitors', visitorRoutes({ ...withinGate, db, clock }))
  const requireProject = gate.project('read reports')
  app.use('/api', firstStepsRoutes({ db, tagFor, requireProject, projectOf, limit: limits('first-steps') }))
  app.use('/api', cronRoutes({ jobs: parts.jobs, cronKey: config.cronKey, limit: limits('cron'), log }))
  const running = { checks, jobs: parts.jobs, accounts, gate, trail: accounts.trail, db, clock, log, config, version }
  const atRates = { read: limits('accounts/read'), write: limits('accounts/write') }
  app.use('/api', diagnosticsRoutes({ ...running, ...atRates }))
  app.use('/api', backupRoutes({ ...running, ...atRates, backups: parts.backups }))
  app.use('/api', releaseRoutes({ ...running, ...atRates, releases: parts.releases, restart: parts.restart }))
  app.use(openApiRoutes({ dist, base: baseUrl(config), version }))
  const toShares = { shares: accounts.shares, gate, trail: accounts.trail, clock, projects: () => directory.all() }
  const throttled = { limit: limits, limiter: makeLimiter(limiterParts), base: baseUrl(config) }
  app.use('/api/shares', answerWithin(QUICK_MS), shareRoutes({ ...toShares, ...throttled }))
  const mayEmbed = async (token: string) => (await accounts.shares.find(token))?.mayEmbed === true
  app.use(pageRoutes({ dist, basePath: config.basePath, mayEmbed, limit: limits('shares/open') }))
  app.use(notFound)
  app.use(fail(log))
  return app
}

/** People who sign in: their routes, and the ways in. */
function accountsFrom(
  { accounts, config, clock, log, db, directory, limiterParts, parseAgent, database }: HandlerParts,
  at: Pick<AccountParts, 'limit' | 'cookie' | 'gate'>,
) {
  const signIn = makeSignIn({ accounts, db, clock, limiter: makeLimiter(limiterParts) })
  const { trustProxy } = config
  const projects = () => directory.all()
  const base = baseUrl(config)
  const provider = makeProvider(config, `${base}/api/session/provider-callback`, log)
  return allAccountRoutes({
    ...at,
    accounts,
    signIn,
    clock,
    log,
    projects,
    parseAgent,
    base,
    trustProxy,
    provider,
    database,
  })
}

/** The limit of a route family as a middleware: per client, and per key where the table says so. */
function limitsFor(limiterParts: LimiterParts, trustProxy: boolean): (family: RouteFamily) => RequestHandler {
  return (family) => {
    const isPerKey = LIMITS[family].per === 'key and client'
    // A key is hashed before it becomes part of a counter's name.
    const keyOf = (req: Request) => {
      const client = clientKey(clientAddress(req, trustProxy))
      const key =
        req.get('x-share-token') ?? req.get('x-api-key') ?? req.get('authorization') ?? req.get('cookie') ?? ''
      return isPerKey ? `${sha256Hex(key).slice(0, 16)} ${client}` : client
    }
    return limitMiddleware(limiterParts, family, keyOf)
  }
}

const notCached: RequestHandler = (_req, res, next) => {
  res.set(NOT_CACHED)
  next()
}
