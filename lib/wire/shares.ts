/** `/api/shares/*`: dashboards for whoever has a link. Times are ISO 8601, UTC. */

export interface ShareAnswer {
  id: number
  name: string
  /** The last four characters of its token. */
  hint: string
  has_password: boolean
  /** Whether pages of other sites may show it in a frame. */
  embed: boolean
  /** Dimensions that the page shows, in this order; null for the usual ones. */
  panels: string[] | null
  created_at: string
  /** Null for never. */
  ends_at: string | null
}

export interface ShareList {
  count: number
  shares: ShareAnswer[]
}

/** With what is shown this once. */
export interface ShareMade extends ShareAnswer {
  token: string
  link: string
  /** For a frame; null where it may not be framed. */
  embed_link: string | null
}

export interface ShareDeleted {
  id: number
}

/** What the page of a shared dashboard must know first. */
export type SharedAnswer =
  | { state: 'locked' }
  | {
      state: 'open'
      name: string
      embed: boolean
      panels: string[] | null
      project: { name: string; time_zone: string; identity: string }
    }

export interface ShareUnlocked {
  /** To be sent as `X-Share-Proof`. */
  proof: string
  ends_at: string
}
