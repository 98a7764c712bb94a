import * as z from 'zod'

/** One setting: its name in the environment or the settings file, what it takes, and a sentence for the README. */
export interface Setting<T = unknown> {
  readonly name: string
  readonly fallback: string
  readonly about: string
  readonly parse: z.ZodType<T, string>
}

const define = <T>(name: string, fallback: string, about: string, parse: z.ZodType<T, string>): Setting<T> => ({
  name,
  fallback,
  about,
  parse,
})

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)

const oneOf = <const T extends string>(...words: readonly T[]) =>
  z.string().transform((text, check): T => {
    const word = words.find((w) => w === text.toLowerCase())
    if (word !== undefined) return word
    check.addIssue({ code: 'custom', message: `must be one of: ${words.join(', ')}` })
    return z.NEVER
  })

const onOff = oneOf('on', 'off').transform((word) => word === 'on')

const text = z.string()

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 }

/** `1GB`, `1.5 G`, `500MB` or plain bytes; 0 for nothing. */
const bytes = z.string().transform((given, check) => (given === '' ? 0 : amount(given, check)))

function amount(given: string, check: z.RefinementCtx): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(given) ?? []
  const size = Math.round(Number(amount) * (UNITS[unit.toUpperCase()] ?? NaN))
  if (Number.isSafeInteger(size) && size > 0) return size
  check.addIssue({ code: 'custom', message: 'must be an amount such as 500MB or 1GB' })
  return z.NEVER
}

const url = z
  .string()
  .refine((s) => s === '' || /^https?:\/\/[^/\s]+/i.test(s), 'must start with http:// or https:// and name a host')
  .transform((s) => s.replace(/\/+$/, ''))

/** What is answered there decides who is who, so it must be https, but on this machine itself. */
const issuer = url.refine(
  (s) => s === '' || /^https:/i.test(s) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/i.test(s),
  'must start with https://',
)

const basePath = z
  .string()
  .refine((s) => s === '' || /^\/?[\w.~\-/]*$/.test(s), 'must be a path such as /stats')
  .transform((s) => s.replace(/^\/*|\/*$/g, ''))
  .transform((s) => (s === '' ? '' : `/${s}`))

const database = z
  .string()
  .refine(
    (s) => s === '' || /^(mysql|mariadb):\/\/[^/]+\/[^/?]+/.test(s) || /^sqlite:.+/.test(s),
    'must look like mysql://user:password@host/database or sqlite:path/to/file.db',
  )

/** Public keys, as they stand in the setting. */
export const keysOf = (setting: string): readonly string[] => setting.split(/[\s,]+/).filter((key) => key !== '')

/** Every setting there is. The README's table is generated from here. */
export const SETTINGS = {
  port: define(
    'PORT',
    '3000',
    'Port to listen on. Passenger and LiteSpeed ignore it and give a socket of their own.',
    whole(0, 65535),
  ),
  host: define('HOST', '', 'Address to listen on; empty means all of them.', text),
  publicUrl: define(
    'PUBLIC_URL',
    '',
    'Address that browsers use, with https:// and without a trailing slash. Empty: `http://localhost` and the port; set it on a server, it stands in tags and links.',
    url,
  ),
  basePath: define(
    'BASE_PATH',
    '',
    'Path under which the app lives, such as `/stats`. Passenger’s own value is used when this is empty.',
    basePath,
  ),
  databaseUrl: define(
    'DATABASE_URL',
    '',
    '`mysql://user:password@host/database` (MySQL or MariaDB). Empty: an SQLite file in the storage folder.',
    database,
  ),
  databasePool: define(
    'DATABASE_POOL',
    '2',
    'Connections to MySQL that one process may hold. Shared hosts allow few.',
    whole(1, 50),
  ),
  databaseQuota: define(
    'DATABASE_QUOTA',
    '',
    'What the host lets the database take, such as `1GB` or `500MB`: health then says when it will be full. Empty: not known.',
    bytes,
  ),
  storageDir: define(
    'STORAGE_DIR',
    'storage',
    'The only folder that is written to. Must not be reachable from the web.',
    text,
  ),
  adminKey: define(
    'ADMIN_KEY',
    '',
    'Key for the `/api/projects/*` calls, at least 16 characters. Empty: those calls are refused; `node app.js project` works without it.',
    text.refine((s) => s === '' || s.length >= 16, 'must have at least 16 characters'),
  ),
  cronKey: define(
    'CRON_KEY',
    '',
    'Key for `/api/cron?key=…`, which runs due background work, at least 16 characters. Empty: there is no such address.',
    text.refine((s) => s === '' || s.length >= 16, 'must have at least 16 characters'),
  ),
  oidcIssuer: define(
    'OIDC_ISSUER',
    '',
    'OpenID provider that people may sign in with, such as `https://accounts.google.com`. Its redirect address is `/api/session/provider-callback`. Empty: none, and nobody is asked.',
    issuer,
  ),
  oidcClientId: define('OIDC_CLIENT_ID', '', 'What the provider calls this install.', text),
  oidcClientSecret: define(
    'OIDC_CLIENT_SECRET',
    '',
    'What the provider knows this install by. Empty for a public client.',
    text,
  ),
  updatePublicKeys: define(
    'UPDATE_PUBLIC_KEYS',
    '',
    'Public keys whose releases may be uploaded in the dashboard, beside the key that came with this release; several with commas between. Empty: only that one.',
    text.refine(
      (s) => keysOf(s).every((key) => /^[\w-]{43}$/.test(key)),
      'must be public keys of 43 characters, as `node scripts/make-release-key.mjs` prints them',
    ),
  ),
  geoDb: define(
    'GEO_DB',
    '',
    'MaxMind-format database (`.mmdb`) for places. Empty: `geo.mmdb` in the storage folder, if there is one.',
    text,
  ),
  trustProxy: define(
    'TRUST_PROXY',
    'on',
    '`on`: the last entry of `X-Forwarded-For` is the visitor when the request comes from this machine or a private network. `off`: never believed.',
    onOff,
  ),
  rateLimit: define('RATE_LIMIT', 'on', '`off` switches all rate limits off. For tests only.', onOff),
  spoolMaxBytes: define(
    'SPOOL_MAX_BYTES',
    String(256 * 1024 * 1024),
    'How much may wait for the database, in bytes, before new records are refused with 503.',
    whole(65_536, 1e12),
  ),
  spoolFsync: define(
    'SPOOL_FSYNC',
    'off',
    '`on`: a record is flushed to the disk itself before the answer, so that even a power cut loses nothing. Costs speed.',
    onOff,
  ),
  logBytes: define(
    'LOG_BYTES',
    '2MB',
    'How much room the log in `storage/log` may take; it holds what is printed, for hosts that hide that. `off`: none.',
    z.string().transform((given, check) => (given === 'off' ? 0 : amount(given, check))),
  ),
  logLevel: define('LOG_LEVEL', 'info', 'How much to log.', oneOf('debug', 'info', 'warn', 'error', 'silent')),
} as const

export type Settings = { readonly [K in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[K]['parse']> }
