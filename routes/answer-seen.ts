import type { IncomingMessage, ServerResponse } from 'node:http'
import { firstSeenToday } from '../lib/ingest/identify.ts'

/**
 * For projects in `cache` mode: the browser's HTTP cache remembers when it was first seen today, and asks whether that
 * still holds. The answer is the same for everybody who came in that second; it is no id.
 */
export function answerSeen(
  req: IncomingMessage,
  res: ServerResponse,
  now: number,
  cors: Readonly<Record<string, string>>,
): void {
  const { moment, isKnown } = firstSeenToday(req.headers['if-modified-since'], now)
  const headers = {
    ...cors,
    'Cache-Control': 'private, no-cache',
    'X-LiteSpeed-Cache-Control': 'no-cache',
    'Last-Modified': new Date(`${moment}Z`).toUTCString(),
  }
  if (isKnown) {
    res.writeHead(304, headers).end()
    return
  }
  res.writeHead(200, { ...headers, 'Content-Type': 'text/plain', 'Content-Length': moment.length }).end(moment)
}
