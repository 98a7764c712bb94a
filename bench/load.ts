import { connect } from 'node:net'

/**
 * A load of requests over a few connections. Written on bare sockets, because a general load tool would take more of the
 * two cores than what it measures.
 */
export interface Load {
  /** One server, or several that take turns. */
  readonly url: string | readonly string[]
  /** The text of the n-th request of this process's life. */
  readonly request: (n: number) => string
  /** How long, or how many in all. */
  readonly seconds?: number
  readonly amount?: number
  /** Requests a second over all connections; as many as possible when absent. */
  readonly rate?: number
}

export interface LoadResult {
  /** Answers with 200, 202 or 302, a second. */
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly answered: number
  readonly refused: number
}

const CONNECTIONS = 16
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
    return load.request(made++)
  }
  const answer = (status: number, ms: number) => {
    latencies.push(ms)
    if (![200, 202, 302].includes(status)) refused++
  }
  const servers = [load.url].flat().map((url) => new URL(url))
  const connections = Array.from({ length: CONNECTIONS }, (_, index) => servers[index % servers.length])
  await Promise.all(connections.flatMap((to) => (to ? [drive(to.hostname, Number(to.port), next, answer)] : [])))
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
