import { connect } from 'node:net'
import { gunzipSync, inflateSync } from 'node:zlib'

/** An answer as its bytes say it. */
export interface WireAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Out of its chunks, and still packed if it was. */
  readonly bytes: Buffer
  /** Unpacked. */
  readonly text: string
}

/** Longer than any client waits. */
const PATIENCE_MS = 10_000

/** Sends the bytes over a connection of their own and resolves with the one answer as soon as it is whole. */
export function converse(port: number, request: Buffer): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    const look = (isClosed: boolean) => {
      const answer = answerIn(received, isClosed)
      if (answer === undefined) return
      resolve(answer)
      socket.destroy()
    }
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      look(false)
    })
    socket.on('error', reject)
    socket.setTimeout(PATIENCE_MS, () => socket.destroy())
    socket.on('close', () => {
      look(true)
      reject(new Error(`No whole answer came: ${received.toString('latin1')}`))
    })
  })
}

function answerIn(received: Buffer, isClosed: boolean): WireAnswer | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [start = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const bytes = bodyOf(headers, received.subarray(end + 4), isClosed)
  return (
    bytes && { status: Number(start.split(' ')[1]), headers, bytes, text: unpacked(headers, bytes).toString('utf8') }
  )
}

/** Undefined while there is more to come. */
function bodyOf(headers: WireAnswer['headers'], rest: Buffer, isClosed: boolean): Buffer | undefined {
  const length = headers['content-length']
  if (length !== undefined) return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : undefined
  if (headers['transfer-encoding'] !== 'chunked') return isClosed ? rest : undefined
  const chunks: Buffer[] = []
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = parseInt(rest.subarray(at, line).toString('latin1'), 16)
    if (size === 0) return Buffer.concat(chunks)
    if (rest.length < line + 2 + size + 2) return undefined
    chunks.push(rest.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
}

function unpacked({ 'content-encoding': encoding }: WireAnswer['headers'], bytes: Buffer): Buffer {
  if (encoding === 'gzip') return gunzipSync(bytes)
  return encoding === 'deflate' ? inflateSync(bytes) : bytes
}
