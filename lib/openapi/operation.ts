import type * as z from 'zod'
import type { RouteFamily } from '../rate-limit/limits.ts'

/** One thing that can be asked of the API, in our words; `describe-operation.ts` puts it into OpenAPI's. */
export interface Operation {
  readonly method: 'get' | 'post'
  /** Without `.php`: `/api/track/pageview`. */
  readonly path: string
  /** Stays the same for ever: generated clients name their functions after it. */
  readonly id: string
  readonly tag: Tag
  readonly summary: string
  readonly description?: string
  /**
   * Whose key it takes. `either`: the project's secret or public one. `session`:
   * somebody who is signed in. `token`: a token or a session, and no key. `figures`: as `secret`, and the link of a shared dashboard; `share`: that link alone. `page`: nobody's, but only from the page of Micrologs. Where it is `secret` or `admin`, tokens
   * and sessions do as well.
   */
  readonly key:
    'secret' | 'public' | 'either' | 'token' | 'figures' | 'share' | 'admin' | 'cron' | 'session' | 'page' | 'none'
  /** The limits it counts against; undefined: it has none. */
  readonly limit?: RouteFamily | readonly RouteFamily[]
  readonly parameters?: readonly Parameter[]
  readonly body?: Body
  /** Instead of JSON: the one file of a multipart form. */
  readonly upload?: { readonly field: string; readonly description: string }
  readonly answers: Readonly<Record<number, Answer>>
  /** What is refused beyond what every operation refuses: status to sentences. */
  readonly refusals?: Readonly<Record<number, readonly string[]>>
  /** It answers without the database, or never refuses for it. */
  readonly worksAlone?: boolean
  /** Refusals are a plain sentence, because people read them. */
  readonly refusesInText?: boolean
}

export type Tag =
  'Tracking' | 'Errors' | 'Links' | 'Goals' | 'Reports' | 'Projects' | 'Shares' | 'Sessions' | 'People' | 'Install'

export interface Parameter {
  readonly name: string
  readonly in: 'query' | 'path'
  readonly required?: boolean
  readonly description?: string
  /** JSON Schema. */
  readonly schema: object
}

export interface Body {
  /** The name under `components/schemas`. */
  readonly name: string
  /** The one that validates it. */
  readonly schema: z.ZodType
  readonly examples?: Readonly<Record<string, { readonly summary: string; readonly value: object }>>
}

export interface Answer {
  readonly description: string
  /** `data` of the envelope, and the sentence beside it. */
  readonly data?: z.ZodType
  readonly message?: string
  readonly example?: object
  /** Instead of the envelope. */
  readonly json?: z.ZodType
  /** Instead of JSON: the content type. */
  readonly type?: string
  /** Content types of files that the caller may choose instead. */
  readonly files?: readonly string[]
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: object }>>
}
