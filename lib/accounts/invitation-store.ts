import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import type { Db } from '../db/open-db.ts'
import type { Role } from './permissions.ts'
import { ROLES } from './permissions.ts'
import { newToken, tokenHash } from './secret-token.ts'

/** A link that makes whoever has it what it says, once. */
export interface Invitation {
  readonly id: number
  /** 0: as an owner of the install. */
  readonly project: number
  readonly role: Role
  /** Whom it is for; empty: whoever has it. */
  readonly email: string
  readonly invitedBy: number
  readonly createdAt: number
  readonly endsAt: number
}

export interface InvitationStore {
  create(
    wishes: Pick<Invitation, 'project' | 'role' | 'email' | 'invitedBy' | 'endsAt'>,
  ): Promise<{ readonly invitation: Invitation; readonly token: string }>
  /** Undefined for one that is unknown, used, revoked or over. */
  find(token: string): Promise<Invitation | undefined>
  /** Uses it up; of two at once one succeeds. */
  take(id: number): Promise<boolean>
  /** That are still good, newest first: of one project (0: to own the install), or all. */
  list(project?: number): Promise<Invitation[]>
  byId(id: number): Promise<Invitation>
  sweep(): Promise<void>
}

export function makeInvitationStore({ db, clock }: { db: Db; clock: Clock }): InvitationStore {
  const rows = () => db.read.selectFrom('invitations').selectAll()
  type Row = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>

  const invitationOf = (row: Row): Invitation => ({
    id: row.id,
    project: row.project_id,
    role: ROLES.find((role) => role === row.role) ?? 'viewer',
    email: row.email,
    invitedBy: row.invited_by,
    createdAt: row.created_at,
    endsAt: row.ends_at,
  })

  async function byId(id: number): Promise<Invitation> {
    const row = await rows().where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new AppError('not_found', 'There is no such invitation.')
    return invitationOf(row)
  }

  return {
    async create({ project, role, email, invitedBy, endsAt }) {
      const token = newToken()
      const made = { role, email, invited_by: invitedBy, created_at: clock.now(), ends_at: endsAt }
      const row = { token_hash: tokenHash(token), project_id: project, ...made }
      const { insertId } = await db.write((tx) => tx.insertInto('invitations').values(row).executeTakeFirstOrThrow())
      return { invitation: await byId(Number(insertId)), token }
    },
    async find(token) {
      const row = await rows().where('token_hash', '=', tokenHash(token)).executeTakeFirst()
      return row === undefined || clock.now() >= row.ends_at ? undefined : invitationOf(row)
    },
    async take(id) {
      const taken = await db.write((tx) => tx.deleteFrom('invitations').where('id', '=', id).executeTakeFirstOrThrow())
      return taken.numDeletedRows > 0n
    },
    async list(project) {
      const live = rows().where('ends_at', '>', clock.now()).orderBy('id', 'desc')
      return (await (project === undefined ? live : live.where('project_id', '=', project)).execute()).map(invitationOf)
    },
    byId,
    async sweep() {
      await db.write((tx) => tx.deleteFrom('invitations').where('ends_at', '<=', clock.now()).execute())
    },
  }
}
