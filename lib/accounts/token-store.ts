import type { Clock } from '../core/clock.ts'
import { utcDay } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import type { Db } from '../db/open-db.ts'
import type { Scope } from './permissions.ts'
import { SCOPES } from './permissions.ts'
import type { Person } from './person.ts'
import { personById } from './person.ts'
import { newToken, tokenHash } from './secret-token.ts'

/** What a token begins with, so that a leaked one is found by scanners and people. */
export const TOKEN_PREFIX = 'mlt_'

/** A key of a person for programs. It may what the person may, less what its scope and its projects leave out. */
export interface ApiToken {
  readonly id: number
  readonly person: number
  readonly name: string
  readonly hint: string
  readonly scope: Scope
  /** `all`: every project of the person, also later ones. */
  readonly projects: 'all' | readonly number[]
  readonly createdAt: number
  /** 0 for never. */
  readonly endsAt: number
  /** UTC day, empty for never. */
  readonly usedDay: string
}

export interface TokenWishes {
  readonly name: string
  readonly scope: Scope
  readonly projects: 'all' | readonly number[]
  /** ms from now; undefined for never. */
  readonly lifetime: number | undefined
}

export interface TokenStore {
  /** The token itself is given out this once. */
  create(person: number, wishes: TokenWishes): Promise<{ readonly token: ApiToken; readonly secret: string }>
  /** Undefined for what is unknown or over. Notes the day of the use. */
  find(secret: string): Promise<{ readonly token: ApiToken; readonly person: Person } | undefined>
  /** Of a person, or of all; newest first. */
  list(person?: number): Promise<ApiToken[]>
  /** Throws `not_found`. `person`: only when it is theirs. */
  revoke(id: number, person?: number): Promise<ApiToken>
}

/** Kept from growing without end. */
const MOST_OF_A_PERSON = 100

export function makeTokenStore({ db, clock }: { db: Db; clock: Clock }): TokenStore {
  const rows = () => db.read.selectFrom('api_tokens').selectAll()
  type Row = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>

  async function withProjects(found: readonly Row[]): Promise<ApiToken[]> {
    if (found.length === 0) return []
    const ids = found.map(({ id }) => id)
    const named = await db.read
      .selectFrom('api_token_projects')
      .selectAll()
      .where('token_id', 'in', ids)
      .orderBy('project_id')
      .execute()
    return found.map((row) => ({
      id: row.id,
      person: row.user_id,
      name: row.name,
      hint: row.hint,
      // A scope of a newer version is the least here.
      scope: SCOPES.find((scope) => scope === row.scope) ?? 'read',
      projects:
        row.all_projects === 1
          ? 'all'
          : named.filter(({ token_id: of }) => of === row.id).map(({ project_id: project }) => project),
      createdAt: row.created_at,
      endsAt: row.ends_at,
      usedDay: row.used_day,
    }))
  }

  return {
    async create(person, wishes) {
      const secret = TOKEN_PREFIX + newToken()
      const now = clock.now()
      const row = {
        user_id: person,
        name: wishes.name,
        token_hash: tokenHash(secret),
        hint: secret.slice(-4),
        scope: wishes.scope,
        all_projects: wishes.projects === 'all' ? 1 : 0,
        created_at: now,
        ends_at: wishes.lifetime === undefined ? 0 : now + wishes.lifetime,
        used_day: '',
      }
      const id = await db.write(async (tx) => {
        const there = await tx.selectFrom('api_tokens').select('id').where('user_id', '=', person).execute()
        if (there.length >= MOST_OF_A_PERSON)
          throw new AppError('conflict', `${MOST_OF_A_PERSON} tokens are enough. Revoke one first.`)
        const { insertId } = await tx.insertInto('api_tokens').values(row).executeTakeFirstOrThrow()
        const token = Number(insertId)
        const projects = wishes.projects === 'all' ? [] : wishes.projects
        for (const project of projects)
          await tx.insertInto('api_token_projects').values({ project_id: project, token_id: token }).execute()
        return token
      })
      const [token] = await withProjects(await rows().where('id', '=', id).execute())
      if (token === undefined) throw new AppError('not_found', 'The token was revoked while it was made.')
      return { token, secret }
    },

    async find(secret) {
      const [token] = await withProjects(await rows().where('token_hash', '=', tokenHash(secret)).execute())
      const now = clock.now()
      if (token === undefined || (token.endsAt !== 0 && now >= token.endsAt)) return undefined
      const person = await personById(db.read, token.person)
      if (person === undefined) return undefined
      const today = utcDay(now)
      if (token.usedDay !== today)
        await db.write((tx) =>
          tx.updateTable('api_tokens').set({ used_day: today }).where('id', '=', token.id).execute(),
        )
      return { token, person }
    },

    async list(person) {
      const all = rows().orderBy('id', 'desc')
      return withProjects(await (person === undefined ? all : all.where('user_id', '=', person)).execute())
    },

    async revoke(id, person) {
      const [token] = await withProjects(await rows().where('id', '=', id).execute())
      if (token === undefined || (person !== undefined && token.person !== person))
        throw new AppError('not_found', 'There is no such token.')
      await db.write(async (tx) => {
        await tx.deleteFrom('api_token_projects').where('token_id', '=', id).execute()
        await tx.deleteFrom('api_tokens').where('id', '=', id).execute()
      })
      return token
    },
  }
}
