import type { Clock } from '../core/clock.ts'
import { AppError, codeOf, messageOf } from '../core/errors.ts'
import { locked, upsertRows } from '../db/dialect.ts'
import type { Db, Writer } from '../db/open-db.ts'
import type { ProjectRole } from './permissions.ts'
import type { Person } from './person.ts'
import { allPeople, personByEmail, personById } from './person.ts'

/** A new account. `password` is a hash, or empty for none yet. */
export interface NewUser {
  readonly email: string
  readonly name: string
  readonly password: string
  readonly isOwner: boolean
}

export interface UserChanges {
  readonly email?: string | undefined
  readonly name?: string | undefined
}

/** Everything that is done to accounts and to who belongs to which project. An unknown id throws `not_found`. */
export interface UserStore {
  /** Throws `conflict` when the address has an account. */
  create(user: NewUser): Promise<Person>
  /** Makes the first owner; `conflict` when there is one. Of two that try at once one succeeds. */
  createFirstOwner(user: Omit<NewUser, 'isOwner'>): Promise<Person>
  edit(id: number, changes: UserChanges): Promise<Person>
  setPassword(id: number, hash: string): Promise<void>
  /** Throws `conflict` rather than leave the install without an owner. */
  setOwner(id: number, isOwner: boolean): Promise<Person>
  /** Undefined takes the membership away. */
  setRole(id: number, project: number, role: ProjectRole | undefined): Promise<Person>
  /** With sessions, tokens and all else. Throws `conflict` for the last owner. */
  delete(id: number): Promise<Person>
  find(id: number): Promise<Person>
  /** Oldest first. */
  all(): Promise<Person[]>
  byEmail(email: string): Promise<Person | undefined>
  hasOwner(): Promise<boolean>
  /** Whether the person can sign in with an OpenID provider. */
  hasIdentity(id: number): Promise<boolean>
}

export function makeUserStore({ db, clock }: { db: Db; clock: Clock }): UserStore {
  async function insert(tx: Writer, { email, name, password, isOwner }: NewUser): Promise<number> {
    const now = clock.now()
    const nothing = { totp_secret: '', totp_offered: '', totp_step: 0, failures: 0, signed_in_at: 0 }
    const row = { email, name, password, is_owner: isOwner ? 1 : 0, ...nothing, created_at: now, updated_at: now }
    const { insertId } = await tx.insertInto('users').values(row).executeTakeFirstOrThrow()
    return Number(insertId)
  }

  async function change(id: number, set: object): Promise<Person> {
    await unlessTaken(
      db.write((tx) =>
        tx
          .updateTable('users')
          .set({ ...set, updated_at: clock.now() })
          .where('id', '=', id)
          .execute(),
      ),
    )
    return find(id)
  }

  async function find(id: number): Promise<Person> {
    const person = await personById(db.read, id)
    if (person === undefined) throw new AppError('not_found', 'There is no such user.')
    return person
  }

  /** Ids of the owners, held until the transaction ends. */
  const owners = async (tx: Writer): Promise<number[]> =>
    (await locked(db.engine, tx.selectFrom('users').select('id').where('is_owner', '=', 1)).execute()).map(
      ({ id }) => id,
    )

  async function refuseLastOwner(tx: Writer, id: number): Promise<void> {
    const all = await owners(tx)
    if (all.length === 1 && all[0] === id)
      throw new AppError('conflict', 'This is the only owner of the install. Make another one first.')
  }

  return {
    async create(user) {
      return find(await unlessTaken(db.write((tx) => insert(tx, user))))
    },
    async createFirstOwner(user) {
      const id = await unlessTaken(
        db.write(async (tx) => {
          if ((await owners(tx)).length > 0)
            throw new AppError('conflict', 'This install has an owner already. Sign in.')
          return insert(tx, { ...user, isOwner: true })
        }),
      )
      return find(id)
    },
    edit: (id, changes) =>
      change(id, Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))),
    async setPassword(id, hash) {
      await change(id, { password: hash })
    },
    async setOwner(id, isOwner) {
      await db.write(async (tx) => {
        if (!isOwner) await refuseLastOwner(tx, id)
        await tx
          .updateTable('users')
          .set({ is_owner: isOwner ? 1 : 0, updated_at: clock.now() })
          .where('id', '=', id)
          .execute()
      })
      return find(id)
    },
    async setRole(id, project, role) {
      await find(id)
      await db.write(async (tx) => {
        if (role === undefined) {
          await tx.deleteFrom('memberships').where('project_id', '=', project).where('user_id', '=', id).execute()
          return
        }
        const row = { project_id: project, user_id: id, role, created_at: clock.now() }
        await upsertRows(tx, db.engine, 'memberships', [row], ['project_id', 'user_id'], { role: 'replace' })
      })
      return find(id)
    },
    async delete(id) {
      const person = await find(id)
      await db.write(async (tx) => {
        await refuseLastOwner(tx, id)
        const tokens = tx.selectFrom('api_tokens').select('id').where('user_id', '=', id)
        await tx.deleteFrom('api_token_projects').where('token_id', 'in', tokens).execute()
        for (const table of ['api_tokens', 'sessions', 'memberships', 'identities', 'recovery_codes'] as const)
          await tx.deleteFrom(table).where('user_id', '=', id).execute()
        await tx.deleteFrom('sign_in_links').where('user_id', '=', id).execute()
        await tx.deleteFrom('users').where('id', '=', id).execute()
      })
      return person
    },
    find,
    all: () => allPeople(db.read),
    byEmail: (email) => personByEmail(db.read, email),
    async hasIdentity(id) {
      const found = await db.read.selectFrom('identities').select('id').where('user_id', '=', id).executeTakeFirst()
      return found !== undefined
    },
    async hasOwner() {
      const found = await db.read.selectFrom('users').select('id').where('is_owner', '=', 1).limit(1).executeTakeFirst()
      return found !== undefined
    },
  }
}

/** The address is unique; the database tells when it is taken. */
async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (fault) {
    if (codeOf(fault) === 'ER_DUP_ENTRY' || /UNIQUE constraint failed: users/.test(messageOf(fault)))
      throw new AppError('conflict', 'This e-mail address has an account already.', { cause: fault })
    throw fault
  }
}
