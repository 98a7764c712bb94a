import type { Accounts } from '../accounts/open-accounts.ts'
import type { Verification } from '../audits/verify.ts'
import type { Anchor } from '../audits/walk.ts'
import type { Config, Environment } from '../config/config.ts'
import type { TableSize } from '../db/table-sizes.ts'
import type { installGeo } from '../geo/install-geo.ts'
import type { GeoStatus } from '../geo/open-geo.ts'
import type { Checks } from '../health/checks.ts'
import type { JobRunner } from '../jobs/job-runner.ts'
import type { ProjectStore } from '../projects/project-store.ts'
import type { Releases } from '../releases/open-releases.ts'
import type { ForgetProgress, Named } from '../retention/forget-visitor.ts'
import type { DaysStatus } from '../sealed-days/tend-days.ts'
import type { VerifyProgress } from '../sealed-days/verify-days.ts'
import type { SeedOptions } from '../seed/seed-traffic.ts'
import type { SeedTotals } from '../seed/totals.ts'

type OnProgress = (done: number, total: number) => void

/** What commands may ask for. What costs something is a function: `help` opens no database. */
export interface CommandServices {
  readonly config: Config
  /** What the settings were read from, beside the file. */
  readonly environment: Environment
  readonly version: string
  /** The outcome of a command and nothing else. */
  readonly out: NodeJS.WritableStream
  /** Faults, and how far a long command is. */
  readonly err: NodeJS.WritableStream
  /** Over a database that is up to date. */
  accounts(): Promise<Accounts>
  /** Over a database that is up to date. */
  projects(): Promise<ProjectStore>
  readonly installGeo: typeof installGeo
  geoStatus(): Promise<GeoStatus>
  checks(): Promise<Checks>
  /** The largest first. */
  tableSizes(): Promise<TableSize[]>
  /** Over a database that is up to date. */
  jobs(): Promise<Pick<JobRunner, 'run' | 'restart'>>
  /** Writes what processes that are gone left in the spool; how many bytes that was. */
  emptySpool(): Promise<number>
  /** Numbers of the projects that have an audit log. */
  auditedProjects(): Promise<number[]>
  verifyAudits(project: number, anchor: Anchor | undefined): Promise<Verification>
  /** Puts the records that were set aside back into the spool; how many. Throws when files cannot be moved. */
  retryRejected(): number
  daysStatus(project: number): Promise<DaysStatus>
  verifyDays(project: number): AsyncIterable<VerifyProgress>
  sealDays(project: number): AsyncIterable<{ readonly done: number; readonly total: number; readonly views: number }>
  resealDays(project: number): AsyncIterable<{ readonly done: number; readonly total: number }>
  /** Nothing at all where the visitor is not known. */
  forgetVisitor(project: number, who: Named): AsyncIterable<ForgetProgress>
  /** Writes what processes left in the spool first. Throws when the file is there already. */
  backup(file: string, onProgress: OnProgress): Promise<{ readonly rows: number; readonly bytes: number }>
  restore(file: string, options: { readonly replace: boolean; readonly onProgress: OnProgress }): Promise<number>
  readonly releases: Releases
  /** Notes in the log of the install what was done; needs no database. */
  noteDeed(action: string, target: string): Promise<void>
  /** Traffic up to now. */
  seed(options: Omit<SeedOptions, 'db' | 'until'>): Promise<SeedTotals>
}
