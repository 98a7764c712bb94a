import http from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf } from '../../lib/core/errors.ts'
import { randomHex, randomId } from '../../lib/core/ids.ts'
import { eventually } from './eventually.ts'
import type { Journal, Outcome } from './journal.ts'
import { makeJournal } from './journal.ts'
import type { Address } from './server-process.ts'

export interface LoadOptions {
  readonly publicKey: string
  /** Asked before each view, so that a test may move the load to other processes while it runs. */
  readonly targets: () => readonly Address[]
  readonly perSecond?: number
  readonly connections?: number
  /** Go on with this one; a new one unless told. */
  readonly journal?: Journal
}

/** A steady stream of page views over a few connections that are kept open. */
export interface Load {
  readonly journal: Journal
  /** Resolves when that many more views were answered with 202. */
  answered(more: number, withinMs?: number): Promise<void>
  /** Sends nothing new and waits for what is under way. */
  stop(): Promise<void>
}

export const VISITORS = 40
/** After a view that was not answered: the server is being started again. */
const AFTER_FAULT_MS = 15
const ANSWER_PATIENCE_MS = 10_000

/** Starts it. Each view has a page and an id of its own, and comes from one of a few visitors. */
export function startLoad(options: LoadOptions): Load {
  const { publicKey, targets, perSecond = 500, connections = 6, journal = makeJournal() } = options
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const run = randomHex(4)
  let isStopped = false
  let made = 0

  async function drive(index: number): Promise<void> {
    const gap = (1000 * connections) / perSecond
    let next = performance.now() + Math.random() * gap
    while (!isStopped) {
      const wait = next - performance.now()
      if (wait > 1) await pause(wait)
      // A pause of the server is not made up for by a burst.
      next = Math.max(next + gap, performance.now())
      const all = targets()
      const target = all[index % all.length]
      if (target !== undefined && !(await view(target))) await pause(AFTER_FAULT_MS)
    }
  }

  /** Sends a view; answers whether it was answered at all. */
  async function view(target: Address): Promise<boolean> {
    const number = ++made
    const url = `https://shop.example/${run}/${number}`
    const { outcome } = await sendView(target, { publicKey, url, visitor: number % VISITORS }, agent)
    journal.note(url, outcome)
    return typeof outcome === 'number'
  }

  const drivers = Array.from({ length: connections }, (_, index) => drive(index))
  return {
    journal,
    async answered(more, withinMs = 20_000) {
      const wanted = journal.accepted.size + more
      await eventually(() => journal.accepted.size >= wanted, withinMs)
    },
    async stop() {
      isStopped = true
      await Promise.all(drivers)
      agent.destroy()
    },
  }
}

export interface View {
  readonly publicKey: string
  readonly url: string
  /** A small number; browser and address are made of it. */
  readonly visitor?: number
}

/** Sends one view, as the snippet would. Never throws. */
export function sendView(
  target: Address,
  { publicKey, url, visitor = 0 }: View,
  agent: http.Agent | false = false,
  path = '/api/track/pageview',
): Promise<{ outcome: Outcome; headers: http.IncomingHttpHeaders }> {
  const body = JSON.stringify({ key: publicKey, view: randomId(), url, page_title: `Page ${url.length}` })
  const version = 120 + (visitor % 8)
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'User-Agent': `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`,
    Accept: '*/*',
    'Accept-Language': 'de-AT,de;q=0.8',
    'X-Forwarded-For': `198.51.100.${visitor}`,
  }
  return new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', ...target, path, method: 'POST', headers, agent })
    request.on('response', (res) => {
      res.resume()
      // When the connection is free again, or broken: the answer was there either way.
      res.once('close', () => resolve({ outcome: res.statusCode ?? 'unanswered', headers: res.headers }))
    })
    request.once('error', (fault) => resolve({ outcome: isNobodyThere(fault) ? 'unsent' : 'unanswered', headers: {} }))
    request.setTimeout(ANSWER_PATIENCE_MS, () => request.destroy())
    request.end(body)
  })
}

const isNobodyThere = (fault: Error) => ['ECONNREFUSED', 'ENOENT'].includes(codeOf(fault) ?? '')
