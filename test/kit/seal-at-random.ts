import { DAY } from '../../lib/core/clock.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import type { Db, Writer } from '../../lib/db/open-db.ts'
import { buildPart } from '../../lib/sealed-days/build-part.ts'
import type { Newcomer } from '../../lib/sealed-days/build-part.ts'
import { encodePart } from '../../lib/sealed-days/encode-part.ts'
import { mergeParts } from '../../lib/sealed-days/merge-parts.ts'
import type { OpenRows } from '../../lib/sealed-days/open-rows.ts'
import type { Part } from '../../lib/sealed-days/part.ts'
import { insertPart } from '../../lib/sealed-days/part-store.ts'
import { dice } from './raw-rows.ts'
import type { World } from './report-world.ts'

/**
 * Moves visits of a world out of its rows into parts, in an order that no sealer would choose: any visit may be in any part.
 * `open` of 100 visits stay rows. Some parts are merged ones. Visitors with nothing left in rows are forgotten.
 */
export async function sealAtRandom(
  db: Db,
  world: World,
  { seed, open, parts }: { readonly seed: number; readonly open: number; readonly parts: number },
): Promise<Part[]> {
  const roll = dice(seed)
  const partOfVisit = new Map(world.visits.map(({ id }) => [id, roll(100) < open ? -1 : roll(parts)]))
  const partOf = ({ visit, id }: { visit: number; id: number }) =>
    partOfVisit.get(visit) ?? (id % 100 < open ? -1 : id % parts)
  const numbers = new Map<number, number>()
  const made: Part[] = []
  for (let part = 0; part < parts; part++) {
    const rows = rowsOf(
      world,
      (row) => partOf(row) === part,
      ({ id }) => partOfVisit.get(id) === part,
    )
    made.push(onePart(rows, numbers, world.firstSeen))
  }
  // A third of them as if they had been merged since.
  const some = made.splice(0, Math.floor(parts / 3)).filter(({ rows }) => rows.views > 0)
  if (some.length > 0) made.push(await mergeParts(some))
  await db.write(async (tx) => {
    for (const [at, part] of made.entries())
      await insertPart(tx, db.engine, 1, part, await encodePart(part), { partNumber: at + 1, sealedAt: 1 })
    const head = { project_id: 1, next_visitor: numbers.size + 1, next_part: made.length + 1, generation: 7 }
    await insertRows(tx, db.engine, 'seal_heads', [head])
    await removeRows(tx, world, partOf, (id) => partOfVisit.get(id) ?? -1)
    await forgetOthers(
      tx,
      numbers,
      people(
        rowsOf(
          world,
          (row) => partOf(row) < 0,
          ({ id }) => partOfVisit.get(id) === -1,
        ),
      ),
    )
  })
  return made
}

function rowsOf(
  { visits, views, stays, events, clicks, errors }: World,
  takes: (row: { visit: number; id: number }) => boolean,
  takesVisit: (row: { id: number }) => boolean,
): OpenRows {
  const of = <T extends { visit: number; id: number }>(rows: readonly T[]) => rows.filter(takes)
  return {
    visits: visits.filter(takesVisit),
    views: of(views),
    stays: of(stays),
    events: of(events),
    clicks: of(clicks),
    errors: of(errors),
  }
}

const people = ({ visits, views, events, clicks, errors }: OpenRows) =>
  new Set([visits, views, events, clicks, errors].flatMap((rows) => rows.map(({ visitor }) => visitor)))

function onePart(rows: OpenRows, numbers: Map<number, number>, firstSeen: ReadonlyMap<number, number>): Part {
  const newcomers: Newcomer[] = []
  for (const visitor of people(rows)) {
    if (visitor === 0 || numbers.has(visitor)) continue
    numbers.set(visitor, numbers.size + 1)
    newcomers.push({ number: numbers.size, visitor, firstSeen: firstSeen.get(visitor) ?? 0 })
  }
  const days = [
    ...rows.visits.map(({ started_at }) => started_at),
    ...[rows.views, rows.events, rows.clicks, rows.errors].flatMap((list) => list.map(({ at }) => at)),
  ].map((at) => Math.floor(at / DAY))
  const [firstDay, lastDay] = [Math.min(...days), Math.max(...days)]
  return buildPart({ firstDay, lastDay }, rows, (visitor) => numbers.get(visitor) ?? 0, newcomers)
}

/** The rows that lie in parts now. */
async function removeRows(
  tx: Writer,
  world: World,
  partOf: (row: { visit: number; id: number }) => number,
  partOfVisit: (id: number) => number,
): Promise<void> {
  const sealed = world.visits.filter(({ id }) => partOfVisit(id) >= 0).map(({ id }) => id)
  await removeIds(tx, 'visits', sealed)
  const tables = [
    ['pageviews', world.views],
    ['engagements', world.stays],
    ['events', world.events],
    ['link_clicks', world.clicks],
    ['error_events', world.errors],
  ] as const
  for (const [table, rows] of tables)
    await removeIds(
      tx,
      table,
      (rows as readonly { visit: number; id: number }[]).filter((row) => partOf(row) >= 0).map(({ id }) => id),
    )
}

async function removeIds(tx: Writer, table: string, ids: readonly number[]): Promise<void> {
  for (let at = 0; at < ids.length; at += 500)
    await tx
      .deleteFrom(table as 'visits')
      .where('id', 'in', ids.slice(at, at + 500))
      .execute()
}

async function forgetOthers(
  tx: Writer,
  numbers: ReadonlyMap<number, number>,
  open: ReadonlySet<number>,
): Promise<void> {
  for (const [visitor, number] of numbers) {
    if (open.has(visitor)) await tx.updateTable('visitors').set({ number }).where('visitor', '=', visitor).execute()
    else await tx.deleteFrom('visitors').where('visitor', '=', visitor).execute()
  }
}
