import type { LinkList, LinkShape } from '../../lib/wire/links.ts'
import type { AuditEntry, ErrorEvent, ErrorGroup, LinksReport } from '../../lib/wire/record-reports.ts'
import type { Paged } from '../../lib/wire/report-parts.ts'
import type { Analytics, Answer, AuditsQuery, ErrorDetailQuery, ErrorsQuery, Query } from './analytics.ts'

/**
 * Lists to their end, row by row, asked for in pieces as they are walked through. When a piece cannot be read the walk
 * ends there, after a warning. `limit` is the size of a piece, 100 unless told.
 */
export interface Each {
  /** Groups of errors, the newest first. */
  errors(query?: ErrorsQuery): AsyncGenerator<ErrorGroup, void>
  /** Errors of one group, the newest first. */
  errorEvents(query: ErrorDetailQuery): AsyncGenerator<ErrorEvent, void>
  /** The audit log, the newest first. */
  audits(query?: AuditsQuery): AsyncGenerator<AuditEntry, void>
  /** Short links, the newest first. */
  links(query?: Query): AsyncGenerator<LinkShape, void>
  /** Short links with their clicks in the range, the most first. */
  linkClicks(query?: Query): AsyncGenerator<LinksReport['links'][number], void>
}

const ROWS_OF_A_PIECE = 100

export function makeEach(analytics: Analytics, listLinks: (query?: Query) => Answer<LinkList>): Each {
  return {
    errors: (query = {}) => walk(analytics.errors, query, ({ errors }) => errors),
    errorEvents: (query) => walk(analytics.errorDetail, query, ({ events }) => events),
    audits: (query = {}) => walk(analytics.audits, query, ({ logs }) => logs),
    links: (query = {}) => walk(listLinks, query, ({ links }) => links),
    linkClicks: (query = {}) => walk(analytics.links, query, ({ links }) => links),
  }
}

async function* walk<Q extends Query, T extends Paged, Row>(
  ask: (query: Q) => Answer<T>,
  query: Q,
  rows: (data: T) => readonly Row[],
): AsyncGenerator<Row, void> {
  let { cursor } = query
  for (;;) {
    const answer = await ask({ limit: ROWS_OF_A_PIECE, ...query, cursor })
    if (answer?.data === undefined) return
    yield* rows(answer.data)
    const next = answer.data.next_cursor
    // A server that knows no cursors answers the same piece for ever; one that is confused, the same cursor.
    if (next === undefined || next === cursor) return
    cursor = next
  }
}
