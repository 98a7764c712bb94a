import type { Db } from '../db/open-db.ts'
import type { Scope } from './scope.ts'
import type { AuditsEngine } from './engine-audits.ts'
import { AUDIT_FILTERS } from './engine-audits.ts'

export const auditsRows = (db: Db): AuditsEngine => ({
  async entries(scope, { filters, most, after }) {
    let found = entriesIn(db, scope).select([
      ...(['sequence', 'at', 'action', 'actor', 'target', 'tenant', 'outcome', 'context', 'hash'] as const),
      'external_id as externalId',
    ])
    for (const name of AUDIT_FILTERS) {
      const value = filters[name]
      if (value !== undefined) found = found.where(name, '=', value)
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
