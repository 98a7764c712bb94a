import { connect } from 'node:net'

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** Lower case, with colon: `connection: close`. */
  readonly head: string
  readonly body: string
}

/** What ends the wait of a test that would otherwise hang until jest ends it. */
const PATIENCE_MS = 10_000

/**
 * Sends bytes over a connection of their own and resolves with all answers once the server has ended it. `hangUp` ends
 * our side after the bytes, as a client that goes away does. For requests that no HTTP client would send.
 */
export function exchange(port: number, bytes: string | Buffer, { hangUp = false } = {}): Promise<RawAnswer[]> {
  return new Promise((resolve) => {
    const received: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => (hangUp ? socket.end(bytes) : socket.write(bytes)))
    socket.on('data', (chunk) => received.push(chunk))
    // The server may have closed while we were still writing; what it answered is what counts.
    socket.on('error', () => undefined)
    socket.setTimeout(PATIENCE_MS, () => socket.destroy())
    socket.on('close', () => resolve(answersIn(Buffer.concat(received).toString('latin1'))))
  })
}

/** The bytes of a request; header lines as given, nothing added. */
export const requestOf = (start: string, headers: readonly string[] = [], body: string | Buffer = ''): Buffer =>
  Buffer.concat([Buffer.from(`${[start, ...headers].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)])

/** One answer, which must be this refusal. */
export function expectOnly(answers: readonly RawAnswer[], status: number, refusal: object): void {
  expect(answers.map((answer) => [answer.status, answer.body])).toEqual([[status, JSON.stringify(refusal)]])
  expect(answers[0]?.head).toMatch(/^content-type: application\/json/m)
  expect(answers[0]?.head).toMatch(/^cache-control: no-store, private/m)
}

function answersIn(text: string): RawAnswer[] {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return []
  const head = text.slice(0, end).toLowerCase()
  const length = Number(/^content-length: (\d+)$/m.exec(head.replaceAll('\r', ''))?.[1] ?? 0)
  // Node refuses some requests itself, with an empty body in chunks.
  const start = end + (head.includes('\ntransfer-encoding: chunked') ? 9 : 4)
  const answer = { status: Number(head.split(' ')[1]), head, body: text.slice(start, start + length) }
  return [answer, ...answersIn(text.slice(start + length))]
}
