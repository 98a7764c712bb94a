/** `data` of `/api/cron`. */
export interface Cron {
  /** Names of the jobs that were due, the longest waiting first; they are run after this answer. */
  readonly due: readonly string[]
}
