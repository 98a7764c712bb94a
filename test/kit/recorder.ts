import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a page sent, decoded from whatever form it came in. */
export interface Recorded {
  method: string
  /** `pageview`, `engagement`, `error` or `seen`. */
  to: string
  form: 'urlencoded' | 'multipart' | 'none'
  headers: IncomingMessage['headers']
  body: Record<string, unknown>
}

/** How the recorder answers; `secret` leaves out the header that lets a page of another origin read the answer. */
export type Reply =
  'drop' | 'hang' | { status: number; text?: string; headers?: Record<string, string>; secret?: boolean }

export interface Recorder {
  origin: string
  /** Everything that came, CORS preflights too, in the order of arrival. */
  all: Recorded[]
  reply: (request: Recorded) => Reply
  /** Resolves to the first `count` requests that fit, when they are there; rejects after some seconds. */
  wait: (fits: (request: Recorded) => boolean, count?: number) => Promise<Recorded[]>
  close: () => Promise<void>
}

export const ACCEPTED: Reply = { status: 202, text: '{"success":true,"message":"OK","data":{"queued":true}}' }

const PATIENCE_MS = 10_000

/** A stand-in for the server that serves the snippet and keeps what pages send, on `localhost`. */
export async function startRecorder(snippet: Buffer): Promise<Recorder> {
  const waiters = new Set<() => void>()

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/snippet/micrologs.js') {
      response.setHeader('content-type', 'text/javascript').end(snippet)
      return
    }
    if (!request.url?.startsWith('/api/track/')) {
      response.writeHead(404).end()
      return
    }
    const recorded = await decode(request)
    recorder.all.push(recorded)
    for (const look of waiters) look()
    const reply = recorder.reply(recorded)
    if (reply === 'drop') {
      request.socket.destroy()
      return
    }
    if (reply === 'hang') return
    if (!reply.secret) {
      response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
      response.setHeader('access-control-expose-headers', 'retry-after')
    }
    response.writeHead(reply.status, reply.headers).end(reply.text)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((fault: unknown) => {
      // A browser that is closed cuts what it was still sending: that never arrived. Who waits for it waits in vain.
      if (request.complete) throw fault
    })
  })
  const recorder: Recorder = {
    origin: '',
    all: [],
    reply: () => ACCEPTED,
    wait: (fits, count = 1) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(look)
          const seen = recorder.all.map(({ to, form, body }) => ({ to, form, ...body }))
          reject(new Error(`Waited for ${count} requests in vain; there were ${JSON.stringify(seen, null, 1)}`))
        }, PATIENCE_MS)
        function look() {
          const found = recorder.all.filter(fits)
          if (found.length < count) return
          clearTimeout(timer)
          waiters.delete(look)
          resolve(found.slice(0, count))
        }
        waiters.add(look)
        look()
      }),
    close: () => closeServer(server),
  }
  recorder.origin = `http://localhost:${await listen(server, 'localhost')}`
  return recorder
}

export interface Site {
  origin: string
  /** HTML for a path of the site, query included. */
  html: (path: string) => string
  close: () => Promise<void>
}

/** A web site whose pages a test makes up, on `127.0.0.1`: another origin than the recorder's. */
export async function startSite(): Promise<Site> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(site.html(request.url ?? '/'))
  })
  const site: Site = { origin: '', html: () => '', close: () => closeServer(server) }
  site.origin = `http://127.0.0.1:${await listen(server, '127.0.0.1')}`
  return site
}

async function decode(request: IncomingMessage): Promise<Recorded> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = '', headers } = request
  const url = new URL(request.url ?? '/', 'http://localhost')
  const to = url.pathname.replace('/api/track/', '')
  const type = headers['content-type'] ?? ''
  if (method !== 'POST') return { method, to, form: 'none', headers, body: Object.fromEntries(url.searchParams) }
  const sent = (await new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData()).get('d')
  const file = sent instanceof Blob
  const json = file ? await sent.text() : Buffer.from(sent ?? '', 'base64url').toString()
  const body = JSON.parse(json) as Record<string, unknown>
  return { method, to, form: file ? 'multipart' : 'urlencoded', headers, body }
}

function listen(server: Server, host: string): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port))
  })
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
