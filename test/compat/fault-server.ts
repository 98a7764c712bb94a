import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server, or whoever stands before it, can do to an answer. The words are base paths of the fault server. */
export const FAULTS = {
  'empty-500': (_req, res) => res.writeHead(500).end(),
  'page-502': (_req, res) => res.writeHead(502, HTML).end('<h1>Bad gateway</h1>'),
  'page-200': (_req, res) => res.writeHead(200, HTML).end('<h1>Parked</h1>'),
  'notice-200': (_req, res) => res.end('<br />Notice: something {"success":true}'),
  'empty-200': (_req, res) => res.end(),
  'empty-204': (_req, res) => res.writeHead(204).end(),
  'text-200': (_req, res) => res.end('"OK"'),
  'redirect-301': (_req, res) => res.writeHead(301, { Location: '/trap' }).end(),
  'redirect-307': (_req, res) => res.writeHead(307, { Location: '/trap' }).end(),
  'refused-401': (_req, res) =>
    res.writeHead(401).end('{"success":false,"message":"Invalid API key","code":"unauthorized"}'),
  'old-429': (_req, res) => res.writeHead(429).end('{"error":"Too many attempts."}'),
  'long-429': (_req, res) => res.writeHead(429, { 'Retry-After': '900' }).end('{"message":"Come back later."}'),
  'once-429': (_req, res, at) =>
    at === 0 ? res.writeHead(429, { 'Retry-After': '1' }).end('{"message":"Busy."}') : res.end(GOOD),
  'once-503': (_req, res, at) => (at === 0 ? res.writeHead(503).end('{"message":"Away."}') : res.end(GOOD)),
  'marked-200': (_req, res) => res.end(`\uFEFF${GOOD}`),
  'late-200': (_req, res) => setTimeout(() => res.end(GOOD), LATE_MS),
  silence: () => undefined,
  'half-200': (_req, res) => res.writeHead(200, { 'Content-Length': 1000 }).write('{"succ'),
  'hung-up': (req) => req.socket.destroy(),
} as const satisfies Record<string, Fault>

type Fault = (req: IncomingMessage, res: ServerResponse, at: number) => unknown

export type FaultName = keyof typeof FAULTS

const LATE_MS = 50
const HTML = { 'Content-Type': 'text/html' }
const GOOD = '{"success":true,"message":"OK","data":{"queued":true}}'

export interface Seen {
  readonly method: string
  readonly path: string
  readonly key: string | undefined
  readonly body: string
}

export interface FaultServer {
  host(fault: FaultName | 'lost-answer'): string
  /** What came to that host, in order. */
  seen(fault: FaultName | 'lost-answer' | 'trap'): readonly Seen[]
  /** How many requests to that host, which are all answered, were open together. */
  mostAtOnce(fault: FaultName): number
  forget(): void
  close(): Promise<void>
}

/** `lost-answer` hands requests on to the server at that port, and hangs up on the first answer of each path. */
export async function startFaultServer(port: number): Promise<FaultServer> {
  const all = new Map<string, Seen[]>()
  const open = new Map<string, number>()
  const most = new Map<string, number>()
  const countOpen = (base: string, by: number) => {
    const now = (open.get(base) ?? 0) + by
    open.set(base, now)
    most.set(base, Math.max(now, most.get(base) ?? 0))
  }
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const [, base = '', path = ''] = /^\/([^/?]*)(.*)$/.exec(req.url ?? '') ?? []
    countOpen(base, 1)
    // Answered, as the server sees it: the client cannot have begun its next one before.
    res.once('finish', () => countOpen(base, -1))
    const body = await textOf(req)
    const before = all.get(base) ?? []
    const at = before.filter((seen) => seen.path === path).length
    all.set(base, [...before, { method: req.method ?? '', path, key: req.headers['x-api-key'] as string, body }])
    if (base === 'lost-answer') lose(req, res, { port, path, body, isLost: at === 0 })
    else if (base in FAULTS) FAULTS[base as FaultName](req, res, at)
    else res.end(GOOD)
  }
  const server = createServer((req, res) => void answer(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host: (fault) => `${origin}/${fault}`,
    seen: (fault) => all.get(fault) ?? [],
    mostAtOnce: (fault) => most.get(fault) ?? 0,
    forget: () => {
      all.clear()
      most.clear()
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function textOf(req: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of req.setEncoding('utf8')) text += chunk as string
  return text
}

function lose(
  req: IncomingMessage,
  res: ServerResponse,
  { port, path, body, isLost }: { port: number; path: string; body: string; isLost: boolean },
): void {
  const { method, headers } = req
  const onward = forward({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
    if (isLost) answer.resume().on('end', () => req.socket.destroy())
    else answer.pipe(res.writeHead(answer.statusCode ?? 500, answer.headers))
  })
  onward.end(body)
}
