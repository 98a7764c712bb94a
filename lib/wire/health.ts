/** Answer of `GET /api/health`; no envelope. 200 when healthy, else 503. */
export interface Health {
  readonly status: 'healthy' | 'unhealthy'
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly timestamp: string
  readonly version: string
  readonly checks: Readonly<Record<'database' | 'disk' | 'spool' | 'storage' | 'geo' | 'jobs' | 'release', HealthCheck>>
}

/** One thing that was looked at. `warn`: it works, but somebody should know. `fail`: something does not work. */
export interface HealthCheck {
  readonly status: 'ok' | 'warn' | 'fail'
  /** What it is and, when it is not `ok`, what to do. */
  readonly message: string
  /** Figures for programs. */
  readonly [figure: string]: string | number | boolean
}
