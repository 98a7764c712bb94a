/** `data` of the answers of `/api/goals/*`, `/api/funnels/*` and `/api/segments/*`. */

/** Something a visit can do. `page` is a pattern over the address without the host, in which `*` is any text. */
export type Trigger =
  | { type: 'event'; event: string }
  | { type: 'page'; page: string }
  | { type: 'engaged'; seconds: number }
  | { type: 'scroll'; page: string; percent: number }

interface SavedShape {
  id: number
  name: string
  created_at: string
  updated_at: string
}

export interface GoalShape extends SavedShape {
  trigger: Trigger
}

export interface FunnelShape extends SavedShape {
  steps: Trigger[]
}

export interface SegmentShape extends SavedShape {
  filter: string
}

/** All of the project, oldest first. */
export interface GoalList {
  count: number
  goals: GoalShape[]
}

export interface FunnelList {
  count: number
  funnels: FunnelShape[]
}

export interface SegmentList {
  count: number
  segments: SegmentShape[]
}

/** Of `delete`. */
export interface SavedDeleted {
  id: number
}
