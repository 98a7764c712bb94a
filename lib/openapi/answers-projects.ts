import * as z from 'zod'
import { IDENTITY_MODES } from '../projects/project.ts'
import type {
  createdAnswer,
  deletedAnswer,
  editedAnswer,
  listAnswer,
  rotatedAnswer,
  toggledAnswer,
} from '../projects/project-answers.ts'
import type { KeyVerified } from '../wire/keys.ts'
import { count, rowId, shape, time } from './shape.ts'

/** What `/api/projects/*` answers. */

const name = z.string().meta({ examples: ['Shop'] })
const secret_key = z
  .string()
  .regex(/^[\da-f]{64}$/)
  .meta({ description: 'Shown this once; only its hash is kept.' })
const public_key = z
  .string()
  .regex(/^[\da-f]{32}$/)
  .meta({ description: 'Stands in web pages; no secret.', examples: ['0123456789abcdef0123456789abcdef'] })
const allowed_domains = z
  .array(z.string())
  .meta({ description: '`*` where every host may use the public key.', examples: [['shop.example']] })
const is_active = z.boolean().meta({ description: 'False: no key of the project works.' })

const ours = {
  identity: z.enum(IDENTITY_MODES),
  time_zone: z.string().meta({ examples: ['Europe/Vienna'] }),
  honours_opt_out: z.boolean(),
  browser_audits: z.boolean(),
  keep_days: z.int().min(0),
  detail_days: z.int().min(0),
  ignored_addresses: z.array(z.string()),
  ignored_paths: z.array(z.string()),
  ignored_hosts: z.array(z.string()),
  ignored_countries: z.array(z.string()),
}

export const projectCreated = shape<ReturnType<typeof createdAnswer>>()(
  'ProjectCreated',
  z.strictObject({ id: rowId, name, allowed_domains, secret_key, public_key, ...ours }),
)

export const projectList = shape<ReturnType<typeof listAnswer>>()(
  'ProjectList',
  z.strictObject({
    count,
    projects: z
      .array(
        z.strictObject({
          id: rowId,
          name,
          public_key,
          allowed_domains,
          is_active,
          stats: z.strictObject({
            total_links: count,
            total_pageviews: count,
            total_errors: count.meta({ description: 'Groups of errors.' }),
          }),
          created_at: time,
          updated_at: time,
          ...ours,
        }),
      )
      .meta({ description: 'Newest first.' }),
  }),
)

export const projectEdited = shape<ReturnType<typeof editedAnswer>>()(
  'ProjectEdited',
  z.strictObject({ id: rowId, name, allowed_domains, is_active, updated_at: time, ...ours }),
)

export const projectToggled = shape<ReturnType<typeof toggledAnswer>>()(
  'ProjectToggled',
  z.strictObject({ id: rowId, name, is_active }),
)

export const keysRotated = shape<ReturnType<typeof rotatedAnswer>>()(
  'KeysRotated',
  z
    .strictObject({ id: rowId, name, secret_key: secret_key.exactOptional(), public_key: public_key.exactOptional() })
    .meta({ description: 'With the keys that are new.' }),
)

export const projectDeleted = shape<ReturnType<typeof deletedAnswer>>()(
  'ProjectDeleted',
  z.strictObject({ id: rowId, name }),
)

export const keyVerified = shape<KeyVerified>()(
  'KeyVerified',
  z
    .union([
      z.strictObject({ valid: z.literal(false) }),
      z.strictObject({
        valid: z.literal(true),
        key_type: z.enum(['secret', 'public']),
        project_name: name,
        allowed_domains,
      }),
    ])
    .meta({ description: 'A good key of a project that is switched off is not valid.' }),
)
