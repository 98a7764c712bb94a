import * as z from 'zod'
import { cleanText, cutText } from '../core/text.ts'
import { PROJECT_ROLES, ROLES, SCOPES } from './permissions.ts'

/** Bodies of the calls about accounts. `meta` says in JSON Schema what a client should send; it decides nothing. */

const LONGEST_EMAIL = 191
const LONGEST_NAME = 100
const SHORTEST_PASSWORD = 10
/** More than anybody types; hashing takes time for each. */
const LONGEST_PASSWORD = 256

export const cleanEmail = (text: string): string => cleanText(text, LONGEST_EMAIL + 1).toLowerCase()

const email = z
  .string('email is required')
  .transform(cleanEmail)
  .refine((text) => /^[^\s@]+@[^\s@]+$/.test(text) && cutText(text, LONGEST_EMAIL) === text, {
    error: 'email must be an e-mail address',
  })
  .meta({ type: 'string', maxLength: LONGEST_EMAIL, examples: ['ada@shop.example'] })

const displayName = z
  .string('name must be text')
  .transform((text) => cleanText(text, LONGEST_NAME))
  .meta({ type: 'string', maxLength: LONGEST_NAME, description: 'Shown beside the address.', examples: ['Ada'] })

/** Of one that is only compared: rules are for new ones. */
const givenPassword = (field: string) =>
  z
    .string(`${field} is required`)
    .refine((text) => text.length <= 2 * LONGEST_PASSWORD, `${field} is too long`)
    .meta({ type: 'string', examples: ['correct horse battery'] })

const lengthOf = (text: string) => Array.from(text.normalize('NFKC')).length

const newPassword = (field: string) =>
  z
    .string(`${field} is required`)
    .refine(
      (text) => lengthOf(text) >= SHORTEST_PASSWORD,
      `${field} must have at least ${SHORTEST_PASSWORD} characters`,
    )
    .refine((text) => lengthOf(text) <= LONGEST_PASSWORD, `${field} must have at most ${LONGEST_PASSWORD} characters`)
    .meta({
      type: 'string',
      minLength: SHORTEST_PASSWORD,
      maxLength: LONGEST_PASSWORD,
      description: 'Any characters; not the e-mail address.',
      examples: ['correct horse battery'],
    })

/** What a password must not be, whoever sets it. */
export const isOwnEmail = (password: string, address: string): boolean =>
  password.trim().toLowerCase() === address || password.trim().toLowerCase() === address.split('@')[0]

const OWN_EMAIL = 'password must not be the e-mail address'

const text = (field: string, examples: readonly string[]) =>
  z
    .string(`${field} is required`)
    .refine((given) => given.trim() !== '' && given.length <= 200, `${field} is required`)
    .meta({ type: 'string', minLength: 1, maxLength: 200, examples: [...examples] })

const code = text('code', ['123456']).meta({ description: 'Of the program, or a recovery code.' })

const number = (field: string, description: string) =>
  z.int(`${field} must be a number`).positive(`${field} must be a number`).meta({ description })

const project = number('project', 'Number of the project.')
const user = number('user', 'Number of the user.')

export const newUserInput = z.object({ email, name: displayName.optional() })

export const signInInput = z.object({ email, password: givenPassword('password') })
export const codeInput = z.object({ code })
export const tokenInput = z.object({ token: text('token', ['Zm9vYmFyYmF6']) })
export const providerInput = z.object({
  invitation: text('invitation', ['Zm9vYmFyYmF6'])
    .nullish()
    .transform((given) => given ?? undefined)
    .meta({ type: ['string', 'null'], description: 'The token of one, to come back as what it says.' }),
})
export const endSessionInput = z.object({ id: number('id', 'Of the session.') })

export const setupInput = z
  .object({
    code: text('code', ['abcd-efgh-jkmn-pqrs-tuvw-xyz2']).meta({
      description: 'What stands in the file `setup-code.txt` of the storage folder.',
    }),
    email,
    password: newPassword('password'),
    name: displayName.optional(),
  })
  .refine((given) => !isOwnEmail(given.password, given.email), OWN_EMAIL)

/** Of one line, and without what would end a value in `settings.env`. */
const plain = (name: string, most: number, examples: string[]) =>
  text(name, examples)
    .max(most, `${name} is too long`)
    .refine((given) => !/[\s'"`\\]/.test(given), `${name} must have no spaces and quotes`)

export const databaseInput = z.object({
  code: text('code', ['abcd-efgh-jkmn-pqrs-tuvw-xyz2']).meta({
    description: 'What stands in the file `setup-code.txt` of the storage folder.',
  }),
  host: plain('host', 255, ['localhost'])
    .refine((given) => /^[\w.-]+(:\d{1,5})?$/.test(given), 'host must be a name or an address, such as localhost')
    .meta({ description: 'With a port where it is not 3306.' }),
  database: plain('database', 64, ['account_micrologs']),
  user: plain('user', 80, ['account_micrologs']),
  password: z.string('password must be a text').max(200, 'password is too long'),
  public_url: z
    .string()
    .max(255)
    .refine((given) => given === '' || /^https?:\/\/[^\s'"]+$/.test(given), 'public_url must be an address')
    .transform((given) => given.replace(/\/+$/, ''))
    .optional()
    .meta({ description: 'The address of the page, for tags and links; used where no setting says another.' }),
})

const current_password = givenPassword('current_password')
  .nullish()
  .transform((given) => given ?? undefined)
  .meta({ type: ['string', 'null'], description: 'Needed where the account has one.' })

export const editAccountInput = z
  .object({ name: displayName.optional(), email: email.optional(), current_password })
  .refine((given) => given.name !== undefined || given.email !== undefined, 'Nothing to update. Provide name or email.')
  .meta({ description: 'A new e-mail address needs the password.', minProperties: 1 })

export const changePasswordInput = z.object({ current_password, new_password: newPassword('new_password') })

export const startSecondFactorInput = z.object({ current_password }).meta({ minProperties: 1 })

export const setRoleInput = z.object({
  user,
  project,
  role: z
    .enum(PROJECT_ROLES, `role must be one of: ${PROJECT_ROLES.join(', ')}`)
    .nullable()
    .meta({ description: 'Null takes the membership away.' }),
})

export const setOwnerInput = z.object({ user, is_owner: z.boolean('is_owner must be a boolean') })

export const userInput = z.object({ user })

const LONGEST_INVITATION_DAYS = 30
const days = (most: number, field: string) =>
  z
    .int(`${field} must be a whole number from 1 to ${most}`)
    .min(1, `${field} must be a whole number from 1 to ${most}`)
    .max(most, `${field} must be a whole number from 1 to ${most}`)

export const createInvitationInput = z
  .object({
    role: z.enum(ROLES, `role must be one of: ${ROLES.join(', ')}`),
    project: project.optional().meta({ description: 'Needed for every role but `owner`, which is of the install.' }),
    email: email.nullish().meta({ description: 'Only the account with this address may use it.' }),
    days: days(LONGEST_INVITATION_DAYS, 'days').default(7).meta({ description: 'How long it is good.', default: 7 }),
  })
  .refine((given) => (given.role === 'owner') === (given.project === undefined), {
    error: 'project is required, but for the role owner, which is of the whole install',
  })

export const invitationInput = z.object({ id: number('id', 'Of the invitation.') })

export const acceptInput = z
  .object({
    token: text('token', ['Zm9vYmFyYmF6']),
    email: email.optional(),
    password: newPassword('password').optional(),
    name: displayName.optional(),
  })
  .refine((given) => given.password === undefined || !isOwnEmail(given.password, given.email ?? ''), OWN_EMAIL)
  .meta({
    description: 'Who is signed in sends the token alone; who has no account yet gives an address and a password.',
  })

const MOST_TOKEN_PROJECTS = 50

export const createTokenInput = z.object({
  name: z
    .string('name is required')
    .transform((given) => cleanText(given, LONGEST_NAME))
    .refine((given) => given !== '', 'name is required')
    .meta({ type: 'string', minLength: 1, maxLength: LONGEST_NAME, examples: ['Nightly export'] }),
  scope: z.enum(SCOPES, `scope must be one of: ${SCOPES.join(', ')}`).meta({
    description: '`read`: reports. `write`: also records, links and issues. `admin`: also the settings of projects.',
  }),
  projects: z
    .union([z.literal('all'), z.array(project).min(1).max(MOST_TOKEN_PROJECTS)], {
      error: `projects must be "all" or up to ${MOST_TOKEN_PROJECTS} numbers of projects`,
    })
    .meta({ description: 'Never more than the person may see.' }),
  days: days(3650, 'days').nullish().meta({ description: 'How long it is good; for ever without it.' }),
})

export const revokeTokenInput = z.object({ id: number('id', 'Of the token.') })
