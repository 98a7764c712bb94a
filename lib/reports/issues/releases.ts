import { sql } from 'kysely'
import { decodeCursor, pieceOf } from '../../core/cursor.ts'
import { localTime } from '../../core/time-zone.ts'
import type { Reader } from '../../db/open-db.ts'
import type { Project } from '../../projects/project.ts'
import type { ReleaseListReport } from '../../wire/issues.ts'
import type { ReleaseListInput } from './issue-question.ts'

interface Around {
  readonly read: Reader
  readonly project: Pick<Project, 'id' | 'timeZone'>
}

/** Every release that errors of the project ever named, the one seen last first. Throws `invalid_input`. */
export async function listReleases(input: ReleaseListInput, { read, project }: Around): Promise<ReleaseListReport> {
  const { search = '', limit, cursor } = input
  // A release may be seen again meanwhile and come up, so the list is one of places.
  const [skipped = 0] = decodeCursor(cursor, 1) ?? []
  let query = read
    .selectFrom('issue_releases')
    .select(({ fn }) => [
      'name',
      fn.countAll<number | string>().as('issues'),
      fn.sum<number | string>('events').as('events'),
      fn.min('first_seen').as('firstSeen'),
      fn.max('last_seen').as('lastSeen'),
    ])
    .where('project_id', '=', project.id)
    .groupBy('name')
    .orderBy('lastSeen', 'desc')
    .orderBy('name')
    .limit(limit + 1)
    .offset(skipped)
  if (search.trim() !== '') {
    const pattern = `%${search.trim().toLowerCase().replace(/[!%_]/g, '!$&')}%`
    query = query.where(sql<boolean>`lower(name) like ${pattern} escape '!'`)
  }
  const { rows, next } = pieceOf(await query.execute(), limit, () => [skipped + limit])
  return {
    count: rows.length,
    releases: rows.map(({ name, issues, events, firstSeen, lastSeen }) => ({
      release: name,
      issues: Number(issues),
      events: Number(events),
      first_seen: localTime(project.timeZone, firstSeen),
      last_seen: localTime(project.timeZone, lastSeen),
    })),
    ...next,
  }
}
