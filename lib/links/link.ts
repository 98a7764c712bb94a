/** A tracked short link. */
export interface Link {
  readonly id: number
  /** As `isCode` has it; unique in the whole install. */
  readonly code: string
  /** As it was given, at most 2,048 characters. */
  readonly destination: string
  /** At most 255 characters; may be empty. */
  readonly label: string
  /** False: the short link answers 404. */
  readonly isActive: boolean
  /** By people, of all time. */
  readonly clicks: number
  /** ms since 1970 UTC. */
  readonly createdAt: number
}

/** What a redirect needs to know of a link. */
export interface LinkTarget {
  readonly id: number
  readonly project: number
  readonly destination: string
  readonly isActive: boolean
}
