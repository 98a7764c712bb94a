import type { Selectable } from 'kysely'
import type { UsersTable } from '../db/account-tables.ts'
import type { Reader } from '../db/open-db.ts'
import type { ProjectRole, Role } from './permissions.ts'
import { PROJECT_ROLES } from './permissions.ts'

/** Somebody with an account. */
export interface Person {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly isOwner: boolean
  /** As stored; empty for none. */
  readonly passwordHash: string
  readonly totpSecret: string
  readonly failures: number
  readonly signedInAt: number
  readonly createdAt: number
  /** By project; an owner needs none. */
  readonly roles: ReadonlyMap<number, ProjectRole>
}

/** What somebody is in a project; undefined for nothing. */
export const roleIn = ({ isOwner, roles }: Person, project: number): Role | undefined =>
  isOwner ? 'owner' : roles.get(project)

type UserRow = Selectable<UsersTable>

export const personById = (read: Reader, id: number): Promise<Person | undefined> =>
  personOf(read, read.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst())

/** `email` as `cleanEmail` makes it. */
export const personByEmail = (read: Reader, email: string): Promise<Person | undefined> =>
  personOf(read, read.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst())

/** All of them, oldest first. */
export async function allPeople(read: Reader): Promise<Person[]> {
  const users = await read.selectFrom('users').selectAll().orderBy('id').execute()
  const memberships = await read.selectFrom('memberships').selectAll().orderBy('project_id').execute()
  return users.map((user) =>
    withRoles(
      user,
      memberships.filter(({ user_id: of }) => of === user.id),
    ),
  )
}

async function personOf(read: Reader, found: Promise<UserRow | undefined>): Promise<Person | undefined> {
  const user = await found
  if (user === undefined) return undefined
  const memberships = await read
    .selectFrom('memberships')
    .select(['project_id', 'role'])
    .where('user_id', '=', user.id)
    .orderBy('project_id')
    .execute()
  return withRoles(user, memberships)
}

function withRoles(user: UserRow, memberships: readonly { project_id: number; role: string }[]): Person {
  const roles = new Map<number, ProjectRole>()
  for (const { project_id: project, role } of memberships) {
    // One that a newer version knows is none here.
    const known = PROJECT_ROLES.find((one) => one === role)
    if (known !== undefined) roles.set(project, known)
  }
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    isOwner: user.is_owner === 1,
    passwordHash: user.password,
    totpSecret: user.totp_secret,
    failures: user.failures,
    signedInAt: user.signed_in_at,
    createdAt: user.created_at,
    roles,
  }
}
