import type { Log } from '../core/log.ts'

/** Once in so many ms, counted from the end of a run; or once a day, so many ms after midnight UTC. */
export type Schedule = { readonly every: number } | { readonly dailyAt: number }

/** Work that no request asks for. It runs where there is time for it, by one process at once, and may be killed anywhere. */
export interface Job {
  /** At most 64 characters; stays the same for ever, because the plan knows it by this. */
  readonly name: string
  readonly schedule: Schedule
  /** A throw is a failure: it is tried again, later and later, from the progress saved last. */
  run(context: JobContext): Promise<Outcome>
}

export interface JobContext {
  /** As saved last; empty at the first time, and after a run that left nothing. */
  readonly progress: string
  /** When the slice of time is over, by `elapsed()`. A step that is under way may take longer. */
  readonly deadline: number
  /** Whether another step may begin: there is time, the process lives on, and the lease is held. */
  readonly mayGoOn: () => boolean
  /** Aborted when the process is to end, or another may have taken over: nothing may be written any more. */
  readonly signal: AbortSignal
  /** Keeps a text for whoever goes on, and extends the lease. Throws when the lease is lost. */
  readonly save: (progress: string) => Promise<void>
  /** For steps that leave no time for the timer which does the same. Throws when the lease is lost. */
  readonly extend: () => Promise<void>
  readonly log: Log
}

/**
 * `done`: until the next time. `more`: it has stopped at `progress` and is due again at once. `alarm` is a sentence about
 * what was found, for health: not a failure of the job, so it is looked at again within the hour, not sooner.
 */
export type Outcome =
  | { readonly state: 'done'; readonly progress?: string; readonly alarm?: string }
  | { readonly state: 'more'; readonly progress: string }
