import type { Kysely } from 'kysely'
import type { Engine, NumberedPlan, TablePlan } from './tables.ts'
import { createClustered, createIndex, createNumbered } from './tables.ts'

/** Whatever opens a door is stored as a SHA-256 in hex; passwords as scrypt with their parameters. */
const NUMBERED: readonly NumberedPlan[] = [
  {
    name: 'users',
    columns: {
      // 191 characters of 4 bytes are the longest key of the oldest row format.
      email: 191,
      name: 100,
      password: 255,
      is_owner: 'integer',
      totp_secret: 64,
      totp_offered: 64,
      totp_step: 'bigint',
      failures: 'integer',
      signed_in_at: 'bigint',
      created_at: 'bigint',
      updated_at: 'bigint',
    },
    unique: { users_by_email: ['email'] },
  },
  {
    name: 'sessions',
    columns: {
      user_id: 'integer',
      token_hash: 64,
      state: 16,
      method: 16,
      agent: 100,
      attempts: 'integer',
      created_at: 'bigint',
      seen_at: 'bigint',
      ends_at: 'bigint',
    },
    unique: { sessions_by_token: ['token_hash'] },
  },
  {
    name: 'invitations',
    columns: {
      token_hash: 64,
      project_id: 'integer',
      role: 16,
      email: 191,
      invited_by: 'integer',
      created_at: 'bigint',
      ends_at: 'bigint',
    },
    unique: { invitations_by_token: ['token_hash'] },
  },
  {
    name: 'api_tokens',
    columns: {
      user_id: 'integer',
      name: 100,
      token_hash: 64,
      hint: 8,
      scope: 16,
      all_projects: 'integer',
      created_at: 'bigint',
      ends_at: 'bigint',
      used_day: 10,
    },
    unique: { api_tokens_by_token: ['token_hash'] },
  },
  {
    name: 'identities',
    columns: { user_id: 'integer', identity_hash: 64, issuer: 255, subject: 255, created_at: 'bigint' },
    unique: { identities_by_hash: ['identity_hash'] },
  },
]

const CLUSTERED: readonly TablePlan[] = [
  {
    name: 'memberships',
    key: ['project_id', 'user_id'],
    columns: { project_id: 'integer', user_id: 'integer', role: 16, created_at: 'bigint' },
  },
  {
    name: 'api_token_projects',
    key: ['project_id', 'token_id'],
    columns: { project_id: 'integer', token_id: 'integer' },
  },
  {
    name: 'recovery_codes',
    key: ['user_id', 'code_hash'],
    columns: { user_id: 'integer', code_hash: 64 },
  },
  {
    name: 'sign_in_links',
    key: ['token_hash'],
    columns: { token_hash: 64, user_id: 'integer', created_at: 'bigint', ends_at: 'bigint' },
  },
]

/** People who sign in, what they may do where, and what they sign in with. */
export async function accounts(db: Kysely<unknown>, engine: Engine): Promise<void> {
  for (const plan of NUMBERED) await createNumbered(db, engine, plan)
  for (const plan of CLUSTERED) await createClustered(db, engine, plan)
  await createIndex(db, engine, 'sessions', 'sessions_by_user', ['user_id'])
  await createIndex(db, engine, 'sessions', 'sessions_by_end', ['ends_at'])
  await createIndex(db, engine, 'memberships', 'memberships_by_user', ['user_id'])
  await createIndex(db, engine, 'api_tokens', 'api_tokens_by_user', ['user_id'])
  await createIndex(db, engine, 'api_token_projects', 'api_token_projects_by_token', ['token_id'])
  await createIndex(db, engine, 'identities', 'identities_by_user', ['user_id'])
  await createIndex(db, engine, 'invitations', 'invitations_by_project', ['project_id'])
}
