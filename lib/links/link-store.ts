import type { Selectable } from 'kysely'
import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { locked } from '../db/dialect.ts'
import { asConflict } from '../db/faults.ts'
import type { Db, Reader, Writer } from '../db/open-db.ts'
import type { LinksTable } from '../db/record-tables.ts'
import { isCode, randomCode } from './code.ts'
import { deleteLinkRows } from './delete-link.ts'
import type { Link, LinkTarget } from './link.ts'

export interface LinkWishes {
  readonly destination: string
  readonly label: string
  /** An own code; a random one unless told. */
  readonly code?: string | undefined
}

/** Undefined leaves it as it is. */
export interface LinkChanges {
  readonly destination?: string | undefined
  readonly label?: string | undefined
  readonly isActive?: boolean | undefined
}

/** A piece of the list, newest first. */
export interface LinkPiece {
  readonly links: readonly Link[]
  /** Id of the last one, when there are more. */
  readonly after?: number | undefined
}

/**
 * Everything that is done to links, each within the project it is asked for: another project's link is `not_found` like
 * one that never was.
 */
export interface LinkStore {
  /** Throws `conflict` when the own code is taken, by whatever project: short links share one namespace. */
  create(project: number, wishes: LinkWishes): Promise<Link>
  find(project: number, code: string): Promise<Link>
  /** At most `limit` links older than the one with the id `after`; without `limit` all of them. */
  list(project: number, piece: { limit?: number | undefined; after?: number | undefined }): Promise<LinkPiece>
  edit(project: number, code: string, changes: LinkChanges): Promise<Link>
  /** With all its clicks. Cut short, it leaves the link switched off, and the same call goes on with it. */
  delete(project: number, code: string): Promise<void>
}

/** `changed` is awaited after every write, so that whoever remembers the link looks at it again. */
export function makeLinkStore(options: { db: Db; clock: Clock; changed: (code: string) => Promise<void> }): LinkStore {
  const { db, clock, changed } = options

  async function edit(project: number, code: string, changes: LinkChanges): Promise<Link> {
    const link = await db.write(async (tx) => {
      const old = await held(db, tx, project, code)
      const { destination, label, isActive } = { ...old, ...given(changes) }
      const row = { destination, label, is_active: isActive ? 1 : 0, updated_at: clock.now() }
      await tx.updateTable('links').set(row).where('id', '=', old.id).execute()
      return { ...old, destination, label, isActive }
    })
    await changed(code)
    return link
  }

  return {
    async create(project, { destination, label, code }) {
      const now = clock.now()
      const draft = { destination, label, is_active: 1, clicks: 0, created_at: now, updated_at: now }
      const row = await db.write(async (tx) => {
        const fresh = { project_id: project, code: await freeCode(tx, code), ...draft }
        const inserted = tx.insertInto('links').values(fresh).executeTakeFirstOrThrow()
        // Another process may have taken the code this very moment; the transaction then begins again and sees it.
        const { insertId } = await inserted.catch((fault: unknown) => {
          throw asConflict(fault)
        })
        return { ...fresh, id: Number(insertId) }
      })
      await changed(row.code)
      return linkOf(row)
    },

    async find(project, code) {
      return found(await ofCode(db.read, project, code).executeTakeFirst())
    },

    async list(project, { limit, after }) {
      let query = db.read.selectFrom('links').selectAll().where('project_id', '=', project).orderBy('id', 'desc')
      if (after !== undefined) query = query.where('id', '<', after)
      if (limit !== undefined) query = query.limit(limit + 1)
      const links = (await query.execute()).map(linkOf)
      if (limit === undefined || links.length <= limit) return { links }
      const piece = links.slice(0, limit)
      return { links: piece, after: piece.at(-1)?.id }
    },

    edit,

    async delete(project, code) {
      // Switched off first: it leads nowhere from now on, and hardly any click comes in while the old ones go.
      const { id } = await edit(project, code, { isActive: false })
      await deleteLinkRows(db, project, id)
      await changed(code)
    },
  }
}

/** What redirects ask, by codes; those of no link are left out. */
export async function readTargets(read: Reader, codes: readonly string[]): Promise<Map<string, LinkTarget>> {
  const columns = ['id', 'project_id', 'code', 'destination', 'is_active'] as const
  const rows = await read.selectFrom('links').select(columns).where('code', 'in', codes).execute()
  return new Map(
    rows.map(({ id, project_id: project, code, destination, is_active }) => [
      code,
      { id, project, destination, isActive: is_active === 1 },
    ]),
  )
}

async function freeCode(tx: Writer, own: string | undefined): Promise<string> {
  const code = own ?? randomCode()
  const taken = await tx.selectFrom('links').select('id').where('code', '=', code).executeTakeFirst()
  if (taken === undefined) return code
  if (own === undefined) return freeCode(tx, own)
  throw new AppError('conflict', `The code "${code}" is taken by another link. Choose another one.`)
}

async function held(db: Db, tx: Writer, project: number, code: string): Promise<Link> {
  return found(await locked(db.engine, ofCode(tx, project, code)).executeTakeFirst())
}

function ofCode(reader: Reader | Writer, project: number, code: string) {
  // MySQL takes `x` and `x ` for equal, so what cannot be a code is not asked for.
  if (!isCode(code)) throw notFound()
  return reader.selectFrom('links').selectAll().where('code', '=', code).where('project_id', '=', project)
}

function found(row: Selectable<LinksTable> | undefined): Link {
  if (row === undefined) throw notFound()
  return linkOf(row)
}

const notFound = () => new AppError('not_found', 'Link not found')

const linkOf = (row: Selectable<LinksTable>): Link => ({
  id: row.id,
  code: row.code,
  destination: row.destination,
  label: row.label,
  isActive: row.is_active === 1,
  clicks: row.clicks,
  createdAt: row.created_at,
})

const given = (changes: LinkChanges) =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof LinkChanges]: Exclude<LinkChanges[K], undefined>
  }
