import type { ExportKind } from '../reports/export/export-kinds.ts'
import { EXPORT_COLUMNS, EXPORT_KINDS } from '../reports/export/export-kinds.ts'
import { EXPORT_FORMATS } from '../reports/export/export-text.ts'
import { inQuery } from './in-query.ts'
import type { Operation } from './operation.ts'
import { FILTER, QUESTION_WRONG, RANGE } from './question-parameters.ts'

/** `GET /api/export/*`. */

const WHAT: Readonly<Record<ExportKind, string>> = {
  visits: 'Visits that began',
  pageviews: 'Page views',
  events: 'Custom events',
}

const FORMAT = inQuery('format', 'One JSON object a line, or CSV.', {
  type: 'string',
  enum: [...EXPORT_FORMATS],
  default: EXPORT_FORMATS[0],
})

export const EXPORT_OPERATIONS: readonly Operation[] = EXPORT_KINDS.map((kind) => ({
  method: 'get',
  path: `/api/export/${kind}`,
  id: `export${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)}`,
  tag: 'Reports',
  summary: `${WHAT[kind]}, row by row`,
  description: `As a stream, in the order of time, however many there are. Times are UTC. \`visitor\` is a number within the project, null for who came in the last hours. When something breaks on the way, the connection is cut. Columns: ${EXPORT_COLUMNS[kind].join(', ')}.`,
  key: 'secret',
  limit: 'export',
  parameters: [...RANGE, ...FILTER, FORMAT],
  answers: { 200: { description: 'The rows.', files: ['application/x-ndjson', 'text/csv'] } },
  refusals: { 400: [...QUESTION_WRONG, 'format must be one of: ndjson, csv'] },
}))
