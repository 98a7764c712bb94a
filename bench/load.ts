import { connect } from 'node:net'

/**
 * A load of page views as browsers send them, each with another page and view, from many visitors. Written on bare
 * sockets, because a general load tool would take more of the two cores than what it measures.
 */
export interface Load {
  readonly url: string
  readonly publicKey: string
  /** How long, or how many in all. */
  readonly seconds?: number
  readonly amount?: number
  /** Requests a second over all connections; as many as possible when absent. */
  readonly rate?: number
}

export interface LoadResult {
  /** Answers with 202, a second. */
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly answered: number
  readonly refused: number
}

const CONNECTIONS = 16
const VISITORS = 5000
let made = 0

export async function runLoad(load: Load): Promise<LoadResult> {
  const { seconds = 3600, amount = Infinity, rate } = load
  const started = performance.now()
  const until = started + seconds * 1000
  const latencies: number[] = []
  let sent = 0
  let refused = 0
  // At a rate: this many may have been sent by now.
  const due = () => (rate === undefined ? Infinity : ((performance.now() - started) / 1000) * rate)
  const next = () => {
    if (sent >= amount || performance.now() >= until) return undefined
    if (sent >= due()) return null
    sent++
    return pageviewRequest(load.publicKey, made++)
  }
  const answer = (status: number, ms: number) => {
    latencies.push(ms)
    if (status !== 202) refused++
  }
  const { hostname, port } = new URL(load.url)
  await Promise.all(Array.from({ length: CONNECTIONS }, () => drive(hostname, Number(port), next, answer)))
  const took = (performance.now() - started) / 1000
  latencies.sort((a, b) => a - b)
  const at = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2))
  const answered = latencies.length - refused
  return { perSecond: answered / took, p50: at(0.5), p99: at(0.99), answered, refused }
}

/** The text of a request; null: not yet; undefined: that was all. */
type Next = () => string | null | undefined

/** One connection: the next request when the last is answered. */
function drive(host: string, port: number, next: Next, answer: (status: number, ms: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host)
    let sentAt = 0
    let text = ''
    const step = () => {
      const request = next()
      if (request === undefined) {
        socket.end()
        resolve()
      } else if (request === null) setTimeout(step, 2)
      else {
        sentAt = performance.now()
        socket.write(request)
      }
    }
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('connect', step)
    socket.on('error', reject)
    socket.on('data', (chunk: string) => {
      text += chunk
      if (!isWhole(text)) return
      answer(Number(text.slice(9, 12)), performance.now() - sentAt)
      text = ''
      step()
    })
  })
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /content-length: (\d+)/i.exec(text)?.[1] ?? '0'
  return text.length >= end + 4 + Number(length)
}

function pageviewRequest(key: string, n: number): string {
  const visitor = (n * 7) % VISITORS
  const body =
    `{"key":"${key}","view":${n + 1},"url":"https://shop.example/products/${n % 1009}?utm_source=newsletter&size=${n % 7}",` +
    `"page_title":"Product ${n % 1009}","referrer":"${n % 3 === 0 ? 'https://www.google.com/' : 'https://shop.example/'}",` +
    '"screen_resolution":"1920x1080","timezone":"Europe/Vienna"}'
  return (
    'POST /api/track/pageview HTTP/1.1\r\nHost: stats.example\r\nConnection: keep-alive\r\nAccept: */*\r\n' +
    'Content-Type: application/json\r\nAccept-Language: en-GB,en;q=0.9\r\n' +
    `User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + (visitor % 40)}.0.0.0 Safari/537.36\r\n` +
    `X-Forwarded-For: 198.${18 + (visitor & 1)}.${(visitor >> 8) & 255}.${visitor & 255}\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}`
  )
}
