const VISITORS = 5000

const AGENT =
  'User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36\r\n'
const BROWSER = 'Accept: */*\r\nAccept-Language: en-GB,en;q=0.9\r\n'

const addressOf = (visitor: number) =>
  `X-Forwarded-For: 198.${18 + (visitor & 1)}.${(visitor >> 8) & 255}.${visitor & 255}\r\n`

const post = (path: string, headers: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: stats.example\r\nConnection: keep-alive\r\nContent-Type: application/json\r\n${headers}` +
  `Content-Length: ${body.length}\r\n\r\n${body}`

/** Page views as browsers send them, each with another page and view, from many visitors. */
export const pageviews = (key: string) => (n: number) => {
  const visitor = (n * 7) % VISITORS
  const agent = AGENT.replace('/141', `/${100 + (visitor % 40)}`)
  const body =
    `{"key":"${key}","view":${n + 1},"url":"https://shop.example/products/${n % 1009}?utm_source=newsletter&size=${n % 7}",` +
    `"page_title":"Product ${n % 1009}","referrer":"${n % 3 === 0 ? 'https://www.google.com/' : 'https://shop.example/'}",` +
    '"screen_resolution":"1920x1080","timezone":"Europe/Vienna"}'
  return post('/api/track/pageview', BROWSER + agent + addressOf(visitor), body)
}

const STACK = Array.from(
  { length: 12 },
  (_, line) => `    at step${line} (/srv/shop/checkout.js:${line * 7 + 3}:11)`,
).join('\\n')

/** Errors with a stack and a context: all of one group, or of as many groups as there are errors. */
export const errors = (key: string, groups: 'one' | 'many') => (n: number) => {
  const message = groups === 'one' ? 'The cart is gone' : `The cart ${n} is gone`
  const body =
    `{"message":"${message}","error_type":"CartError","severity":"error","file":"/srv/shop/checkout.js","line":42,` +
    `"stack":"CartError: ${message}\\n${STACK}","url":"","environment":"production","context":{"order":${n}}}`
  const sender = key.length === 64 ? '' : BROWSER + AGENT
  return post('/api/track/error', `X-API-Key: ${key}\r\n${sender}${addressOf(n % VISITORS)}`, body)
}

export const audits = (key: string) => (n: number) => {
  const body = `{"action":"order.refund","actor":"staff-${n % 20}","target":"order-${n}","context":{"amount":${n % 500}}}`
  return post('/api/track/audit', `X-API-Key: ${key}\r\n${addressOf(n % VISITORS)}`, body)
}

/** People who follow short links. */
export const clicks = (codeOf: (n: number) => string) => (n: number) =>
  `GET /l/${codeOf(n)} HTTP/1.1\r\nHost: stats.example\r\nConnection: keep-alive\r\n${BROWSER}${AGENT}${addressOf(n % VISITORS)}\r\n`
