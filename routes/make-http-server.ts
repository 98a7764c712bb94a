import type { RequestListener, Server, ServerOptions } from 'node:http'
import { createServer, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { SECOND } from '../lib/core/clock.ts'
import { AppError, codeOf } from '../lib/core/errors.ts'

/** How long a client may take for its headers and for a whole request, and how often that is looked at; ms. */
export type Timeouts = Pick<ServerOptions, 'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'>

const TIMEOUTS: Timeouts = {
  headersTimeout: 10 * SECOND,
  requestTimeout: 20 * SECOND,
  connectionsCheckingInterval: 5 * SECOND,
}

/** The server around the handler, not listening yet. What is no HTTP at all is refused in the envelope, too. */
export function makeHttpServer(handler: RequestListener, timeouts: Timeouts = TIMEOUTS): Server {
  const server = createServer({ ...timeouts, keepAliveTimeout: 5 * SECOND }, handler)
  server.on('clientError', refuse)
  return server
}

/** Node ends such a connection with a bare status line. The fault is the client's, so it is not logged. */
function refuse(fault: Error, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const { status, message, code } = refusalFor(codeOf(fault))
  const body = JSON.stringify({ success: false, message, code })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store, private',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

function refusalFor(fault: string | undefined): AppError {
  switch (fault) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AppError('request_timeout', 'The request took too long to arrive')
    case 'HPE_HEADER_OVERFLOW':
      return new AppError('headers_too_large', 'The headers of the request are too large')
    default:
      return new AppError('invalid_input', 'The request is malformed')
  }
}
