export { Micrologs } from './client.ts'
export type { LinkChanges, LinkOptions } from './client.ts'
export type {
  Analytics,
  Answer,
  AuditsQuery,
  DetailReport,
  ErrorDetailQuery,
  ErrorsQuery,
  LinkDetailQuery,
  Query,
  Report,
} from './analytics.ts'
export type { Batch, BatchOptions } from './batch.ts'
export type { Each } from './each.ts'
export type { AuditOptions, ErrorOptions } from './messages.ts'
export type { Fetch, FetchAnswer, FetchInit, MicrologsOptions } from './options.ts'
export type { Envelope, TrackedAudit, TrackedError } from '../../lib/wire/envelope.ts'
export type * from '../../lib/wire/errors.ts'
export type * from '../../lib/wire/keys.ts'
export type * from '../../lib/wire/links.ts'
export type * from '../../lib/wire/record-reports.ts'
export type * from '../../lib/wire/report-parts.ts'
export type * from '../../lib/wire/reports.ts'
