import { FORMATS } from '../reports/tables/format.ts'
import type { JsonSchema } from './json-schema.ts'
import type { Parameter } from './operation.ts'

export const inQuery = (name: string, description: string, schema: JsonSchema, required = false): Parameter => ({
  name,
  in: 'query',
  required,
  description,
  schema,
})

/** Of every report that has tables of these names, the main one first. */
export const fileParameters = (tables: readonly string[]): readonly Parameter[] => [
  inQuery('format', '`csv` and `ndjson`: one table of the answer as a file, without the envelope.', {
    type: 'string',
    enum: [...FORMATS],
    default: 'json',
  }),
  inQuery('table', 'Which table of the answer becomes the file.', {
    type: 'string',
    enum: [...tables],
    default: tables[0],
  }),
]

/** What these refuse. */
export const FILE_WRONG: readonly string[] = ['format must be one of: json, csv, ndjson']

/** The types of a report as a file. */
export const FILE_TYPES = ['text/csv', 'application/x-ndjson'] as const
