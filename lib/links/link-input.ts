import * as z from 'zod'
import { clampedInteger, fieldText, inQuery, isBlank, wholeInQuery } from '../core/input.ts'
import { cleanText } from '../core/text.ts'
import { isCode } from './code.ts'
import { faultOfDestination, LONGEST_DESTINATION } from './destination.ts'

/**
 * What comes with `/api/links/*`. The messages are those of Micrologs; `null` counts as not given. `meta` says in JSON
 * Schema what a client should send; it decides nothing.
 */

const LONGEST_LABEL = 255

const destination = (whenEmpty: string) =>
  fieldText('destination_url')
    .transform((given) => given.trim())
    .refine((given) => !isBlank(given), { error: whenEmpty, abort: true })
    .superRefine((given, check) => {
      const fault = faultOfDestination(given)
      if (fault !== undefined) check.addIssue({ code: 'custom', message: fault })
    })
    .meta({
      type: 'string',
      maxLength: LONGEST_DESTINATION,
      description: 'Where the link leads: an absolute http or https address. Stored as it is given.',
      examples: ['https://shop.example/spring'],
    })

const label = fieldText('label')
  .transform((given) => cleanText(given, LONGEST_LABEL))
  .meta({ type: 'string', maxLength: LONGEST_LABEL, description: 'For you; what is longer is cut.' })

const OWN_CODE = 'code must be 1 to 64 of the characters A-Z, a-z, 0-9, - and _'

/** One that was chosen, in place of a random one; empty text counts as not given. */
const ownCode = fieldText('code')
  .transform((given) => given.trim())
  .refine((given) => given === '' || isCode(given), OWN_CODE)
  .meta({
    type: 'string',
    pattern: '^[A-Za-z0-9_-]{1,64}$',
    description: 'An own code in place of 8 random characters. Upper and lower case are different codes.',
    examples: ['spring-mail'],
  })

/** Which link is meant; whether there is such a one, only the store can tell. */
const code = (whenMissing: string) =>
  z
    .union([z.string(), z.number()], whenMissing)
    .transform((given) => String(given).trim())
    .refine((given) => given !== '', whenMissing)
    .meta({ type: 'string', examples: ['k3JxPq9Z'] })

export const createLinkInput = z
  .object({
    destination_url: destination('destination_url is required'),
    label: label.nullish(),
    code: ownCode.nullish(),
  })
  .transform((given) => ({
    destination: given.destination_url,
    label: given.label ?? '',
    code: given.code ? given.code : undefined,
  }))

export const editLinkInput = z
  .object({
    code: code('code is required'),
    destination_url: destination('destination_url cannot be empty').nullish(),
    label: label.nullish(),
    is_active: z
      .boolean('is_active must be a boolean')
      .nullish()
      .meta({ description: 'False: the short link answers 404.' }),
  })
  .transform((given) => ({
    code: given.code,
    changes: {
      destination: given.destination_url ?? undefined,
      label: given.label ?? undefined,
      isActive: given.is_active ?? undefined,
    },
  }))
  .refine(
    ({ changes }) => Object.values(changes).some((change) => change !== undefined),
    'Nothing to update. Provide destination_url, label, or is_active.',
  )
  .meta({ minProperties: 2 })

export const deleteLinkInput = z.object({ code: code('code is required') })

/** Of the query string. */
export const linkDetailInput = z.object({ code: code('code query parameter is required') })

/** How a picture of a link may be had. */
export const QR_FORMATS = ['svg', 'png'] as const
export const QR_SIZES = { least: 64, most: 2048, usual: 512 } as const

/** Of the query string. */
export const linkQrInput = linkDetailInput.extend({
  format: inQuery(z.enum(QR_FORMATS, `format must be one of: ${QR_FORMATS.join(', ')}`).default('svg')),
  size: wholeInQuery('size', QR_SIZES.least, QR_SIZES.most, QR_SIZES.usual),
})

/** Links in one piece of a list. */
export const MOST_LINKS_LISTED = 1000

/** Empty counts as not given. */
const limit = z
  .string()
  .transform((given) => clampedInteger(given, MOST_LINKS_LISTED))
  .meta({ type: 'integer', minimum: 1, maximum: MOST_LINKS_LISTED, description: 'Without it, all links.' })

/** Of the query string: a piece of the list, or all of it. `cursor` is the `next_cursor` of the piece before. */
export const linkListInput = z.object({ limit: inQuery(limit.optional()), cursor: inQuery(z.string().optional()) })
