import type { Agent } from '../core/enriched.ts'
import type { DeployEnvironment, Severity } from '../spool/records.ts'
import type { IssueStatus } from '../wire/record-reports.ts'
import type { SeedDay } from './calendar.ts'
import type { Section } from './site.data.ts'

/** Something that goes wrong in the shop. `{host}` in its texts stands for the site's host. */
export interface SeedIssue {
  readonly type: string
  readonly message: string
  readonly file: string
  readonly line: number | null
  /** Below the line with type and message; empty: none came with it. */
  readonly frames: string
  readonly severity: Severity
  readonly environment: DeployEnvironment
  /** Pages of a browser on which it happens; undefined: it happens in the backend. */
  readonly sections?: readonly Section[]
  /** Browsers in which it happens; undefined: all. */
  readonly browsers?: (agent: Agent) => boolean
  /** Backend: the route it happens on. */
  readonly route?: string
  /** How often, in comparison: on most days the weights of all issues add up to about 100. 0: not on this day. */
  readonly weight: (day: SeedDay) => number
  /** Set once, on the first day on which so much of the stretch is over; see `SeedDay.progress`. */
  readonly becomes?: { readonly status: IssueStatus; readonly at: number }
}

/** Where an issue that is resolved for good, and one that comes back, ends first. */
const GONE = 0.5
const GONE_FOR_NOW = 0.4

const all = (weight: number) => () => weight
const isApple = ({ os }: Agent) => os === 'iOS' || os === 'macOS'

const BROWSER: readonly SeedIssue[] = [
  {
    type: 'TypeError',
    message: "Cannot read properties of undefined (reading 'price')",
    file: 'https://{host}/assets/cart.js',
    line: 214,
    frames: `    at lineTotal (https://{host}/assets/cart.js:214:31)
    at Array.map (<anonymous>)
    at renderCart (https://{host}/assets/cart.js:187:22)`,
    severity: 'error',
    environment: 'production',
    sections: ['cart', 'checkout', 'product'],
    weight: all(12),
  },
  {
    // A new version takes the old one's files away, and pages that were opened before still ask for them.
    type: 'ChunkLoadError',
    message: 'Loading chunk 17 failed.',
    file: 'https://{host}/assets/loader.js',
    line: 61,
    frames: `    at onError (https://{host}/assets/loader.js:61:19)
    at HTMLScriptElement.<anonymous> (https://{host}/assets/loader.js:44:9)`,
    severity: 'error',
    environment: 'production',
    sections: ['home', 'category', 'product', 'blog', 'cart', 'offer'],
    weight: ({ sinceRelease }) => (sinceRelease === 0 ? 700 : sinceRelease === 1 ? 120 : 4),
  },
  {
    type: 'RangeError',
    message: 'Invalid time value',
    file: 'https://{host}/assets/delivery.js',
    line: 38,
    frames: `    at Date.toISOString (<anonymous>)
    at nextDelivery (https://{host}/assets/delivery.js:38:17)
    at showDelivery (https://{host}/assets/delivery.js:72:5)`,
    severity: 'error',
    environment: 'production',
    sections: ['product', 'cart', 'checkout', 'help'],
    // The new version brings it back.
    weight: ({ progress, sinceRelease }) => (sinceRelease >= 0 ? 45 : progress < GONE_FOR_NOW ? 18 : 0),
    becomes: { status: 'resolved', at: GONE_FOR_NOW },
  },
  {
    type: 'QuotaExceededError',
    message: "Failed to execute 'setItem' on 'Storage': Setting the value of 'cart' exceeded the quota.",
    file: 'https://{host}/assets/store.js',
    line: 19,
    frames: `    at save (https://{host}/assets/store.js:19:24)
    at addToCart (https://{host}/assets/cart.js:93:3)`,
    severity: 'warning',
    environment: 'production',
    sections: ['product', 'cart'],
    weight: ({ progress }) => (progress < GONE ? 14 : 0),
    becomes: { status: 'resolved', at: GONE },
  },
  {
    type: 'Error',
    message: 'ResizeObserver loop completed with undelivered notifications.',
    file: 'https://{host}/',
    line: null,
    frames: '',
    severity: 'info',
    environment: 'production',
    sections: ['home', 'category', 'blog'],
    weight: all(15),
    becomes: { status: 'ignored', at: 0.2 },
  },
  {
    type: 'TypeError',
    message: "undefined is not an object (evaluating 'entry.target.dataset')",
    file: 'https://{host}/assets/reading-time.js',
    line: 27,
    frames: `onEntries@https://{host}/assets/reading-time.js:27:14
[native code]`,
    severity: 'error',
    environment: 'production',
    sections: ['blog', 'feature'],
    browsers: ({ browser }) => browser.includes('Safari'),
    weight: all(8),
  },
  {
    type: 'NotAllowedError',
    message: 'The request is not allowed by the user agent or the platform in the current context.',
    file: 'https://{host}/assets/video.js',
    line: 52,
    frames: `    at start (https://{host}/assets/video.js:52:11)`,
    severity: 'warning',
    environment: 'production',
    sections: ['blog', 'home'],
    browsers: isApple,
    weight: all(6),
  },
  {
    type: 'TypeError',
    message: 'Failed to fetch',
    file: 'https://{host}/assets/checkout.js',
    line: 141,
    frames: `    at placeOrder (https://{host}/assets/checkout.js:141:28)
    at HTMLFormElement.submit (https://{host}/assets/checkout.js:118:7)`,
    severity: 'critical',
    environment: 'production',
    sections: ['checkout'],
    weight: ({ sinceRelease }) => (sinceRelease >= 0 ? 14 : 7),
    becomes: { status: 'investigating', at: 0.8 },
  },
]

const BACKEND: readonly SeedIssue[] = [
  {
    type: 'DeadlockError',
    message: 'Deadlock found when trying to get lock; try restarting transaction',
    file: 'src/orders/place-order.ts',
    line: 88,
    frames: `    at reserveStock (src/orders/place-order.ts:88:11)
    at placeOrder (src/orders/place-order.ts:41:5)
    at handle (src/server/routes.ts:203:20)`,
    severity: 'critical',
    environment: 'production',
    route: '/api/orders',
    weight: ({ event }) => (event === undefined ? 5 : 12),
  },
  {
    type: 'TimeoutError',
    message: 'The payment provider did not answer within 10 s',
    file: 'src/payments/charge.ts',
    line: 131,
    frames: `    at charge (src/payments/charge.ts:131:13)
    at placeOrder (src/orders/place-order.ts:57:20)
    at handle (src/server/routes.ts:203:20)`,
    severity: 'error',
    environment: 'production',
    route: '/api/payments',
    weight: all(8),
  },
  {
    type: 'MailError',
    message: '451 4.7.1 Try again later',
    file: 'src/mail/send.ts',
    line: 57,
    frames: `    at send (src/mail/send.ts:57:9)
    at runQueue (src/mail/queue.ts:34:7)`,
    severity: 'warning',
    environment: 'production',
    route: '',
    weight: all(7),
  },
  {
    type: 'TypeError',
    message: "Cannot destructure property 'sku' of 'item' as it is undefined.",
    file: 'src/catalog/import-prices.ts',
    line: 66,
    frames: `    at toRow (src/catalog/import-prices.ts:66:11)
    at importPrices (src/catalog/import-prices.ts:29:18)`,
    severity: 'error',
    environment: 'staging',
    route: '/api/catalog/import',
    weight: ({ sinceRelease }) => (sinceRelease < 0 && sinceRelease >= -10 ? 8 : 2),
  },
  {
    type: 'Error',
    message: "ENOENT: no such file or directory, open 'var/feeds/products.xml'",
    file: 'src/feeds/products.ts',
    line: 23,
    frames: `    at open (node:internal/fs/promises:638:25)
    at readFeed (src/feeds/products.ts:23:16)`,
    severity: 'info',
    environment: 'development',
    route: '',
    weight: all(2),
  },
]

export const ISSUES: readonly SeedIssue[] = [...BROWSER, ...BACKEND]
