import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Cost } from './lib/accounts/password.ts'
import { INSTALL_LOG } from './lib/accounts/trail.ts'
import { firstSignIn } from './lib/accounts/first-sign-in.ts'
import { databaseChoice } from './lib/accounts/database-choice.ts'
import { openAccounts } from './lib/accounts/open-accounts.ts'
import { openBackups } from './lib/backup/open-backups.ts'
import type { Config } from './lib/config/config.ts'
import { keysOf } from './lib/config/settings.ts'
import type { Clock } from './lib/core/clock.ts'
import { HOUR, SECOND, systemClock } from './lib/core/clock.ts'
import type { Log } from './lib/core/log.ts'
import { makeLog } from './lib/core/log.ts'
import { makeDictionaries } from './lib/db/dictionaries.ts'
import { openDb } from './lib/db/open-db.ts'
import type { Waits } from './lib/db/waits.ts'
import { WAITS } from './lib/db/waits.ts'
import { openGeo } from './lib/geo/open-geo.ts'
import { savedStores } from './lib/goals/saved-stores.ts'
import { runChecks } from './lib/health/checks.ts'
import { makeAcceptClick } from './lib/ingest/accept-click.ts'
import { makeAccept } from './lib/ingest/make-accept.ts'
import { openSalts } from './lib/ingest/salts.ts'
import { allJobs } from './lib/jobs/all-jobs.ts'
import { isCaughtUp } from './lib/jobs/caught-up.ts'
import { makeJobRunner } from './lib/jobs/job-runner.ts'
import { keepTicking } from './lib/jobs/keep-ticking.ts'
import type { KeepUp } from './lib/jobs/keep-up.ts'
import { keepUp } from './lib/jobs/keep-up.ts'
import { openLinkBook } from './lib/links/link-book.ts'
import { makeLinkStore, readTargets } from './lib/links/link-store.ts'
import { ProjectDirectory } from './lib/projects/project-directory.ts'
import { readProjects } from './lib/projects/project-rows.ts'
import type { Created } from './lib/projects/project-store.ts'
import { ProjectStore } from './lib/projects/project-store.ts'
import { baseUrl } from './lib/projects/tag.ts'
import { makeReqCounter } from './lib/rate-limit/req-counter.ts'
import type { FoundRelease, Releases } from './lib/releases/open-releases.ts'
import { openReleases } from './lib/releases/open-releases.ts'
import { trustedKeys } from './lib/releases/signature.ts'
import { partsEngine } from './lib/reports/parts-engine.ts'
import { queryEngine } from './lib/reports/query-engine.ts'
import type { SpoolRecord } from './lib/spool/records.ts'
import { openSpool } from './lib/spool/open-spool.ts'
import { makeAgentParser } from './lib/user-agent/parse-agent.ts'
import { rejectedIn } from './lib/writer/rejected.ts'
import { takeDeferred } from './lib/writer/take-deferred.ts'
import { makeWriter } from './lib/writer/writer.ts'
import { makeHandler } from './routes/make-handler.ts'

declare const MICROLOGS_VERSION: string | undefined

export const version = typeof MICROLOGS_VERSION === 'string' ? MICROLOGS_VERSION : 'development'

const DRAIN_MS = 3_000

export interface AppOptions {
  readonly clock?: Clock
  readonly log?: Log
  readonly waits?: Waits
  /** Of passwords; tests take a cheaper one. */
  readonly passwordCost?: Cost
  /** Ends the process where a host will start another. */
  readonly restart?: (() => void) | undefined
  /** Why newer releases than this one are left out. */
  readonly releaseNotes?: readonly string[]
  /** What lies in `releases/`; undefined in a checkout. */
  readonly findReleases?: (() => readonly FoundRelease[]) | undefined
}

export type App = Awaited<ReturnType<typeof createApp>>

/**
 * Wires everything; starts nothing that lives on. `start` begins the work in the background, `close` ends it: what was
 * accepted is then written, or lies in the spool for the next process.
 */
export async function createApp(config: Config, options: AppOptions = {}) {
  const { clock = systemClock, log = makeLog(config.logLevel), waits = WAITS } = options
  const services = await openServices(config, { ...options, clock, log, waits })
  const { db, dictionaries, spool, writer, geo, salts, directory, store, jobs, accounts } = services
  const database = databaseChoice(config, options.restart)
  if (database.isNeeded) accounts.setupCode.ensure()
  const limiterParts = {
    counter: makeReqCounter({ dir: path.join(config.storageDir, 'rate'), clock, log }),
    enabled: config.rateLimit,
  }
  const parseAgent = makeAgentParser()
  const enriching = { append: (record: SpoolRecord) => spool.append(record), salts, geo, parseAgent }
  const accept = makeAccept({ ...enriching, writeThrough: (record) => writer.writeThrough(record) })
  const acceptClick = makeAcceptClick({ ...enriching, base: baseUrl(config) })
  const handler = makeHandler({
    ...services,
    config,
    version,
    clock,
    log,
    engine: partsEngine(db),
    query: queryEngine(db),
    accept,
    acceptClick,
    limiterParts,
    database,
    parseAgent,
    backups: openBackups({ db, version, clock, storageDir: config.storageDir, drain: () => writer.drain() }),
    releases: releasesOf(config, clock, options.findReleases),
    restart: options.restart,
  })

  let background: KeepUp | undefined
  let ticking: ReturnType<typeof keepTicking> | undefined
  let firstProject: Created | undefined

  async function onReady(): Promise<void> {
    firstProject = await store.createFirst(firstProjectWishes)
    await directory.refresh()
    if (await accounts.users.hasOwner()) accounts.setupCode.remove()
    else accounts.setupCode.ensure()
    await salts.maintain()
    await takeDeferred({ db, dictionaries, log })
    writer.start()
  }

  return {
    ...services,
    config,
    handler,
    /** Resolves when the database is up to date: with the first project and its secret key, if one was made. */
    async start(): Promise<Created | undefined> {
      background = keepUp({
        db,
        log,
        waits,
        onReady,
        chores: [
          { every: 15 * SECOND, run: () => directory.maintain() },
          { every: HOUR, run: () => salts.maintain() },
        ],
      })
      await background.ready
      ticking = keepTicking({ run: (forMs) => jobs.run(forMs), log })
      return firstProject
    },
    /** The token of a link for whoever starts a fresh install; undefined once somebody can sign in. */
    firstSignIn: () => firstSignIn(accounts),
    async close(): Promise<void> {
      ticking?.stop()
      await background?.stop()
      await services.close()
    },
  }
}

/** Takes any page the newcomer puts the tag into; the owner narrows it later. */
const firstProjectWishes = () => ({
  name: 'My site',
  domains: [],
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
})

/** Everything under the HTTP side: what commands work with as well. Starts nothing. */
export async function openServices(config: Config, options: AppOptions = {}) {
  const { clock = systemClock, log = makeLog(config.logLevel), waits = WAITS, passwordCost } = options
  const { storageDir } = config
  mkdirSync(storageDir, { recursive: true })
  const db = openDb({ url: config.databaseUrl, storageDir, connections: config.databasePool })
  const directory = new ProjectDirectory({ read: () => readProjects(db.read), storageDir, clock, log })
  const store = new ProjectStore({ db, clock, changed: () => directory.changed() })
  const read = (codes: readonly string[]) => readTargets(db.read, codes)
  const linkBook = openLinkBook({ folder: path.join(storageDir, 'links'), read, clock, log })
  const links = makeLinkStore({ db, clock, changed: (code) => linkBook.changed(code) })
  const saved = savedStores(db, clock)
  const geo = await openGeo(config.geoDb, { log, clock })
  const salts = openSalts({ folder: path.join(storageDir, 'salts'), db, clock, log })
  const spoolFolder = path.join(storageDir, 'spool')
  const spool = openSpool({ folder: spoolFolder, maxBytes: config.spoolMaxBytes, fsync: config.spoolFsync, clock })
  const append = (record: SpoolRecord) => spool.append(record)
  const accounts = openAccounts({ db, clock, log, storageDir, append, passwordCost })
  const rejected = rejectedIn(path.join(spoolFolder, 'rejected'), clock)
  const dictionaries = makeDictionaries(db)
  const projectOf = projectFinder(directory)
  const writer = makeWriter({ db, spool, dictionaries, rejected, projectOf, clock, log, waits })
  const rateDir = path.join(storageDir, 'rate')
  const caughtUp = () => isCaughtUp({ db, spool, writer, clock })
  const jobParts = { db, salts, rateDir, clock, accounts, isCaughtUp: caughtUp }
  const jobs = makeJobRunner({ db, clock, log, jobs: allJobs(jobParts) })
  const databaseQuota = config.databaseQuota
  const checkParts = {
    db,
    databaseQuota,
    spool,
    spoolMaxBytes: config.spoolMaxBytes,
    rejected,
    writer,
    geo,
    jobs,
    storageDir,
    clock,
    version,
    releaseNotes: options.releaseNotes ?? [],
  }
  const checks = () => runChecks(checkParts)
  const close = async () => {
    await jobs.stop()
    await writer.stop(DRAIN_MS)
    spool.close()
    geo.close()
    await db.close()
  }
  return {
    db,
    dictionaries,
    directory,
    store,
    accounts,
    links,
    linkBook,
    saved,
    geo,
    salts,
    spool,
    writer,
    jobs,
    checks,
    close,
  }
}

/** What lies in `releases/` of the app, as `find` lists it; nothing in a checkout. */
export const releasesOf = (config: Config, clock: Clock, find: AppOptions['findReleases']): Releases =>
  openReleases({
    ...{ root: config.root, storageDir: config.storageDir, running: version, node: process.versions.node, clock, find },
    keys: trustedKeys(config.dist, keysOf(config.updatePublicKeys)),
  })

/** The project of a record: by id, or by the key it came with while ids were unknown. Looks again before it says no. */
function projectFinder(directory: ProjectDirectory): (record: SpoolRecord) => Promise<number | undefined> {
  const find = ({ project }: SpoolRecord) =>
    'id' in project
      ? project.id === INSTALL_LOG
        ? INSTALL_LOG
        : directory.all().find((known) => known.id === project.id)?.id
      : directory.byPublicKey(project.key)?.id
  return async (record) => {
    const found = find(record)
    if (found !== undefined) return found
    await directory.refresh()
    return find(record)
  }
}
