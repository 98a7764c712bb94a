import type { HealthCheck } from './health.ts'

/** `GET /api/diagnostics`. Times are ISO 8601, UTC. */

export interface Diagnosis {
  /** Stays the same for ever; new ones may come. */
  id: string
  state: HealthCheck['status']
  title: string
  /** What was found. */
  message: string
  /** What it means when it is not well, and what to do. */
  meaning: string
  advice: string
  /** Figures for programs. */
  figures: Record<string, string | number | boolean>
}

export interface JobAnswer {
  name: string
  state: 'waiting' | 'running' | 'failing' | 'alarm'
  next_run_at: string
  /** Null for never. */
  started_at: string | null
  finished_at: string | null
  failures: number
  /** Of the newest failure, or what was found; empty for none. */
  reason: string
}

export interface DiagnosticsAnswer {
  state: HealthCheck['status']
  at: string
  checks: Diagnosis[]
  versions: { micrologs: string; node: string; database: string; platform: string }
  sizes: {
    /** Null while the database is away. */
    tables: { table: string; bytes: number }[] | null
    spool_waiting_bytes: number
    spool_max_bytes: number
    /** Records that the database refused, kept aside. */
    rejected: number
  }
  /** Null while the database is away. */
  jobs: JobAnswer[] | null
  /** For the panel of a host: runs what is due, with the Node and the folder of this process. */
  cron_command: string
  /** Without secrets. */
  settings: { name: string; value: string; about: string; is_default: boolean }[]
  /** As this request came here. */
  request: { client_address: string; host: string; is_https: boolean; forwarded: boolean }
}

export interface JobsRun {
  name: string
  /** All that is due now, and run after this answer. */
  due: string[]
}
