import type { Saved } from '../saved.ts'
import type { Filter } from '../filter.ts'
import type { ReportEngine } from '../engine.ts'
import type { Knowing } from '../metrics.ts'
import type { Period } from '../periods/period.ts'
import type { WeekStart } from '../periods/intervals.ts'
import type { Goal, QueryEngine, QueryQuestion } from '../query.ts'
import type { Table } from '../tables/table.ts'
import type { Project } from '../../projects/project.ts'

/** A report that is asked freely: the sentence that goes with it, how it is answered, and its tables, the main one first. */
export interface ExploreReport<T extends object = object> {
  readonly message: string
  readonly answer: (engines: Engines, question: ExploreQuestion) => Promise<T>
  tables(answer: T): readonly Table[]
}

export interface Engines {
  readonly query: QueryEngine
  readonly reports: ReportEngine
}

/** What somebody wants to know; all that several reports take. */
export interface ExploreQuestion extends Knowing {
  readonly project: Pick<Project, 'id' | 'timeZone' | 'identity'>
  readonly now: number
  readonly period: Period
  readonly comparison: Period | undefined
  readonly filter: Filter | undefined
  /** In canonical words; null for none. */
  readonly filterText: string | null
  /** All of the project. */
  readonly goals: readonly Goal[]
  readonly weekStart: WeekStart
  readonly saved: Saved
  /** Any other parameter, as text; undefined for what is absent or empty. */
  readonly given: (parameter: string) => string | undefined
  /** All values of one that may come several times. */
  readonly givenAll: (parameter: string) => readonly string[]
}

/** The same question of this period, in the words of the engine; `more` narrows it further. */
export const queryOf = ({ project, filter, goals }: ExploreQuestion, period: Period, more?: Filter): QueryQuestion => ({
  scope: { project: project.id, range: period },
  filter: filter === undefined || more === undefined ? (filter ?? more) : { all: [filter, more] },
  goals,
})
