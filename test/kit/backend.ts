import http from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { randomId } from '../../lib/core/ids.ts'
import type { Address } from './server-process.ts'

/** What a backend sent and was told. */
export interface BackendJournal {
  /** Messages that were answered with 200 or 202, by their ids, with the number of the group or entry if it was told. */
  readonly answered: ReadonlyMap<number, number | undefined>
  /** Answers other than these, by status. */
  readonly refused: Readonly<Record<number, number>>
  /** How often a message was sent again because no answer came. */
  readonly repeats: number
}

export interface Backend {
  readonly journal: BackendJournal
  /** Sends nothing new, and repeats what is open until it is answered. */
  stop(): Promise<void>
}

interface BackendOptions {
  readonly secretKey: string
  readonly to: 'error' | 'audit'
  readonly targets: () => readonly Address[]
  /** How many messages are under way at once. */
  readonly workers?: number
  /** Between two messages of a worker. */
  readonly gapMs?: number
}

/** A backend that reports errors of few kinds, or audit entries, and repeats each with its id until it is answered. */
export function startBackend({ secretKey, to, targets, workers = 4, gapMs = 10 }: BackendOptions): Backend {
  const answered = new Map<number, number | undefined>()
  const refused: Record<number, number> = {}
  const journal = { answered, refused, repeats: 0 }
  const agent = new http.Agent({ keepAlive: true, maxSockets: workers })
  let isStopped = false
  let made = 0

  async function work(index: number): Promise<void> {
    while (!isStopped) {
      const number = made++
      const id = randomId()
      const body = to === 'error' ? { message: `Fault ${number % 7}`, id } : { action: `act.${number % 7}`, id }
      for (;;) {
        const all = targets()
        const target = all[index % all.length]
        const told = target && (await post(target, `/api/track/${to}`, secretKey, JSON.stringify(body), agent))
        if (told === undefined) {
          journal.repeats++
          await pause(15)
          continue
        }
        if (told.status === 200 || told.status === 202) answered.set(id, told.data?.group_id ?? told.data?.id)
        else refused[told.status] = (refused[told.status] ?? 0) + 1
        break
      }
      await pause(gapMs)
    }
  }

  const working = Array.from({ length: workers }, (_, index) => work(index))
  return {
    journal,
    async stop() {
      isStopped = true
      await Promise.all(working)
      agent.destroy()
    },
  }
}

interface Told {
  readonly status: number
  readonly data: { group_id?: number; id?: number } | undefined
}

/** Undefined when no whole answer came. */
function post(target: Address, path: string, key: string, body: string, agent: http.Agent): Promise<Told | undefined> {
  const headers = { 'X-API-Key': key, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
  return new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', ...target, path, method: 'POST', headers, agent })
    request.on('response', (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      res.once('close', () => resolve(res.complete ? { status: res.statusCode ?? 0, data: dataIn(text) } : undefined))
    })
    request.once('error', () => resolve(undefined))
    request.setTimeout(10_000, () => request.destroy())
    request.end(body)
  })
}

const dataIn = (text: string) => (JSON.parse(text) as { data?: Told['data'] }).data
