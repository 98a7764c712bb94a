import * as z from 'zod'
import type { Tracked, TrackedAudit, TrackedError } from '../wire/envelope.ts'
import type { ProbeAnswer } from '../wire/track.ts'
import { count, rowId, shape, word } from './shape.ts'

/** What `/api/track/*` answers. */

const queued = z.boolean().meta({ description: 'It is safe in the spool, and in the reports in a moment.' })

export const tracked = shape<Tracked>()(
  'Tracked',
  z.strictObject({
    counted: z.boolean(),
    queued,
    dropped: word(['opt-out']).exactOptional().meta({ description: 'Why it was not counted.' }),
  }),
)

export const spooled = shape<Pick<TrackedError & TrackedAudit, 'queued'>>()('Spooled', z.strictObject({ queued }))

const written = z.boolean().meta({ description: 'False: it is in the database already.' })

export const errorWritten = shape<Required<TrackedError>>()(
  'ErrorWritten',
  z.strictObject({
    group_id: rowId.meta({ description: 'The group it belongs to: `id` of `analytics/error-detail`.' }),
    queued: written,
    regression: z.boolean().meta({ description: 'The group was resolved, and is open again because of this one.' }),
  }),
)

export const auditWritten = shape<Required<TrackedAudit>>()(
  'AuditWritten',
  z.strictObject({
    id: rowId.meta({ description: 'Number of the entry in the project’s log.' }),
    queued: written,
    hash: z.string().meta({ description: 'SHA-256 of the entry and of all before it, hex.' }),
  }),
)

export const probed = shape<ProbeAnswer>()(
  'Probe',
  z.strictObject({ length: count.meta({ description: 'Characters that arrived.' }) }),
)
