import type { Selectable } from 'kysely'
import type { EventsTable, LinkClicksTable } from '../db/record-tables.ts'
import type { EngagementsTable, PageviewsTable, VisitsTable } from '../db/schema.ts'
import type { ErrorEventsTable } from '../db/record-tables.ts'

/** Rows that are not sealed yet, without what their columns in a part do not say. */
export interface OpenRows {
  readonly visits: readonly OpenVisit[]
  readonly views: readonly OpenView[]
  readonly stays: readonly OpenStay[]
  readonly events: readonly OpenEvent[]
  readonly clicks: readonly OpenClick[]
  readonly errors: readonly OpenError[]
}

export type OpenVisit = Omit<Selectable<VisitsTable>, 'project_id'>
export type OpenView = Omit<Selectable<PageviewsTable>, 'project_id' | 'is_entry'>
export type OpenStay = Omit<Selectable<EngagementsTable>, 'project_id'>
export type OpenEvent = Omit<Selectable<EventsTable>, 'project_id' | 'view'>
export type OpenClick = Omit<Selectable<LinkClicksTable>, 'project_id'>
export type OpenError = Omit<Selectable<ErrorEventsTable>, 'project_id' | 'view' | 'url' | 'stack' | 'context'>
