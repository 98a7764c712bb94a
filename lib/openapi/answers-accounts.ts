import * as z from 'zod'
import { ROLES, SCOPES } from '../accounts/permissions.ts'
import type { Offer } from '../accounts/second-factor.ts'
import type {
  InvitationAnswer,
  LinkAnswer,
  MembershipAnswer,
  MyselfAnswer,
  SessionAnswer,
  SessionState,
  TokenAnswer,
  UserAnswer,
} from '../wire/accounts.ts'
import { count, rowId, shape } from './shape.ts'

/** What the calls about people who sign in answer. */

const instant = z.string().meta({ description: 'ISO 8601, UTC.', examples: ['2026-11-20T09:15:04.000Z'] })
const email = z.string().meta({ examples: ['ada@shop.example'] })
const role = z.enum(ROLES)

const membership = shape<MembershipAnswer>()('Membership', z.strictObject({ id: rowId, name: z.string(), role }))
const projects = z.array(membership)

const myself = shape<MyselfAnswer>()(
  'Myself',
  z.strictObject({
    id: rowId,
    email,
    name: z.string(),
    is_owner: z.boolean().meta({ description: 'Owns the install: may do everything.' }),
    has_password: z.boolean(),
    has_second_factor: z.boolean(),
    recovery_codes_left: count,
    projects: projects.meta({ description: 'All that the person may see.' }),
  }),
)

export const sessionState = shape<SessionState>()(
  'SessionState',
  z.strictObject({
    state: z
      .enum(['signed-in', 'second-factor', 'signed-out'])
      .meta({ description: '`second-factor`: the password was right, now a code is asked for.' }),
    setup_needed: z.boolean().meta({ description: 'Nobody owns the install yet; see `POST /api/account/setup`.' }),
    database_needed: z
      .boolean()
      .meta({
        description: 'There is no database yet; see `POST /api/account/database`. Nothing else works till then.',
      }),
    provider: z.string().nullable().meta({ description: 'Host of the OpenID provider that people may sign in with.' }),
    user: myself.nullable(),
  }),
)

const session = shape<SessionAnswer>()(
  'Session',
  z.strictObject({
    id: rowId,
    agent: z.string().meta({ examples: ['Firefox on Linux'] }),
    method: z.string().meta({ enum: ['password', 'link', 'provider', 'invitation', 'setup'] }),
    is_this: z.boolean().meta({ description: 'The one that asks.' }),
    created_at: instant,
    seen_at: instant.meta({ description: 'Last use, to a quarter of an hour.' }),
    ends_at: instant,
  }),
)

export const sessionList = shape<{ sessions: SessionAnswer[] }>()(
  'SessionList',
  z.strictObject({ sessions: z.array(session).meta({ description: 'Newest use first.' }) }),
)

export const sessionsEnded = shape<{ ended: number }>()('SessionsEnded', z.strictObject({ ended: count }))

export const providerUrl = shape<{ url: string }>()('ProviderUrl', z.strictObject({ url: z.string() }))

export const databaseChosen = shape<{ restarts: boolean }>()(
  'DatabaseChosen',
  z.strictObject({
    restarts: z.boolean().meta({ description: 'Whether that start follows by itself.' }),
  }),
)

export const setup = shape<{ needed: boolean }>()('Setup', z.strictObject({ needed: z.boolean() }))

export const secondFactorOffer = shape<Offer>()(
  'SecondFactorOffer',
  z.strictObject({
    secret: z.string().meta({ description: 'Base32, for typing.' }),
    uri: z.string().meta({ description: '`otpauth://…`' }),
    svg: z.string().meta({ description: 'The same as a QR code.' }),
  }),
)

export const recoveryCodes = shape<{ recovery_codes: readonly string[] }>()(
  'RecoveryCodes',
  z.strictObject({
    recovery_codes: z.array(z.string()).meta({ description: 'Each works once, in place of a code.' }),
  }),
)

const user = shape<UserAnswer>()(
  'User',
  z.strictObject({
    id: rowId,
    email,
    name: z.string(),
    is_owner: z.boolean(),
    has_second_factor: z.boolean(),
    signed_in_at: instant.nullable(),
    created_at: instant,
    projects: projects.meta({ description: 'Of those that the asker may know of.' }),
  }),
)

export const userChanged = user

export const userList = shape<{ users: UserAnswer[] }>()('UserList', z.strictObject({ users: z.array(user) }))

export const userDeleted = shape<{ id: number; email: string }>()('UserDeleted', z.strictObject({ id: rowId, email }))

export const signInLink = shape<LinkAnswer>()(
  'SignInLink',
  z.strictObject({ url: z.string().meta({ description: 'To be opened in a browser, once.' }), ends_at: instant }),
)

const invitationFields = {
  project: z
    .strictObject({ id: rowId, name: z.string() })
    .nullable()
    .meta({ description: 'Null: to own the install.' }),
  role,
  email: email.nullable().meta({ description: 'Null: for whoever has the link.' }),
  created_at: instant,
  ends_at: instant,
}

const invitation = shape<InvitationAnswer>()('Invitation', z.strictObject({ id: rowId, ...invitationFields }))

export const invitationLook = shape<Omit<InvitationAnswer, 'id'>>()(
  'InvitationLook',
  z.strictObject({ ...invitationFields }),
)

export const invitationList = shape<{ invitations: InvitationAnswer[] }>()(
  'InvitationList',
  z.strictObject({ invitations: z.array(invitation) }),
)

export const invitationMade = shape<InvitationAnswer & { url: string }>()(
  'InvitationMade',
  z.strictObject({
    id: rowId,
    ...invitationFields,
    url: z.string().meta({ description: 'The link, this once.' }),
  }),
)

export const gone = shape<{ id: number }>()('Gone', z.strictObject({ id: rowId }))

const tokenFields = {
  id: rowId,
  name: z.string(),
  hint: z.string().meta({ description: 'Its last four characters.' }),
  scope: z.enum(SCOPES),
  projects: z.union([z.literal('all'), z.array(rowId)]),
  user: email.meta({ description: 'Whose rights it has.' }),
  created_at: instant,
  ends_at: instant.nullable(),
  used_day: z
    .string()
    .nullable()
    .meta({ description: 'UTC day of the last use.', examples: ['2026-11-20'] }),
}

const token = shape<TokenAnswer>()('Token', z.strictObject(tokenFields))

export const tokenList = shape<{ tokens: TokenAnswer[] }>()('TokenList', z.strictObject({ tokens: z.array(token) }))

export const tokenMade = shape<TokenAnswer & { token: string }>()(
  'TokenMade',
  z.strictObject({ ...tokenFields, token: z.string().meta({ description: 'The token itself, this once.' }) }),
)
