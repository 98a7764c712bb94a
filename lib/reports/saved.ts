import type { Deed, Goal } from './query.ts'

/** A row of steps to be counted as a funnel. */
export interface Funnel {
  readonly id: number
  readonly name: string
  /** 2 to 10. */
  readonly steps: readonly Deed[]
}

/** A saved filter. */
export interface Segment {
  readonly id: number
  readonly name: string
  /** In the canonical words of `printFilter`. */
  readonly filter: string
}

/** What the owner of a project has saved, read when it is asked for; oldest first. */
export interface Saved {
  goals(): Promise<readonly Goal[]>
  funnels(): Promise<readonly Funnel[]>
  segments(): Promise<readonly Segment[]>
}

/** The one with this name, else with this number; undefined when there is neither. */
export const namedOrNumbered = <T extends { readonly id: number; readonly name: string }>(
  all: readonly T[],
  text: string,
): T | undefined => all.find(({ name }) => name === text) ?? all.find(({ id }) => String(id) === text)
