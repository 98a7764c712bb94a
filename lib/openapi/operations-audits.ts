import * as z from 'zod'
import type { AuditsVerified } from '../wire/record-reports.ts'
import type { Operation } from './operation.ts'
import { text } from './question-parameters.ts'
import { count, nextCursor, shape } from './shape.ts'

const verified = shape<AuditsVerified>()(
  'AuditsVerified',
  z.strictObject({
    state: z
      .enum(['checking', 'verified', 'tampered', 'empty'])
      .meta({ description: '`checking`: there is more, behind `next_cursor`.' }),
    checked: count.meta({ description: 'Entries up to here, with those of the pieces before.' }),
    entries: count.meta({ description: 'Of how many, as the head of the log says.' }),
    ok: z.boolean().meta({ description: 'Whether nothing wrong was found up to here.' }),
    faults: z
      .array(z.strictObject({ kind: z.string(), sequence: count, message: z.string() }))
      .max(100)
      .meta({ description: 'Of this piece.' }),
    fault_count: count.meta({ description: 'Of all pieces up to here.' }),
    erased: count.meta({ description: 'Entries up to here whose personal values were erased; their digests fit.' }),
    last: z
      .strictObject({ sequence: count, hash: z.string() })
      .meta({ description: 'The entry it came to. Once all is verified: what to keep elsewhere.' }),
    next_cursor: nextCursor,
  }),
)

/** About the audit log as a whole. */
export const AUDIT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/audits/verify',
    id: 'verifyAudits',
    tag: 'Reports',
    summary: 'Verify the audit log',
    description:
      'Recomputes the chain of hashes, 10,000 entries at a time, and holds its end against the head of the log. With an anchor that was kept elsewhere it also shows a log that was made anew as a whole. `node app.js audit verify` does the same in one go.',
    key: 'secret',
    limit: 'analytics',
    parameters: [
      text('cursor', 'The `next_cursor` of the piece before.', []),
      text('anchor', 'What an earlier verification gave, as `<number>:<hash>`; with every piece.', []),
    ],
    answers: { 200: { description: 'A piece, or the end.', data: verified, message: 'Audit log checked' } },
    refusals: {
      400: [
        'cursor must be a next_cursor that this list gave',
        'anchor must be the number of an entry, a colon and its hash of 64 hex digits',
      ],
    },
  },
]
