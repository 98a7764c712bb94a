import type { Generated } from 'kysely'

/** Tables of people who sign in. What opens a door is kept as its SHA-256, hex; 0 and empty text stand for none. */
export interface UsersTable {
  id: Generated<number>
  /** In lower case; unique. */
  email: string
  name: string
  /** As `lib/accounts/password.ts` makes it. */
  password: string
  /** Whether this person owns the install: may do everything. */
  is_owner: number
  /** Base32. Both secrets are needed in plain to check a code; whoever reads them has the passwords' hashes only. */
  totp_secret: string
  /** The one that was offered and is not confirmed yet. */
  totp_offered: string
  /** The 30 seconds whose code was taken last: no code is taken twice. */
  totp_step: number
  /** Attempts that failed since the last sign-in. */
  failures: number
  signed_in_at: number
  created_at: number
  updated_at: number
}

export interface SessionsTable {
  id: Generated<number>
  user_id: number
  token_hash: string
  /** `open`, or `half`: the second factor is still to come. */
  state: string
  /** What it was opened with: `password`, `link`, `provider`, `invitation` or `setup`. */
  method: string
  /** `Firefox on Linux`. */
  agent: string
  /** Codes tried while it was half. */
  attempts: number
  created_at: number
  seen_at: number
  ends_at: number
}

export interface InvitationsTable {
  id: Generated<number>
  token_hash: string
  /** 0: to the install, as an owner. */
  project_id: number
  role: string
  /** Whom it is for; empty: whoever has it. */
  email: string
  invited_by: number
  created_at: number
  ends_at: number
}

export interface ApiTokensTable {
  id: Generated<number>
  user_id: number
  name: string
  token_hash: string
  /** Its last four characters, by which people know it again. */
  hint: string
  scope: string
  /** 1: all projects of the person; 0: those in `api_token_projects`. */
  all_projects: number
  created_at: number
  ends_at: number
  /** UTC day of the last use. */
  used_day: string
}

/** A project's reports for whoever has the link. */
export interface SharesTable {
  id: Generated<number>
  project_id: number
  name: string
  token_hash: string
  hint: string
  /** As in `users`; empty for none. */
  password: string
  /** Whether other sites may show it in a frame. */
  may_embed: number
  /** JSON array of dimensions; empty for the usual ones. */
  panels: string
  created_at: number
  /** 0 for never. */
  ends_at: number
}

export interface IdentitiesTable {
  id: Generated<number>
  user_id: number
  /** SHA-256 of issuer and subject, which are too long for a key. */
  identity_hash: string
  issuer: string
  subject: string
  created_at: number
}

export interface MembershipsTable {
  project_id: number
  user_id: number
  role: string
  created_at: number
}

export interface SignInLinksTable {
  token_hash: string
  /** 0: for the first owner, while there is none. */
  user_id: number
  created_at: number
  ends_at: number
}
