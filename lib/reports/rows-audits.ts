import { sql } from 'kysely'
import type { Db } from '../db/open-db.ts'
import type { Scope } from './scope.ts'
import type { AuditsEngine } from './engine-audits.ts'
import { AUDIT_FILTERS } from './engine-audits.ts'

const SEARCHED = ['action', 'actor', 'target', 'tenant'] as const

export const auditsRows = (db: Db): AuditsEngine => ({
  async entries(scope, { filters, search, most, after }) {
    let found = entriesIn(db, scope).select([
      ...(['sequence', 'at', 'action', 'actor', 'target', 'tenant', 'outcome', 'context', 'hash'] as const),
      'external_id as externalId',
    ])
    for (const name of AUDIT_FILTERS) {
      const value = filters[name]
      if (value !== undefined) found = found.where(name, '=', value)
    }
    if (search !== undefined) {
      const pattern = `%${search.text.toLowerCase().replace(/[!%_]/g, '!$&')}%`
      const holds = (name: (typeof SEARCHED)[number]) =>
        sql<boolean>`lower(${sql.ref(name)}) like ${pattern} escape '!'`
      found = found.where('at', '>=', search.since).where((where) => where.or(SEARCHED.map(holds)))
    }
    if (after !== undefined) {
      const { at, sequence } = after
      // The first condition says nothing new, but it is one that an index can begin at.
      found = found
        .where('at', '<=', at)
        .where((column) => column.or([column('at', '<', at), column('sequence', '<', sequence)]))
    }
    return found.orderBy('at', 'desc').orderBy('sequence', 'desc').limit(most).execute()
  },

  async floor(scope, newer) {
    // Of an index, without a look at the rows.
    const row = await entriesIn(db, scope).select('at').orderBy('at', 'desc').limit(1).offset(newer).executeTakeFirst()
    return row?.at
  },

  topActions(scope, most) {
    return entriesIn(db, scope)
      .select(({ fn }) => ['action', fn.countAll<number>().as('count')])
      .groupBy('action')
      .orderBy('count', 'desc')
      .orderBy('action')
      .limit(most)
      .execute()
  },
})

const entriesIn = (db: Db, { project, range }: Scope) =>
  db.read
    .selectFrom('audit_entries')
    .where('project_id', '=', project)
    .where('at', '>=', range.start)
    .where('at', '<', range.end)
