import type { Scope } from './scope.ts'

/** What reports may ask about custom events. */
export interface EventsEngine {
  /** Events of the range by name, most first, equal ones by name; at most `limit`. */
  byName(scope: Scope, limit: number): Promise<readonly NamedEvents[]>
}

export interface NamedEvents {
  readonly name: string
  readonly events: number
  /** Distinct visitors. */
  readonly visitors: number
}
