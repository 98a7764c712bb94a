import { sql } from 'kysely'
import type { Db } from '../../../lib/db/open-db.ts'
import type { EventsEngine } from '../../../lib/reports/engine-events.ts'
import { countRows } from './rows-query.ts'

export const eventsRows = (db: Db): EventsEngine => ({
  async byName(scope, limit) {
    const rows = await countRows(db.read, scope, {
      from: 'events',
      fields: { name: sql.ref('texts.value') },
      metrics: { events: sql`count(*)`, visitors: sql`count(distinct events.visitor)` },
      joins: [sql`join texts on texts.id = events.name`],
      groupBy: sql`events.name, texts.value`,
      order: sql`count(*) desc, texts.value`,
      limit,
    })
    return rows.map(({ name, events, visitors }) => ({
      name: String(name),
      events: Number(events),
      visitors: Number(visitors),
    }))
  },
})
