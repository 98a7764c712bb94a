import { accessSync, constants, mkdirSync } from 'node:fs'
import path from 'node:path'
import { openServices, releasesOf, version } from './app.ts'
import { INSTALL_LOG } from './lib/accounts/trail.ts'
import { backupInto, restoreFrom } from './lib/backup/files.ts'
import { noteBackup } from './lib/backup/last-backup.ts'
import { projectsWithAudits, verifyChain } from './lib/audits/verify.ts'
import type { CommandServices } from './lib/cli/command-services.ts'
import { failureCodeOf, runCommand } from './lib/cli/run-command.ts'
import { COMMAND_LINE } from './lib/cli/user-options.ts'
import type { Config } from './lib/config/config.ts'
import { configOfProcess, environmentOfProcess, SettingsError } from './lib/config/config.ts'
import { systemClock } from './lib/core/clock.ts'
import { messageOf } from './lib/core/errors.ts'
import { makeLog } from './lib/core/log.ts'
import { logFileOf } from './lib/health/read-log.ts'
import { localTime } from './lib/core/time-zone.ts'
import { tableSizes } from './lib/db/table-sizes.ts'
import { installGeo } from './lib/geo/install-geo.ts'
import type { FoundRelease } from './lib/releases/open-releases.ts'
import { forgetNamed } from './lib/retention/forget-visitor.ts'
import { daysStatus, resealDays, sealDays } from './lib/sealed-days/tend-days.ts'
import { verifyDays } from './lib/sealed-days/verify-days.ts'
import { seedTraffic } from './lib/seed/seed-traffic.ts'
import { retryRejected } from './lib/writer/rejected.ts'
import { serve, StartFault } from './server.ts'

/** What the loader tells of this process. */
export interface Place {
  /** The folder of `app.js`. */
  readonly root: string
  /** The folder of this bundle. */
  readonly dist: string
  /** From a zip, and no checkout. */
  readonly isReleased: boolean
  /** A host's loader started it, and will do so again when it ends. */
  readonly isStartedByHost: boolean
  /** Why newer releases are left out. */
  readonly notes: readonly string[]
  /** All that lie in `releases/`, newest first. */
  readonly releases?: () => readonly FoundRelease[]
  /** To be called when the server listens. */
  readonly onListening: () => void
}

/**
 * Where a process begins. With arguments it runs a command and sets the exit code. Without any it serves, and resolves
 * when the database is up to date; rejects with a sentence for the owner when it cannot start, with the code `CANNOT_START`
 * when only the owner can mend it.
 */
export async function main(args: readonly string[], place: Place): Promise<void> {
  try {
    const config = configOfProcess(place.root, place.dist)
    requireWritable(config)
    if (args.length === 0) await serve(config, place)
    else await command(args, config, place)
  } catch (fault) {
    const sentence = fault instanceof SettingsError ? fault.message : `Cannot start: ${messageOf(fault)}`
    if (args.length === 0) throw Object.assign(new Error(sentence, { cause: fault }), { code: codeOfStart(fault) })
    console.error(sentence)
    process.exit(failureCodeOf(args))
  }
}

const codeOfStart = (fault: unknown) =>
  fault instanceof SettingsError || fault instanceof StartFault ? 'CANNOT_START' : undefined

async function command(args: readonly string[], config: Config, place: Place): Promise<void> {
  const { services, close } = commandServices(config, place)
  process.exitCode = await runCommand(args, services)
  await close()
}

function requireWritable({ storageDir }: Config): void {
  try {
    mkdirSync(storageDir, { recursive: true })
    accessSync(storageDir, constants.W_OK)
  } catch (fault) {
    throw new StartFault(
      `the storage folder ${storageDir} cannot be written (${messageOf(fault)}).\n` +
        'Everything Micrologs keeps lies there. Give this user the right to write to it, or name another folder with STORAGE_DIR.',
      { cause: fault },
    )
  }
}

/** A spool takes over what dead processes left when it is opened. */
async function emptySpool({ spool, writer }: Awaited<ReturnType<typeof openServices>>): Promise<number> {
  const waiting = () => spool.own().reduce((sum, file) => sum + spool.waitingIn(file), 0)
  const before = waiting()
  await writer.drain()
  return before - waiting()
}

/** What commands ask for, opened when the first one asks. */
function commandServices(config: Config, place: Place): { services: CommandServices; close: () => Promise<void> } {
  const log = makeLog(config.logLevel, logFileOf(config), config.logLevel === 'debug' ? 'debug' : 'silent')
  let opened: ReturnType<typeof openServices> | undefined
  const open = () => (opened ??= openServices(config, { log }))
  const migrated = async () => {
    const services = await open()
    await services.db.migrate()
    return services
  }
  const services: CommandServices = {
    config,
    environment: environmentOfProcess(),
    version,
    out: process.stdout,
    err: process.stderr,
    accounts: async () => (await migrated()).accounts,
    projects: async () => (await migrated()).store,
    installGeo,
    geoStatus: async () => (await open()).geo.status,
    checks: async () => (await open()).checks(),
    tableSizes: async () => tableSizes((await open()).db),
    jobs: async () => (await migrated()).jobs,
    emptySpool: async () => emptySpool(await migrated()),
    auditedProjects: async () => projectsWithAudits((await migrated()).db.read),
    verifyAudits: async (project, anchor) => verifyChain((await migrated()).db.read, project, anchor),
    daysStatus: async (project) => daysStatus((await migrated()).db, project),
    async *verifyDays(project) {
      yield* verifyDays((await migrated()).db, project)
    },
    async *sealDays(project) {
      yield* sealDays((await migrated()).db, project, systemClock.now())
    },
    async *resealDays(project) {
      yield* resealDays((await migrated()).db, project, systemClock.now())
    },
    async *forgetVisitor(project, who) {
      yield* forgetNamed((await migrated()).db, systemClock, project, who)
    },
    async backup(file, onProgress) {
      const opened = await migrated()
      await emptySpool(opened)
      const now = systemClock.now()
      const made = await backupInto(file, { db: opened.db, version, madeAt: localTime('UTC', now), onProgress })
      noteBackup(config.storageDir, { ...made, at: new Date(now).toISOString(), how: 'command' })
      return made
    },
    restore: async (file, options) => restoreFrom(file, { ...options, db: (await open()).db }),
    releases: releasesOf(config, systemClock, place.isReleased ? place.releases : undefined),
    async noteDeed(action, target) {
      const { trail } = (await open()).accounts
      await trail.note({ project: INSTALL_LOG, actor: COMMAND_LINE, action, target })
    },
    retryRejected: () => retryRejected(path.join(config.storageDir, 'spool'), systemClock),
    seed: async (options) => seedTraffic({ ...options, db: (await migrated()).db, until: systemClock.now() }),
  }
  return { services, close: async () => (await opened)?.close() }
}
