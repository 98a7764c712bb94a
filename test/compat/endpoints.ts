/** Which key lets a request in. `either`: the secret or the public one. */
export type Auth = 'public' | 'secret' | 'either' | 'admin' | 'none'

/** What is sent with the right key, the status, and the sentence of the refusal. A text is a query, an object a body. */
export type Refusal = readonly [given: string | Readonly<Record<string, unknown>>, status: number, message: string]

export interface Endpoint {
  /** Below `/api/`, without `.php`. */
  readonly path: string
  readonly verb: 'GET' | 'POST'
  readonly auth: Auth
  readonly refusals: readonly Refusal[]
}

const get = (path: string, auth: Auth, refusals: readonly Refusal[] = []): Endpoint => ({
  path,
  verb: 'GET',
  auth,
  refusals,
})
const post = (path: string, auth: Auth, refusals: readonly Refusal[] = []): Endpoint => ({
  path,
  verb: 'POST',
  auth,
  refusals,
})

const IDENTITY = 'url, visitor_id and session_token are required'
const STATUS = 'status is required and must be one of: open, investigating, resolved, ignored'
const NO_LINK_CHANGE = 'Nothing to update. Provide destination_url, label, or is_active.'
const NO_URL = 'destination_url is not a valid URL'
const NO_DOMAINS = 'allowed_domains must be a non-empty array'
const many = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
const site = (more: object) => ({ name: 'Site', allowed_domains: ['site.example'], ...more })

/** Of every report. A range that is bad is told before anything that is missing. */
const RANGES: readonly Refusal[] = [
  ['range=custom', 400, 'Invalid date format. Use YYYY-MM-DD'],
  ['range=custom&from=2026-01-01', 400, 'Invalid date format. Use YYYY-MM-DD'],
  ['range=custom&from=yesterday&to=2026-01-01', 400, 'Invalid date format. Use YYYY-MM-DD'],
  ['range=custom&from=2026-01-02&to=2026-01-01', 400, "'from' must be before 'to'"],
  ['range=custom&from=2025-01-01&to=2026-01-02', 400, 'Custom date range cannot exceed 365 days'],
]
const report = (word: string, refusals: readonly Refusal[] = []) =>
  get(`analytics/${word}`, 'secret', [...RANGES, ...refusals])

/** Every endpoint of section 1, with the refusals of its own. `redirect` and `health` answer in ways of their own. */
export const ENDPOINTS: readonly Endpoint[] = [
  post('track/pageview', 'public', [
    [{ visitor_id: 'v', session_token: 's' }, 400, IDENTITY],
    [{ url: 'https://shop.example/', session_token: 's' }, 400, IDENTITY],
    [{ url: 'https://shop.example/', visitor_id: 'v' }, 400, IDENTITY],
  ]),
  post('track/error', 'either', [
    [{ error_type: 'TypeError' }, 400, 'message is required'],
    [{ message: '  ' }, 400, 'message is required'],
    [{ message: '0' }, 400, 'message is required'],
    [{ message: false }, 400, 'message is required'],
  ]),
  post('track/audit', 'either', [
    [{ actor: 'user' }, 400, 'action is required'],
    [{ action: '' }, 400, 'action is required'],
    [{ action: '0' }, 400, 'action is required'],
  ]),
  post('track/errors-update-status', 'secret', [
    [{ id: 1 }, 400, STATUS],
    [{ status: 'closed' }, 400, STATUS],
    [{ id: 1, status: 'Open' }, 400, STATUS],
    [{ status: 'open' }, 400, 'ids (array) or id (integer) is required'],
    [{ status: 'open', ids: null, id: null }, 400, 'ids (array) or id (integer) is required'],
    [{ status: 'open', ids: [] }, 400, 'No valid IDs provided'],
    [{ status: 'open', id: 'x' }, 400, 'No valid IDs provided'],
    [{ status: 'open', ids: [0, 'x', null], id: 1 }, 400, 'No valid IDs provided'],
    [{ status: 'open', ids: many(101) }, 400, 'Maximum 100 IDs per request'],
    [{ status: 'open', ids: many(100) }, 404, 'No matching error groups found for this project'],
    [{ status: 'open', id: '7' }, 404, 'No matching error groups found for this project'],
  ]),
  post('links/create', 'secret', [
    [{ label: 'x' }, 400, 'destination_url is required'],
    [{ destination_url: '' }, 400, 'destination_url is required'],
    [{ destination_url: 'shop.example/a' }, 400, NO_URL],
    [{ destination_url: 'https://shop.example/a b' }, 400, NO_URL],
  ]),
  get('links/list', 'secret'),
  get('links/detail', 'secret', [
    ['', 400, 'code query parameter is required'],
    ['code=', 400, 'code query parameter is required'],
    ['code=nobody', 404, 'Link not found'],
  ]),
  post('links/edit', 'secret', [
    [{ label: 'x' }, 400, 'code is required'],
    [{ code: 'nobody' }, 400, NO_LINK_CHANGE],
    [{ code: 'nobody', label: null, is_active: null }, 400, NO_LINK_CHANGE],
    [{ code: 'nobody', destination_url: '' }, 400, 'destination_url cannot be empty'],
    [{ code: 'nobody', destination_url: 'nowhere' }, 400, NO_URL],
    [{ code: 'nobody', is_active: 1 }, 400, 'is_active must be a boolean'],
    [{ code: 'nobody', is_active: 'true' }, 400, 'is_active must be a boolean'],
    [{ code: 'nobody', label: 'x' }, 404, 'Link not found'],
  ]),
  post('links/delete', 'secret', [
    [{ label: 'x' }, 400, 'code is required'],
    [{ code: '' }, 400, 'code is required'],
    [{ code: 'nobody' }, 404, 'Link not found'],
  ]),
  report('visitors'),
  report('visitors-returning'),
  report('sessions'),
  report('pages'),
  report('devices'),
  report('locations'),
  report('referrers'),
  report('utm'),
  report('errors'),
  report('errors-trend'),
  report('error-detail', [
    ['', 400, 'id is required'],
    ['id=', 400, 'id is required'],
    ['id=999999', 404, 'Error group not found'],
  ]),
  report('audits'),
  report('links'),
  report('link-detail', [
    ['', 400, 'code is required'],
    ['code=nobody', 404, 'Link not found'],
  ]),
  post('projects/create', 'admin', [
    [{ allowed_domains: ['site.example'] }, 400, 'name is required'],
    [site({ name: ' ' }), 400, 'name is required'],
    [site({ name: 'n'.repeat(101) }), 400, 'name must be 100 characters or less'],
    [{ name: 'Site' }, 400, NO_DOMAINS],
    [site({ allowed_domains: [] }), 400, NO_DOMAINS],
    [site({ allowed_domains: 'site.example' }), 400, NO_DOMAINS],
    [site({ allowed_domains: many(21).map((n) => `s${n}.example`) }), 400, 'Maximum 20 allowed domains per project'],
    [site({ allowed_domains: ['', ' '] }), 400, 'No valid domains provided'],
  ]),
  get('projects/list', 'admin'),
  post('projects/edit', 'admin', [
    [{ name: 'Site' }, 400, 'id is required'],
    [{ id: 999_999 }, 400, 'Nothing to update. Provide name or allowed_domains.'],
    [{ id: 999_999, name: '' }, 400, 'name cannot be empty'],
    [{ id: 999_999, allowed_domains: [] }, 400, NO_DOMAINS],
    [{ id: 999_999, name: 'Site' }, 404, 'Project not found'],
  ]),
  post('projects/toggle', 'admin', [
    [{ is_active: true }, 400, 'id is required'],
    [{ id: 999_999, is_active: 1 }, 400, 'is_active must be a boolean'],
    [{ id: 999_999 }, 404, 'Project not found'],
  ]),
  post('projects/regenerate-keys', 'admin', [
    [{ rotate_secret: true }, 400, 'id is required'],
    [
      { id: 999_999, rotate_secret: false, rotate_public: false },
      400,
      'Nothing to rotate. Set rotate_secret and/or rotate_public to true.',
    ],
    [{ id: 999_999 }, 404, 'Project not found'],
  ]),
  post('projects/delete', 'admin', [
    [{ confirm: 'Site' }, 400, 'id is required'],
    [{ id: 999_999, confirm: 'Site' }, 404, 'Project not found'],
  ]),
  post('projects/verify', 'none', [[{ key: '' }, 400, 'key is required']]),
]

const TYPE = 'trigger.type must be one of: event, page, engaged, scroll'
const NO_NAME = 'name is required'
const signup = { type: 'event', event: 'signup' }
const saved = (words: string, word: string, part: string, refusals: readonly Refusal[]): Endpoint[] => [
  post(`${words}/create`, 'secret', [[{ any: 'thing' }, 400, NO_NAME], [{ name: '0' }, 400, NO_NAME], ...refusals]),
  get(`${words}/list`, 'secret'),
  post(`${words}/edit`, 'secret', [
    [{ name: 'x' }, 400, 'id is required'],
    [{ id: 999_999, name: null }, 400, `Nothing to update. Provide name or ${part}.`],
    [{ id: 999_999, name: 'x' }, 404, `${word} not found`],
  ]),
  post(`${words}/delete`, 'secret', [
    [{ name: 'x' }, 400, 'id is required'],
    [{ id: 999_999 }, 404, `${word} not found`],
  ]),
]

const FREE: readonly Refusal[] = [
  [
    'range=custom&from=2026-01-01',
    400,
    'from and to must both be given with range=custom, as days (2026-11-01) or as times of the project’s zone (2026-11-01T09:30)',
  ],
  ['range=custom&from=2026-01-02&to=2026-01-01', 400, 'from must not be later than to'],
  ['range=7d&from=2026-01-02', 400, 'from and to go with range=custom only, not with range=7d'],
  ['segment=Gone', 400, 'There is no segment "Gone"'],
]
const FORMAT = 'format must be one of: json, csv, ndjson'
const free = (word: string, refusals: readonly Refusal[] = []) =>
  get(`analytics/${word}`, 'secret', [...FREE, ['format=xml', 400, FORMAT], ...refusals])

/** What goes beyond Micrologs, held to the same rules. */
export const OUR_ENDPOINTS: readonly Endpoint[] = [
  ...saved('goals', 'Goal', 'trigger', [
    [{ name: 'x' }, 400, TYPE],
    [{ name: 'x', trigger: { type: 'x' } }, 400, TYPE],
  ]),
  ...saved('funnels', 'Funnel', 'steps', [
    [{ name: 'x', steps: [signup] }, 400, 'steps must be a list of 2 to 10 triggers'],
  ]),
  ...saved('segments', 'Segment', 'filter', [[{ name: 'x', filter: '' }, 400, 'filter is required']]),
  free('overview', [['limit=0', 400, 'limit must be a whole number from 1 to 100']]),
  free('breakdown'),
  free('timeseries', [['fill=yes', 400, 'fill must be one of: 0, 1']]),
  free('live'),
  free('goals'),
  free('funnel', [['funnel=Gone', 404, 'There is no funnel "Gone"']]),
  free('retention'),
  free('metrics'),
  ...['visits', 'pageviews', 'events'].map((kind) =>
    get(`export/${kind}`, 'secret', [...FREE, ['format=json', 400, 'format must be one of: ndjson, csv']]),
  ),
]
