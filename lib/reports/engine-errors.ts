import type { Issue } from '../issues/issue.ts'
import type { IssueStatus } from '../wire/record-reports.ts'
import type { Scope } from './scope.ts'

/** What reports may ask about what broke. Issues in which nothing has happened yet are in no answer. */
export interface ErrorsEngine {
  /** How many issues have their newest event in the range, by status and severity. */
  census(scope: Scope): Promise<readonly IssueCount[]>
  /** The issues whose newest event lies in the range, newest first, equal ones by number, downwards. */
  issues(scope: Scope, filter: IssueFilter, piece: Piece): Promise<readonly IssueFacts[]>
  /** One issue, whenever it happened; undefined for those of other projects too. */
  issue(project: number, id: number): Promise<IssueFacts | undefined>
  /** The issues with these numbers, in any order. */
  byId(ids: readonly number[]): Promise<readonly IssueFacts[]>
  /** Events in the range, of all issues or of one. */
  totals(scope: Scope, issue?: number): Promise<ErrorFigures>
  /** The same by calendar day of the project's time zone, ascending; days without any are left out. */
  perDay(scope: Scope, issue?: number): Promise<readonly (ErrorFigures & { readonly day: string })[]>
  /** The issues with most events in the range, equal ones by number. */
  top(scope: Scope, most: number, issue?: number): Promise<readonly (IssueFacts & { readonly events: number })[]>
  /** The events of an issue in the range, newest first, equal ones by id, downwards. */
  events(scope: Scope, issue: number, piece: Piece): Promise<readonly ErrorFacts[]>
}

/** A piece of a list: at most so many rows, beginning behind the one with these time and number. */
export interface Piece {
  readonly most: number
  readonly after: readonly number[] | undefined
}

/** Undefined takes all. */
export interface IssueFilter {
  readonly status: IssueStatus | undefined
  readonly severity: string | undefined
  readonly environment: string | undefined
}

export interface IssueCount {
  readonly status: IssueStatus
  readonly severity: string
  readonly issues: number
  /** Those of them that were resolved and happened again. */
  readonly regressions: number
}

export interface ErrorFigures {
  readonly events: number
  /** Distinct issues among them. */
  readonly issues: number
}

/** Times in ms since 1970 UTC. */
export interface IssueFacts extends Issue {
  readonly id: number
  readonly type: string
  readonly message: string
  readonly file: string
  /** 0 for none. */
  readonly line: number
}

/** Empty text and 0 for what is not known. */
export interface ErrorFacts {
  readonly id: number
  readonly at: number
  readonly stack: string
  readonly url: string
  readonly environment: string
  readonly severity: string
  /** JSON text. */
  readonly context: string
  readonly device: string
  readonly os: string
  readonly browser: string
  readonly country: string
  readonly city: string
  readonly visit: number
  readonly view: number
}
