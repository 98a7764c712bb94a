import type { Answer } from './answers.ts'
import { ANSWERS } from './answers.ts'

/** What there is when the methods are called. */
export interface Known {
  readonly key: string
  /** Numbers of two groups of errors. */
  readonly groups: readonly [number, number]
  /** A link with clicks, and one to be deleted. */
  readonly code: string
  readonly doomedCode: string
}

/** What a client fills in where its user says nothing. */
export interface Defaults {
  readonly errorType: string
  readonly environment: string
}

/** One call of a client: the same on the wire whichever client makes it (section 2.1), but for defaults and syntax. */
export interface Method {
  readonly name: string
  readonly path: string
  /** Of a POST, keys in the order of section 2.3. Without, it is a GET. */
  readonly body?: (known: Known, defaults: Defaults) => Readonly<Record<string, unknown>>
  readonly query?: (known: Known) => Readonly<Record<string, string | number>>
  readonly answer: Answer
}

const TEXT = 'Grüße an 東京 🎉 "quoted" a/b'

const minimal = (defaults: Defaults, given: object) => ({
  message: TEXT,
  error_type: defaults.errorType,
  severity: 'error',
  file: '',
  line: null,
  stack: null,
  url: '',
  environment: defaults.environment,
  context: null,
  ...given,
})

const report = (name: string, word: keyof typeof ANSWERS, query: Method['query'] = () => ({})): Method => ({
  name: `analytics.${name}`,
  path: `/api/analytics/${word}.php`,
  query,
  answer: ANSWERS[word],
})

const week = () => ({ range: '7d' })

/** Every method of the clients; what is deleted is deleted last. */
export const METHODS: readonly Method[] = [
  {
    name: 'error',
    path: '/api/track/error.php',
    body: (_known, defaults) =>
      minimal(defaults, {
        error_type: 'CheckoutError',
        severity: 'critical',
        file: 'app/checkout.py',
        line: 42,
        stack: `Traceback:\n  File "app/checkout.py", line 42\n${TEXT}`,
        url: '/api/checkout?step=2',
        context: { order_id: 123, tags: ['a', TEXT], nested: { empty: [] } },
      }),
    answer: ANSWERS.error,
  },
  {
    name: 'error, nothing but a message',
    path: '/api/track/error.php',
    body: (_, d) => minimal(d, {}),
    answer: ANSWERS.error,
  },
  {
    name: 'audit',
    path: '/api/track/audit.php',
    body: () => ({ action: 'order.placed', actor: 'user@example.com', context: { order_id: 123 } }),
    answer: ANSWERS.audit,
  },
  {
    name: 'audit, nothing but an action',
    path: '/api/track/audit.php',
    body: () => ({ action: 'user.login', actor: '', context: null }),
    answer: ANSWERS.audit,
  },
  {
    name: 'createLink',
    path: '/api/links/create.php',
    body: () => ({ destination_url: 'https://shop.example/pricing?a=1&b=2', label: TEXT }),
    answer: ANSWERS['create-link'],
  },
  { name: 'getLink', path: '/api/links/detail.php', query: ({ code }) => ({ code }), answer: ANSWERS['get-link'] },
  {
    name: 'editLink',
    path: '/api/links/edit.php',
    body: ({ code }) => ({ code, destination_url: 'https://shop.example/new', label: 'New', is_active: true }),
    answer: ANSWERS['edit-link'],
  },
  {
    name: 'editLink, one thing',
    path: '/api/links/edit.php',
    body: ({ code }) => ({ code, label: '' }),
    answer: ANSWERS['edit-link'],
  },
  {
    name: 'updateErrorStatus, one',
    path: '/api/track/errors-update-status.php',
    body: ({ groups: [id] }) => ({ id, status: 'investigating' }),
    answer: ANSWERS.status,
  },
  {
    name: 'updateErrorStatus, a list',
    path: '/api/track/errors-update-status.php',
    body: ({ groups }) => ({ ids: [...groups, 999_999_999], status: 'resolved' }),
    answer: ANSWERS.status,
  },
  {
    name: 'updateErrorStatus, a list under the other name',
    path: '/api/track/errors-update-status.php',
    body: ({ groups }) => ({ id: groups, status: 'open' }),
    answer: ANSWERS.status,
  },
  { name: 'verify', path: '/api/projects/verify.php', body: ({ key }) => ({ key }), answer: ANSWERS.verify },
  report('visitors', 'visitors', week),
  report('visitors, of itself', 'visitors'),
  report('returning', 'visitors-returning', week),
  report('sessions', 'sessions', week),
  report('pages', 'pages', () => ({ range: '30d', limit: 5 })),
  report('devices', 'devices', week),
  report('locations', 'locations', week),
  report('referrers', 'referrers', week),
  report('utm', 'utm', week),
  report('errors', 'errors', () => ({ range: '7d', status: 'open', limit: 100 })),
  report('errors, with filters that say nothing', 'errors', () => ({ status: 'bogus', severity: 'bogus', page: 7 })),
  report('errorsTrend', 'errors-trend'),
  report('errorsTrend of one', 'errors-trend', ({ groups: [id] }) => ({ range: '30d', group_id: id })),
  report('errorDetail', 'error-detail', ({ groups: [id] }) => ({ id })),
  report('audits', 'audits', () => ({ range: '30d', action: 'user.login', actor: 'user@example.com' })),
  report('links', 'links', week),
  report('linkDetail', 'link-detail', ({ code }) => ({ code, range: '30d' })),
  {
    name: 'deleteLink',
    path: '/api/links/delete.php',
    body: ({ doomedCode }) => ({ code: doomedCode }),
    answer: ANSWERS['delete-link'],
  },
]
