import type {
  FunnelList,
  FunnelShape,
  GoalList,
  GoalShape,
  SavedDeleted,
  SegmentList,
  SegmentShape,
  Trigger,
} from '../../lib/wire/goals.ts'
import { ask, send } from './ask.ts'

/** `/api/goals/*`, `/api/funnels/*` and `/api/segments/*` of a project. With an `id` a saved one is changed. */

export const askGoalList = (project: number) => ask<GoalList>('goals/list', { project })
export const askFunnelList = (project: number) => ask<FunnelList>('funnels/list', { project })
export const askSegmentList = (project: number) => ask<SegmentList>('segments/list', { project })

type Kind = 'goals' | 'funnels' | 'segments'

const save = <T>(kind: Kind, project: number, given: { readonly id?: number | undefined; readonly name: string }) =>
  send<T>(`${kind}/${given.id === undefined ? 'create' : 'edit'}`, given, { project })

export const saveGoal = (project: number, given: { id?: number | undefined; name: string; trigger: Trigger }) =>
  save<GoalShape>('goals', project, given)
export const saveFunnel = (project: number, given: { id?: number | undefined; name: string; steps: Trigger[] }) =>
  save<FunnelShape>('funnels', project, given)
export const saveSegment = (project: number, given: { name: string; filter: string }) =>
  save<SegmentShape>('segments', project, given)

export const deleteSaved = (kind: Kind, project: number, id: number) =>
  send<SavedDeleted>(`${kind}/delete`, { id }, { project })
