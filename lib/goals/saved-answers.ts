import { localTime } from '../core/time-zone.ts'
import { triggerOf } from '../reports/explore/deed-text.ts'
import type { Deed } from '../reports/query.ts'
import type { FunnelShape, GoalShape, SegmentShape } from '../wire/goals.ts'
import type { SavedThing } from './saved-store.ts'

/** What is saved, as answers have it. Times are those of the project's zone. */

export const goalAnswer = (zone: string, goal: SavedThing<Deed>): GoalShape => ({
  id: goal.id,
  name: goal.name,
  trigger: triggerOf(goal.definition),
  ...timesOf(zone, goal),
})

export const funnelAnswer = (zone: string, funnel: SavedThing<readonly Deed[]>): FunnelShape => ({
  id: funnel.id,
  name: funnel.name,
  steps: funnel.definition.map(triggerOf),
  ...timesOf(zone, funnel),
})

export const segmentAnswer = (zone: string, segment: SavedThing<string>): SegmentShape => ({
  id: segment.id,
  name: segment.name,
  filter: segment.definition,
  ...timesOf(zone, segment),
})

const timesOf = (zone: string, { createdAt, updatedAt }: SavedThing<unknown>) => ({
  created_at: localTime(zone, createdAt),
  updated_at: localTime(zone, updatedAt),
})

const sentences = (word: string) => ({
  created: `${word} created successfully`,
  listed: `${word}s fetched successfully`,
  edited: `${word} updated successfully`,
  deleted: `${word} deleted successfully`,
})

/** The sentences that go with them. */
export const savedSentences = { goals: sentences('Goal'), funnels: sentences('Funnel'), segments: sentences('Segment') }
