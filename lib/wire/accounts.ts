/** What `/api/session/*`, `/api/account/*`, `/api/users/*`, `/api/invitations/*` and `/api/tokens/*` answer. Times are ISO 8601, UTC. */

export type ProjectRoleName = 'viewer' | 'member' | 'admin'
export type RoleName = ProjectRoleName | 'owner'
export type ScopeName = 'read' | 'write' | 'admin'

export interface MembershipAnswer {
  id: number
  name: string
  role: RoleName
}

/** Whoever is signed in, as they see themselves. */
export interface MyselfAnswer {
  id: number
  email: string
  name: string
  is_owner: boolean
  has_password: boolean
  has_second_factor: boolean
  recovery_codes_left: number
  /** Every project they may see; of an owner all. */
  projects: MembershipAnswer[]
}

/** What the page must know before it shows anything. */
export interface SessionState {
  state: 'signed-in' | 'second-factor' | 'signed-out'
  /** Nobody owns the install yet: the code from the file in storage makes the first owner. */
  setup_needed: boolean
  /** There is no database yet: whoever has that code says which; see `POST /api/account/database`. */
  database_needed: boolean
  /** Host name of the OpenID provider that people may sign in with; null where there is none. */
  provider: string | null
  user: MyselfAnswer | null
}

export interface SessionAnswer {
  id: number
  /** `Firefox on Linux`; empty where unknown. */
  agent: string
  method: string
  is_this: boolean
  created_at: string
  seen_at: string
  ends_at: string
}

export interface UserAnswer {
  id: number
  email: string
  name: string
  is_owner: boolean
  has_second_factor: boolean
  /** Null for never. */
  signed_in_at: string | null
  created_at: string
  projects: MembershipAnswer[]
}

export interface InvitationAnswer {
  id: number
  /** Null: to own the install. */
  project: { id: number; name: string } | null
  role: RoleName
  /** Null: for whoever has the link. */
  email: string | null
  created_at: string
  ends_at: string
}

export interface TokenAnswer {
  id: number
  name: string
  /** Its last four characters. */
  hint: string
  scope: ScopeName
  projects: 'all' | number[]
  /** E-mail address of whose rights it has. */
  user: string
  created_at: string
  /** Null for never. */
  ends_at: string | null
  /** UTC day; null for never. */
  used_day: string | null
}

export interface LinkAnswer {
  /** To be opened in a browser, once. */
  url: string
  ends_at: string
}
