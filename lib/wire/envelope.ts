/** Every JSON answer but `health`: `data` is absent when there is none, so on every refusal. */
export interface Envelope<T = undefined> {
  success: boolean
  message: string
  data?: T
  /** On refusals: a stable word for programs, beside the sentence for people. */
  code?: string
}

/** Answer of `/api/track/*`. `queued`: it is in the spool; `counted`: false when it was dropped, see `dropped`. */
export interface Tracked {
  counted: boolean
  queued: boolean
  /** Why it was dropped. */
  dropped?: string
}
