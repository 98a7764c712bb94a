import { locked, upsertRows } from '../db/dialect.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import { inChunks } from './raw-rows.ts'
import type { Seen } from './seen-in.ts'

/** What is known of a visitor. */
export interface Person {
  /** 0 for none yet. */
  readonly number: number
  /** ms since 1970; 0 for one who is only known by what is no page view. */
  readonly firstSeen: number
}

/** A visitor who is held until the transaction ends: no writer is at their visits meanwhile. */
export interface HeldPerson {
  readonly visitor: number
  readonly number: number
  readonly first_seen: number
  /** The running or last visit. */
  readonly visit: number
}

const BLANK = { first_seen: 0, visit: 0, visit_started_at: 0, last_view_at: 0, last_page: 0, recent: '' }

/**
 * Holds visitors, just as `lib/writer/visitors.ts` does it: rows are made where there are none, in ascending order. Who
 * has a row for nothing but a click or an error gets one with `first_seen` 0; for the writer that is a newcomer.
 */
export async function holdPeople(
  tx: Writer,
  engine: Engine,
  project: number,
  seen: ReadonlyMap<number, Seen>,
): Promise<Map<number, HeldPerson>> {
  const ids = [...seen.keys()].sort((a, b) => a - b)
  const stubs = ids.map((visitor) => ({
    ...BLANK,
    project_id: project,
    visitor,
    // So that the row stays for as long as those of others who were seen then.
    last_seen: seen.get(visitor)?.last ?? 0,
  }))
  await upsertRows(tx, engine, 'visitors', stubs, ['project_id', 'visitor'], { visit: 'keep' })
  const held = new Map<number, HeldPerson>()
  for (const some of inChunks(ids)) {
    const rows = tx
      .selectFrom('visitors')
      .select(['visitor', 'number', 'first_seen', 'visit'])
      .where('project_id', '=', project)
      .where('visitor', 'in', some)
      .orderBy('visitor')
    for (const row of await locked(engine, rows).execute()) held.set(row.visitor, row)
  }
  return held
}

/** Stores numbers that were given, and forgets running visits that are sealed. */
export async function savePeople(
  tx: Writer,
  engine: Engine,
  project: number,
  held: Iterable<HeldPerson>,
  numbers: ReadonlyMap<number, number>,
  sealed: ReadonlySet<number>,
): Promise<void> {
  const changed = [...held].flatMap((person) => {
    const number = numbers.get(person.visitor) ?? person.number
    const isOver = sealed.has(person.visit)
    return number === person.number && !isOver ? [] : [{ visitor: person.visitor, number, isOver }]
  })
  for (const isOver of [false, true]) {
    const rows = changed
      .filter((person) => person.isOver === isOver)
      .map(({ visitor, number }) => ({ ...BLANK, last_seen: 0, project_id: project, visitor, number }))
    const over = isOver ? ({ visit: 'replace', visit_started_at: 'replace' } as const) : {}
    // The rows are there, and held: nothing but these columns is written.
    await upsertRows(tx, engine, 'visitors', rows, ['project_id', 'visitor'], { number: 'replace', ...over })
  }
}
