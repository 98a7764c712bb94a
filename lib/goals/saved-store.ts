import type { Selectable } from 'kysely'
import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { locked } from '../db/dialect.ts'
import { asConflict } from '../db/faults.ts'
import type { Db, Writer } from '../db/open-db.ts'
import type { SavedTable } from '../db/schema.ts'

/** A kind of thing that owners save: where it lies, what it is called, and how its definition is written. */
export interface SavedKind<T> {
  readonly table: 'goals' | 'funnels' | 'segments'
  /** `goal`: in sentences. */
  readonly word: string
  /** How many a project may have. */
  readonly most: number
  readonly encode: (definition: T) => string
  readonly decode: (text: string) => T
}

export interface SavedThing<T> {
  readonly id: number
  /** At most 100 characters; unique in the project, upper and lower case differ. */
  readonly name: string
  readonly definition: T
  /** ms since 1970 UTC. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** Undefined leaves it as it is. */
export interface SavedChanges<T> {
  readonly name?: string | undefined
  readonly definition?: T | undefined
}

/** Another project's are `not_found`, like those that never were. */
export interface SavedStore<T> {
  /** Throws `conflict` when the name is taken, and when there are too many. */
  create(project: number, name: string, definition: T): Promise<SavedThing<T>>
  /** All of them, oldest first. */
  list(project: number): Promise<SavedThing<T>[]>
  /** Throws `conflict` when the new name is taken. */
  edit(project: number, id: number, changes: SavedChanges<T>): Promise<SavedThing<T>>
  delete(project: number, id: number): Promise<void>
}

export function makeSavedStore<T>(db: Db, clock: Clock, kind: SavedKind<T>): SavedStore<T> {
  const { table, word, most } = kind
  const thingOf = (row: Selectable<SavedTable>): SavedThing<T> => ({
    id: row.id,
    name: row.name,
    definition: kind.decode(row.definition),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  })
  const notFound = () => new AppError('not_found', `${word[0]?.toUpperCase()}${word.slice(1)} not found`)
  const taken = (name: string) =>
    new AppError('conflict', `There is a ${word} named "${name}" already. Choose another name.`)

  async function held(tx: Writer, project: number, id: number): Promise<Selectable<SavedTable>> {
    const row = tx.selectFrom(table).selectAll().where('id', '=', id).where('project_id', '=', project)
    const found = await locked(db.engine, row).executeTakeFirst()
    if (found === undefined) throw notFound()
    return found
  }

  const refuseTaken = async (tx: Writer, project: number, name: string) => {
    const same = tx.selectFrom(table).select('id').where('project_id', '=', project).where('name', '=', name)
    if ((await same.executeTakeFirst()) !== undefined) throw taken(name)
  }

  return {
    create: (project, name, definition) =>
      db.write(async (tx) => {
        const all = tx.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('many'))
        const { many } = await all.where('project_id', '=', project).executeTakeFirstOrThrow()
        if (many >= most) throw new AppError('conflict', `A project has at most ${most} ${word}s. Delete one first.`)
        await refuseTaken(tx, project, name)
        const now = clock.now()
        const row = { name, definition: kind.encode(definition), created_at: now, updated_at: now }
        const inserted = tx
          .insertInto(table)
          .values({ project_id: project, ...row })
          .executeTakeFirstOrThrow()
        // Another process may have taken the name this very moment; the transaction then begins again and sees it.
        const { insertId } = await inserted.catch((fault: unknown) => {
          throw asConflict(fault)
        })
        return thingOf({ id: Number(insertId), project_id: project, ...row })
      }),

    async list(project) {
      const rows = db.read.selectFrom(table).selectAll().where('project_id', '=', project)
      return (await rows.orderBy('id').execute()).map(thingOf)
    },

    edit: (project, id, changes) =>
      db.write(async (tx) => {
        const old = await held(tx, project, id)
        const name = changes.name ?? old.name
        if (name !== old.name) await refuseTaken(tx, project, name)
        const definition = changes.definition === undefined ? old.definition : kind.encode(changes.definition)
        const row = { name, definition, updated_at: clock.now() }
        await tx
          .updateTable(table)
          .set(row)
          .where('id', '=', id)
          .execute()
          .catch((fault: unknown) => {
            throw asConflict(fault)
          })
        return thingOf({ ...old, ...row })
      }),

    delete: (project, id) =>
      db.write(async (tx) => {
        await held(tx, project, id)
        await tx.deleteFrom(table).where('id', '=', id).execute()
      }),
  }
}
