import * as z from 'zod'
import type { ShareAnswer, SharedAnswer, ShareDeleted, ShareList, ShareMade, ShareUnlocked } from '../wire/shares.ts'
import { count, rowId, shape } from './shape.ts'

/** What `/api/shares/*` answers. */

const instant = z.iso.datetime().meta({ description: 'ISO 8601, UTC.' })
const panels = z
  .array(z.string())
  .nullable()
  .meta({ description: 'Dimensions that the page shows; null for the usual ones.' })

const fields = {
  id: rowId,
  name: z.string(),
  hint: z.string().meta({ description: 'The last four characters of its token.' }),
  has_password: z.boolean(),
  embed: z.boolean().meta({ description: 'Whether other sites may show it in a frame.' }),
  panels,
  created_at: instant,
  ends_at: instant.nullable().meta({ description: 'Null for never.' }),
}

const share = shape<ShareAnswer>()('Share', z.strictObject(fields))

export const shareList = shape<ShareList>()(
  'ShareList',
  z.strictObject({ count, shares: z.array(share).meta({ description: 'Newest first.' }) }),
)

const once = {
  token: z
    .string()
    .regex(/^mls_[\w-]{43}$/)
    .meta({ description: 'Shown this once; only its hash is kept.' }),
  link: z.string().meta({ description: 'To be given to others.' }),
  embed_link: z.string().nullable().meta({ description: 'For a frame; null where it may not be framed.' }),
}

export const shareMade = shape<ShareMade>()('ShareMade', z.strictObject({ ...fields, ...once }))

export const shareEdited = z.union([share, shareMade])
shape<ShareAnswer | ShareMade>()('ShareEdited', shareEdited)

export const shareDeleted = shape<ShareDeleted>()('ShareDeleted', z.strictObject({ id: rowId }))

export const shared = shape<SharedAnswer>()(
  'Shared',
  z.union([
    z.strictObject({ state: z.literal('locked') }).meta({ description: 'It asks for a password.' }),
    z.strictObject({
      state: z.literal('open'),
      name: z.string(),
      embed: z.boolean(),
      panels,
      project: z.strictObject({ name: z.string(), time_zone: z.string(), identity: z.string() }),
    }),
  ]),
)

export const shareUnlocked = shape<ShareUnlocked>()(
  'ShareUnlocked',
  z.strictObject({
    proof: z.string().meta({ description: 'To be sent as `X-Share-Proof` until it ends.' }),
    ends_at: instant,
  }),
)
