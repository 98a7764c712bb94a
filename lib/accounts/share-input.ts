import * as z from 'zod'
import { DAY } from '../core/clock.ts'
import { cleanText } from '../core/text.ts'

/** What comes with `/api/shares/*`. */

const SHORTEST_PASSWORD = 4
const LONGEST_PASSWORD = 200
const MOST_DAYS = 3650
const MOST_PANELS = 20

const name = z
  .string('name is required')
  .transform((given) => cleanText(given, 100))
  .refine((given) => given !== '', 'name is required')
  .meta({ type: 'string', minLength: 1, maxLength: 100, description: 'For you.', examples: ['For the client'] })

const PASSWORD = `password must have ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`
const password = z
  .string(PASSWORD)
  .refine((given) => given.length >= SHORTEST_PASSWORD && given.length <= LONGEST_PASSWORD, PASSWORD)
  .meta({ type: 'string', minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD, examples: ['let me look'] })

const embed = z.boolean('embed must be a boolean').meta({ description: 'Whether other sites may show it in a frame.' })

const PANELS = `panels must be a list of at most ${MOST_PANELS} names`
const panels = z
  .array(z.string(PANELS).max(100, PANELS), PANELS)
  .max(MOST_PANELS, PANELS)
  .meta({
    description: 'Which dimensions the page shows, in this order; who has the link may ask for the lists of no others.',
    examples: [['page', 'source', 'country']],
  })

const DAYS = `days must be a whole number from 1 to ${MOST_DAYS}`
const days = z
  .int(DAYS)
  .min(1, DAYS)
  .max(MOST_DAYS, DAYS)
  .meta({ description: 'After so many days from now the link works no more; without it, for ever.' })

const id = z.int('id must be a number').positive('id must be a number').meta({ description: 'Of the share.' })

/** `now` is asked for by who turns days into an instant. */
const endOf = (given: number | null | undefined) => (now: number) =>
  given === null || given === undefined ? 0 : now + given * DAY

export const createShareInput = z
  .object({
    name,
    password: password.nullish(),
    embed: embed.nullish(),
    panels: panels.nullish(),
    days: days.nullish(),
  })
  .transform((given) => ({
    name: given.name,
    password: given.password ?? '',
    mayEmbed: given.embed ?? false,
    panels: given.panels ?? undefined,
    endsAt: endOf(given.days),
  }))

export const editShareInput = z
  .object({
    id,
    name: name.optional(),
    password: password
      .nullish()
      .meta({ description: 'Null takes it away. Whoever gave the old one must give the new one.' }),
    embed: embed.optional(),
    panels: panels.nullish().meta({ description: 'Null brings the usual ones back.' }),
    days: days.nullish().meta({ description: 'Counted from now; null for ever.' }),
    renew: z
      .boolean('renew must be a boolean')
      .optional()
      .meta({ description: 'Makes a new link; the old one works no more.' }),
  })
  .refine(
    ({ id: _id, ...changes }) => Object.values(changes).some((change) => change !== undefined),
    'Nothing to update. Provide name, password, embed, panels, days or renew.',
  )
  .transform(({ id: share, password: secret, embed: mayEmbed, days: lasting, renew, ...rest }) => ({
    id: share,
    ...rest,
    password: secret === null ? '' : secret,
    mayEmbed,
    endsAt: lasting === undefined ? undefined : endOf(lasting),
    isRenewed: renew ?? false,
  }))
  .meta({ minProperties: 2 })

export const deleteShareInput = z.object({ id })

export const unlockShareInput = z.object({
  password: z
    .string('password is required')
    .max(LONGEST_PASSWORD, 'password is required')
    .meta({ type: 'string', examples: ['let me look'] }),
})
