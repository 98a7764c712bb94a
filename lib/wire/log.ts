/** `GET /api/log`. */

export interface LogLine {
  /** ISO 8601, UTC. */
  time: string
  level: 'debug' | 'info' | 'warn' | 'error'
  message: string
  /** Whatever else was noted, as text. */
  details: Record<string, string>
}

export interface LogAnswer {
  /** Newest first. */
  lines: LogLine[]
  /** There is more than was looked at. */
  is_cut: boolean
  /** Whether a log is kept at all. */
  is_kept: boolean
}
