import * as z from 'zod'
import { AppError } from '../core/errors.ts'
import { fieldText, isBlank } from '../core/input.ts'
import { cleanText, cutText } from '../core/text.ts'
import { isTimeZone } from '../core/time-zone.ts'
import { cleanDomains, LONGEST_DOMAIN, MOST_DOMAINS } from './domains.ts'
import { ignoredAddresses, ignoredCountries, ignoredHosts, ignoredPaths } from './ignored-input.ts'
import type { IdentityMode } from './project.ts'
import { IDENTITY_MODES } from './project.ts'

/**
 * Bodies of `/api/projects/*`. The messages are those of Micrologs; `null` counts as not given. `meta` says in JSON Schema
 * what a client should send; it decides nothing.
 */

const LONGEST_NAME = 100

/** As everywhere in Micrologs, the text `0` is as good as none. */
const name = (whenEmpty: string) =>
  fieldText('name')
    .transform((given) => cleanText(given, Infinity))
    .refine((given) => !isBlank(given), { error: whenEmpty, abort: true })
    .refine((given) => cutText(given, LONGEST_NAME) === given, `name must be ${LONGEST_NAME} characters or less`)
    .meta({
      type: 'string',
      minLength: 1,
      maxLength: LONGEST_NAME,
      description: 'Need not be unique.',
      examples: ['Shop'],
    })

const NO_DOMAINS = 'allowed_domains must be a non-empty array'

const allowedDomains = z
  .array(z.unknown(), NO_DOMAINS)
  .nonempty(NO_DOMAINS)
  .transform((entries, check) => {
    try {
      return cleanDomains(entries)
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault
      check.addIssue({ code: 'custom', message: fault.message })
      return z.NEVER
    }
  })
  .meta({
    items: { type: 'string', maxLength: LONGEST_DOMAIN },
    maxItems: MOST_DOMAINS,
    description:
      'Host names whose pages may use the public key, each with its subdomains. Scheme, port, path and `www.` are taken off; `*` lets every host in.',
    examples: [['shop.example']],
  })

const id = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], 'id is required')
  .refine((given) => Number.isSafeInteger(given) && given > 0, 'id is required')
  .meta({ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Of the project.' })

const boolean = (field: string) => z.boolean(`${field} must be a boolean`).nullish()

const MOST_DAYS = 36_500

const days = (field: string) => {
  const sentence = `${field} must be a whole number of days from 0 (never) to ${MOST_DAYS}`
  return z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], sentence)
    .refine((given) => Number.isInteger(given) && given >= 0 && given <= MOST_DAYS, sentence)
    .nullish()
}

const LONGEST_TIME_ZONE = 64

/** What is ours, beyond Micrologs. */
const ours = {
  identity: z
    .enum(IDENTITY_MODES, `identity must be one of: ${IDENTITY_MODES.join(', ')}`)
    .nullish()
    .meta({
      description:
        'How visitors are told apart. `daily`: a hash under a salt that is new every day. `cache`: the browser’s cache says whether it was here today. `cookie`: a cookie, for which the site asks for consent.',
    }),
  time_zone: z
    .string('time_zone must be text')
    .refine(
      (zone) => zone.length <= LONGEST_TIME_ZONE && isTimeZone(zone),
      'time_zone must be the name of a time zone such as Europe/Berlin',
    )
    .nullish()
    .meta({ description: 'IANA name. Days and times of all reports are in this zone.', examples: ['Europe/Vienna'] }),
  honours_opt_out: boolean('honours_opt_out').meta({
    description: 'Whether visitors whose browser sends `DNT: 1` or `Sec-GPC: 1` are left out.',
  }),
  browser_audits: boolean('browser_audits').meta({
    description: 'Whether the public key may write audit entries. What a browser can write proves nothing.',
  }),
  keep_days: days('keep_days').meta({
    type: ['integer', 'null'],
    minimum: 0,
    maximum: MOST_DAYS,
    description: 'After so many days everything is deleted, errors and clicks too (audit entries never). 0: never.',
    examples: [730],
  }),
  detail_days: days('detail_days').meta({
    type: ['integer', 'null'],
    minimum: 0,
    maximum: MOST_DAYS,
    description: 'After so many days only the totals of each day stay: no pages, sources or visits. 0: never.',
    examples: [400],
  }),
  ignored_addresses: ignoredAddresses,
  ignored_paths: ignoredPaths,
  ignored_hosts: ignoredHosts,
  ignored_countries: ignoredCountries,
}

interface Ours {
  readonly identity?: IdentityMode | null | undefined
  readonly time_zone?: string | null | undefined
  readonly honours_opt_out?: boolean | null | undefined
  readonly browser_audits?: boolean | null | undefined
  readonly keep_days?: number | null | undefined
  readonly detail_days?: number | null | undefined
  readonly ignored_addresses?: readonly string[] | null | undefined
  readonly ignored_paths?: readonly string[] | null | undefined
  readonly ignored_hosts?: readonly string[] | null | undefined
  readonly ignored_countries?: readonly string[] | null | undefined
}

const oursIn = (given: Ours) => ({
  identity: given.identity ?? undefined,
  timeZone: given.time_zone ?? undefined,
  honoursOptOut: given.honours_opt_out ?? undefined,
  browserAudits: given.browser_audits ?? undefined,
  keepDays: given.keep_days ?? undefined,
  detailDays: given.detail_days ?? undefined,
  ignoredAddresses: given.ignored_addresses ?? undefined,
  ignoredPaths: given.ignored_paths ?? undefined,
  ignoredHosts: given.ignored_hosts ?? undefined,
  ignoredCountries: given.ignored_countries ?? undefined,
})

export const createInput = z
  .object({ name: name('name is required'), allowed_domains: allowedDomains, ...ours })
  .transform((given) => ({ name: given.name, domains: given.allowed_domains, ...oursIn(given) }))

export const editInput = z
  .object({ id, name: name('name cannot be empty').nullish(), allowed_domains: allowedDomains.nullish(), ...ours })
  .transform((given) => ({
    id: given.id,
    wishes: { name: given.name ?? undefined, domains: given.allowed_domains ?? undefined, ...oursIn(given) },
  }))
  .refine(
    ({ wishes }) => Object.values(wishes).some((wish) => wish !== undefined),
    'Nothing to update. Provide name or allowed_domains.',
  )
  .meta({ minProperties: 2 })

export const toggleInput = z.object({
  id,
  is_active: boolean('is_active').meta({ description: 'Left out, it becomes the opposite of what it is.' }),
})

export const regenerateInput = z
  .object({
    id,
    rotate_secret: boolean('rotate_secret').meta({ default: true }),
    rotate_public: boolean('rotate_public').meta({ default: true }),
  })
  .transform((given) => ({ id: given.id, secret: given.rotate_secret ?? true, public: given.rotate_public ?? true }))
  .refine(
    (rotate) => rotate.secret || rotate.public,
    'Nothing to rotate. Set rotate_secret and/or rotate_public to true.',
  )

/** Whether `confirm` is the name of the project, only the store can tell. */
export const deleteInput = z
  .object({
    id,
    confirm: z
      .unknown()
      .optional()
      .meta({ type: 'string', description: 'The exact name of the project.', examples: ['Shop'] }),
  })
  .meta({ required: ['id', 'confirm'] })

export const verifyInput = z.object({
  key: fieldText('key')
    .transform((given) => given.trim())
    .refine((given) => given !== '', 'key is required')
    .meta({ type: 'string', description: 'A secret or a public key.', examples: ['0123456789abcdef0123456789abcdef'] }),
})
