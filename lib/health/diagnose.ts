import path from 'node:path'
import type { Config } from '../config/config.ts'
import { shownSetting } from '../config/shown-setting.ts'
import type { Settings } from '../config/settings.ts'
import { SETTINGS } from '../config/settings.ts'
import type { Clock } from '../core/clock.ts'
import { SECOND } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import { tableSizes } from '../db/table-sizes.ts'
import type { Diagnosis, DiagnosticsAnswer, JobAnswer } from '../wire/diagnostics.ts'
import type { HealthCheck } from '../wire/health.ts'
import type { JobState } from './check-jobs.ts'
import { checkBasePath, checkLimits, factsOf } from './check-host.ts'
import type { Checks } from './checks.ts'
import { MEANINGS } from './meanings.data.ts'

/** A job as its plan has it; times in ms, 0 for never. */
interface JobRow extends JobState {
  readonly next_run_at: number
  readonly lease_until: number
  readonly started_at: number
  readonly finished_at: number
}

interface Parts {
  readonly db: Db
  readonly clock: Clock
  readonly config: Config
  readonly version: string
  readonly checks: () => Promise<Checks>
  readonly jobStates: () => Promise<readonly JobRow[]>
  /** How the request that asks came here. */
  readonly request: DiagnosticsAnswer['request']
}

/** What doctor tells, as data, and more that only somebody who asks over the network can be told. */
export async function diagnose(parts: Parts): Promise<DiagnosticsAnswer> {
  const { db, clock, config, version, checks, jobStates, request } = parts
  const found = await checks()
  const isAway = found.database.status === 'fail'
  const database = isAway ? undefined : await factsOf(db).catch(() => undefined)
  const here = {
    node: checkNode(process.versions.node),
    clock: checkClock(database?.now, clock.now()),
    'database-limits': checkLimits(database, config.databasePool),
    'base-path': checkBasePath(config.publicUrl, config.basePath),
    'public-address': checkAddress(config.publicUrl, request.is_https),
    'client-address': checkClient(request, config.trustProxy),
  }
  const looked: Readonly<Record<keyof typeof MEANINGS, HealthCheck>> = { ...found, ...here }
  const all = Object.entries(looked).map(([id, check]) => diagnosisOf(id as keyof typeof MEANINGS, check))
  const now = clock.now()
  return {
    state: worstOf(all),
    at: new Date(now).toISOString(),
    checks: all,
    versions: {
      micrologs: version,
      node: process.versions.node,
      database: database?.version ?? '',
      platform: `${process.platform} ${process.arch}`,
    },
    sizes: {
      tables: isAway ? null : await tableSizes(db).catch(() => null),
      spool_waiting_bytes: Number(found.spool.waiting_bytes),
      spool_max_bytes: Number(found.spool.max_bytes),
      rejected: Number(found.spool.rejected),
    },
    jobs: isAway ? null : (await jobStates()).map((row) => jobAnswer(row, now)),
    cron_command: `${process.execPath} ${path.join(config.root, 'app.js')} tick >/dev/null`,
    settings: settingsOf(config),
    request,
  }
}

function diagnosisOf(id: keyof typeof MEANINGS, { status, message, ...figures }: HealthCheck): Diagnosis {
  return { id, state: status, message, ...MEANINGS[id], figures }
}

const worstOf = (all: readonly Diagnosis[]): HealthCheck['status'] =>
  (['fail', 'warn'] as const).find((state) => all.some((one) => one.state === state)) ?? 'ok'

const timeOrNull = (at: number) => (at === 0 ? null : new Date(at).toISOString())

const jobAnswer = (row: JobRow, now: number): JobAnswer => ({
  name: row.name,
  state: row.alarm !== '' ? 'alarm' : row.lease_until > now ? 'running' : row.failures > 0 ? 'failing' : 'waiting',
  next_run_at: new Date(row.next_run_at).toISOString(),
  started_at: timeOrNull(row.started_at),
  finished_at: timeOrNull(row.finished_at),
  failures: row.failures,
  reason: row.alarm === '' ? row.reason : row.alarm,
})

function settingsOf(config: Config): DiagnosticsAnswer['settings'] {
  return (Object.keys(SETTINGS) as (keyof Settings)[]).map((key) => {
    const { name, about, fallback, parse } = SETTINGS[key]
    const byDefault: unknown = parse.safeParse(fallback).data
    return { name, value: shownSetting(key, config[key]), about, is_default: config[key] === byDefault }
  })
}

/** The oldest that still gets security fixes; https://github.com/nodejs/release#release-schedule */
const SUPPORTED_NODE = 22

export function checkNode(version: string): HealthCheck {
  const isOld = Number.parseInt(version) < SUPPORTED_NODE
  if (!isOld) return { status: 'ok', message: `Node.js ${version}.` }
  return { status: 'warn', message: `Node.js ${version} works, but gets no security fixes any more.` }
}

const CLOSE_ENOUGH = 5 * SECOND

export function checkClock(database: number | undefined, now: number): HealthCheck {
  if (database === undefined) return { status: 'warn', message: 'The clock of the database cannot be read right now.' }
  const seconds = Math.round((now - database) / SECOND)
  if (Math.abs(now - database) <= CLOSE_ENOUGH)
    return { status: 'ok', message: 'The clocks of the app and of the database agree.', seconds }
  const sooner = seconds > 0 ? 'ahead of' : 'behind'
  const message = `The clock of the app is ${Math.abs(seconds)} s ${sooner} that of the database.`
  return { status: 'warn', message, seconds }
}

export function checkAddress(publicUrl: string, isHttps: boolean): HealthCheck {
  if (publicUrl === '') return { status: 'warn', message: 'PUBLIC_URL is not set: tags and links name localhost.' }
  if (publicUrl.startsWith('https:')) return { status: 'ok', message: `The address is ${publicUrl}.` }
  const came = isHttps ? ', though this request came by https' : ''
  return { status: 'warn', message: `The address ${publicUrl} is not https${came}.` }
}

const LOCAL = /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^(?:::1$|f[cd])/i

export function checkClient({ client_address, forwarded }: DiagnosticsAnswer['request'], trusts: boolean): HealthCheck {
  if (forwarded && !trusts) {
    const message = 'A front server says who asks, but TRUST_PROXY is off: every visitor looks like the front server.'
    return { status: 'warn', message }
  }
  if (!LOCAL.test(client_address)) return { status: 'ok', message: `You come from ${client_address}.` }
  const message = `You come from ${client_address}, an address of this machine or its network. On a server that means that the front server does not say who asks.`
  return { status: forwarded ? 'warn' : 'ok', message }
}
