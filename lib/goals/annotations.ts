import { sql } from 'kysely'
import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { instantOf, localDay, localTime } from '../core/time-zone.ts'
import type { Db, Reader } from '../db/open-db.ts'
import type { Period } from '../reports/periods/period.ts'
import type { AnnotationAnswer, AnnotationMark } from '../wire/annotations.ts'
import type { WallTime } from './annotation-input.ts'

export interface Annotation {
  readonly id: number
  /** ms since 1970; the first instant of its day where no time was told. */
  readonly at: number
  readonly hasTime: boolean
  readonly text: string
}

/** Of a project, with its time zone. */
interface Owner {
  readonly id: number
  readonly timeZone: string
}

/** Another project's are `not_found`, like those that never were. */
export interface AnnotationStore {
  /** Throws `conflict` when there are too many. */
  create(owner: Owner, wishes: { readonly at: WallTime; readonly text: string }): Promise<Annotation>
  edit(
    owner: Owner,
    id: number,
    changes: { readonly at?: WallTime | undefined; readonly text?: string | undefined },
  ): Promise<Annotation>
  delete(owner: Owner, id: number): Promise<void>
}

const MOST = 2000
/** Of each kind in one answer. */
const MOST_LISTED = 500

export function makeAnnotationStore(db: Db, clock: Clock): AnnotationStore {
  async function find({ id: project }: Owner, id: number): Promise<Annotation> {
    const own = db.read.selectFrom('annotations').selectAll().where('project_id', '=', project)
    const row = await own.where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new AppError('not_found', 'Annotation not found')
    return { id: row.id, at: row.at, hasTime: row.has_time === 1, text: row.text }
  }

  const timeOf = ({ timeZone }: Owner, { wall, hasTime }: WallTime) => ({
    at: instantOf(timeZone, wall),
    has_time: hasTime ? 1 : 0,
  })

  return {
    async create(owner, { at, text }) {
      const now = clock.now()
      const row = { project_id: owner.id, ...timeOf(owner, at), text, created_at: now, updated_at: now }
      const id = await db.write(async (tx) => {
        const all = tx.selectFrom('annotations').select(({ fn }) => fn.countAll<number | string>().as('many'))
        const { many } = await all.where('project_id', '=', owner.id).executeTakeFirstOrThrow()
        if (Number(many) >= MOST)
          throw new AppError('conflict', `A project has at most ${MOST} annotations. Delete one first.`)
        return Number((await tx.insertInto('annotations').values(row).executeTakeFirstOrThrow()).insertId)
      })
      return find(owner, id)
    },

    async edit(owner, id, { at, text }) {
      await find(owner, id)
      const set = {
        ...(at !== undefined && timeOf(owner, at)),
        ...(text !== undefined && { text }),
        updated_at: clock.now(),
      }
      const own = (project: number) =>
        db.write((tx) =>
          tx.updateTable('annotations').set(set).where('project_id', '=', project).where('id', '=', id).execute(),
        )
      await own(owner.id)
      return find(owner, id)
    },

    async delete(owner, id) {
      await find(owner, id)
      await db.write((tx) =>
        tx.deleteFrom('annotations').where('project_id', '=', owner.id).where('id', '=', id).execute(),
      )
    },
  }
}

const shownTime = ({ at, hasTime }: Pick<Annotation, 'at' | 'hasTime'>, zone: string) =>
  hasTime ? localTime(zone, at) : localDay(zone, at)

export const annotationAnswer = (annotation: Annotation, zone: string): AnnotationAnswer => ({
  id: annotation.id,
  at: shownTime(annotation, zone),
  text: annotation.text,
})

type Timed = readonly [number, AnnotationMark]

/** What was written down about a period, and what is known of it anyway; in the order of time, at most 500 of each kind. */
export async function marksIn(read: Reader, project: number, period: Period): Promise<AnnotationMark[]> {
  const found = [
    ...(await notes(read, project, period)),
    ...(await releases(read, project, period)),
    ...(await links(read, project, period)),
  ]
  return found.sort(([a], [b]) => a - b).map(([, mark]) => mark)
}

async function notes(read: Reader, project: number, { zone, start, end }: Period): Promise<Timed[]> {
  const rows = await read
    .selectFrom('annotations')
    .select(['id', 'at', 'has_time', 'text'])
    .where('project_id', '=', project)
    .where('at', '>=', start)
    .where('at', '<', end)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_LISTED)
    .execute()
  return rows.map(({ id, at, has_time, text }) => [
    at,
    { kind: 'note', at: shownTime({ at, hasTime: has_time === 1 }, zone), text, id },
  ])
}

async function releases(read: Reader, project: number, { zone, start, end }: Period): Promise<Timed[]> {
  const first = sql<number>`min(first_seen)`
  const rows = await read
    .selectFrom('issue_releases')
    .select(['name', first.as('at')])
    .where('project_id', '=', project)
    .groupBy('name')
    .having(first, '>=', start)
    .having(first, '<', end)
    .orderBy('at', 'desc')
    .limit(MOST_LISTED)
    .execute()
  return rows.map(({ name, at }) => [at, { kind: 'release', at: localTime(zone, at), text: name }])
}

async function links(read: Reader, project: number, { zone, start, end }: Period): Promise<Timed[]> {
  const rows = await read
    .selectFrom('links')
    .select(['code', 'label', 'created_at as at'])
    .where('project_id', '=', project)
    .where('created_at', '>=', start)
    .where('created_at', '<', end)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_LISTED)
    .execute()
  return rows.map(({ code, label, at }) => [
    at,
    { kind: 'link', at: localTime(zone, at), text: label === '' ? code : label, code },
  ])
}
