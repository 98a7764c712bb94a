import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import type { Deed } from '../reports/query.ts'
import type { Saved } from '../reports/saved.ts'
import type { SavedKind, SavedStore } from './saved-store.ts'
import { makeSavedStore } from './saved-store.ts'

const json = <T>() => ({
  encode: (definition: T) => JSON.stringify(definition),
  decode: (text: string) => JSON.parse(text) as T,
})

const text = { encode: (filter: string) => filter, decode: (filter: string) => filter }

const GOALS: SavedKind<Deed> = { table: 'goals', word: 'goal', most: 100, ...json<Deed>() }
const FUNNELS: SavedKind<readonly Deed[]> = { table: 'funnels', word: 'funnel', most: 50, ...json<readonly Deed[]>() }
const SEGMENTS: SavedKind<string> = { table: 'segments', word: 'segment', most: 100, ...text }

/** What owners save to be asked about. */
export interface SavedStores {
  /** At most 100 in a project. */
  readonly goals: SavedStore<Deed>
  /** At most 50. */
  readonly funnels: SavedStore<readonly Deed[]>
  /** At most 100; the text of a filter each, in canonical words. */
  readonly segments: SavedStore<string>
}

export const savedStores = (db: Db, clock: Clock): SavedStores => ({
  goals: makeSavedStore(db, clock, GOALS),
  funnels: makeSavedStore(db, clock, FUNNELS),
  segments: makeSavedStore(db, clock, SEGMENTS),
})

/** What a project has saved, as reports ask for it. */
export const savedOf = ({ goals, funnels, segments }: SavedStores, project: number): Saved => ({
  goals: async () => (await goals.list(project)).map(({ id, name, definition }) => ({ id, name, deed: definition })),
  funnels: async () =>
    (await funnels.list(project)).map(({ id, name, definition }) => ({ id, name, steps: definition })),
  segments: async () =>
    (await segments.list(project)).map(({ id, name, definition }) => ({ id, name, filter: definition })),
})
