import { createHmac } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Clock } from '../core/clock.ts'
import { HOUR } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { sameSecret } from '../core/hashing.ts'
import type { SharesTable } from '../db/account-tables.ts'
import type { Db } from '../db/open-db.ts'
import type { Passwords } from './password.ts'
import { newToken, tokenHash } from './secret-token.ts'

/** What the token of a share begins with. */
export const SHARE_PREFIX = 'mls_'

/** A project's reports, to be read by whoever has the link. */
export interface Share {
  readonly id: number
  readonly project: number
  readonly name: string
  readonly hint: string
  /** As stored; empty for none. */
  readonly passwordHash: string
  readonly mayEmbed: boolean
  /** Undefined for the usual ones. */
  readonly panels: readonly string[] | undefined
  readonly createdAt: number
  /** 0 for never. */
  readonly endsAt: number
}

export interface ShareWishes {
  readonly name: string
  /** Empty for none. */
  readonly password: string
  readonly mayEmbed: boolean
  readonly panels: readonly string[] | undefined
  readonly endsAt: number
}

/** Undefined leaves it as it is; `panels: null` brings the usual ones back. */
export type ShareChanges = { readonly [K in Exclude<keyof ShareWishes, 'panels'>]?: ShareWishes[K] | undefined } & {
  readonly panels?: readonly string[] | null | undefined
  /** A new link in place of the old one. */
  readonly isRenewed: boolean
}

export interface ShareStore {
  /** The token itself is given out this once. */
  create(project: number, wishes: ShareWishes): Promise<{ readonly share: Share; readonly token: string }>
  /** Of a project, newest first. */
  list(project: number): Promise<Share[]>
  /** Throws `not_found`. `token` is there when it is a new one. */
  edit(
    project: number,
    id: number,
    changes: ShareChanges,
  ): Promise<{ readonly share: Share; readonly token: string | undefined }>
  /** Throws `not_found`. */
  delete(project: number, id: number): Promise<Share>
  /** Undefined for what is unknown or over. */
  find(token: string): Promise<Share | undefined>
  /** Says for some hours that the password was given. Throws `unauthorized` for a wrong one. */
  unlock(share: Share, password: string): Promise<{ readonly proof: string; readonly endsAt: number }>
  isOpen(share: Share, proof: string | undefined): boolean
}

const MOST_OF_A_PROJECT = 50
const PROOF_LASTS = 12 * HOUR

export function makeShareStore({ db, clock, passwords }: { db: Db; clock: Clock; passwords: Passwords }): ShareStore {
  const rows = () => db.read.selectFrom('shares').selectAll()

  async function ofProject(project: number, id: number): Promise<Share> {
    const row = await rows().where('project_id', '=', project).where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new AppError('not_found', 'There is no such shared dashboard.')
    return shareOf(row)
  }

  const hashOf = (password: string) => (password === '' ? Promise.resolve('') : passwords.hash(password))

  /** Over with the password that it was made under, and known to nobody who has not read the database. */
  const proofOf = ({ id, passwordHash }: Share, endsAt: number) =>
    `${endsAt.toString(36)}.${createHmac('sha256', passwordHash).update(`share ${id} until ${endsAt}`).digest('base64url')}`

  return {
    async create(project, wishes) {
      const token = SHARE_PREFIX + newToken()
      const row = {
        project_id: project,
        name: wishes.name,
        token_hash: tokenHash(token),
        hint: token.slice(-4),
        password: await hashOf(wishes.password),
        may_embed: wishes.mayEmbed ? 1 : 0,
        panels: panelsText(wishes.panels),
        created_at: clock.now(),
        ends_at: wishes.endsAt,
      }
      const id = await db.write(async (tx) => {
        const there = await tx.selectFrom('shares').select('id').where('project_id', '=', project).execute()
        if (there.length >= MOST_OF_A_PROJECT)
          throw new AppError('conflict', `${MOST_OF_A_PROJECT} shared dashboards are enough. Delete one first.`)
        return Number((await tx.insertInto('shares').values(row).executeTakeFirstOrThrow()).insertId)
      })
      return { share: shareOf({ id, ...row }), token }
    },

    async list(project) {
      return (await rows().where('project_id', '=', project).orderBy('id', 'desc').execute()).map(shareOf)
    },

    async edit(project, id, { name, password, mayEmbed, panels, endsAt, isRenewed }) {
      await ofProject(project, id)
      const token = isRenewed ? SHARE_PREFIX + newToken() : undefined
      const set = {
        ...(name !== undefined && { name }),
        ...(password !== undefined && { password: await hashOf(password) }),
        ...(mayEmbed !== undefined && { may_embed: mayEmbed ? 1 : 0 }),
        ...(panels !== undefined && { panels: panelsText(panels ?? undefined) }),
        ...(endsAt !== undefined && { ends_at: endsAt }),
        ...(token !== undefined && { token_hash: tokenHash(token), hint: token.slice(-4) }),
      }
      await db.write((tx) =>
        tx.updateTable('shares').set(set).where('project_id', '=', project).where('id', '=', id).execute(),
      )
      return { share: await ofProject(project, id), token }
    },

    async delete(project, id) {
      const share = await ofProject(project, id)
      await db.write((tx) => tx.deleteFrom('shares').where('project_id', '=', project).where('id', '=', id).execute())
      return share
    },

    async find(token) {
      if (!token.startsWith(SHARE_PREFIX)) return undefined
      const row = await rows().where('token_hash', '=', tokenHash(token)).executeTakeFirst()
      if (row === undefined || (row.ends_at !== 0 && clock.now() >= row.ends_at)) return undefined
      return shareOf(row)
    },

    async unlock(share, password) {
      const { isRight } = await passwords.check(password, share.passwordHash)
      if (!isRight) throw new AppError('unauthorized', 'The password is wrong.')
      const endsAt = clock.now() + PROOF_LASTS
      return { proof: proofOf(share, endsAt), endsAt }
    },

    isOpen(share, proof) {
      if (share.passwordHash === '') return true
      const endsAt = Number.parseInt(proof?.split('.')[0] ?? '', 36)
      return Number.isSafeInteger(endsAt) && endsAt > clock.now() && sameSecret(proof ?? '', proofOf(share, endsAt))
    },
  }
}

const panelsText = (panels: readonly string[] | undefined) => (panels === undefined ? '' : JSON.stringify(panels))

const shareOf = (row: Selectable<SharesTable>): Share => ({
  id: row.id,
  project: row.project_id,
  name: row.name,
  hint: row.hint,
  passwordHash: row.password,
  mayEmbed: row.may_embed === 1,
  panels: row.panels === '' ? undefined : (JSON.parse(row.panels) as string[]),
  createdAt: row.created_at,
  endsAt: row.ends_at,
})
