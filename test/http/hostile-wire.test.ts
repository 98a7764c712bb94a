import { connect } from 'node:net'
import { once } from 'node:events'
import type { TestApp } from '../kit/app.ts'
import { pageview, testApp } from '../kit/app.ts'
import { exchange, expectOnly, requestOf } from '../kit/raw-http.ts'

/** Requests that no HTTP client would send, byte by byte. Times are short here, so that slowness is soon noticed. */
let kit: TestApp
beforeAll(async () => {
  kit = await testApp('sqlite', {
    timeouts: { headersTimeout: 1000, requestTimeout: 1500, connectionsCheckingInterval: 50 },
  })
})
afterEach(async () => {
  await kit.track().expect(202)
})
afterAll(async () => {
  await kit.drained()
  expect(await kit.app.checks()).toMatchObject({ spool: { rejected: 0 } })
  expect(kit.logLines.filter((line) => !line.includes('"level":"info"'))).toEqual([])
  await kit.close()
})

const POST = 'POST /api/track/pageview HTTP/1.1'
const CLOSE = 'Connection: close'
const MALFORMED = { success: false, message: 'The request is malformed', code: 'invalid_input' }
const LATE = { success: false, message: 'The request took too long to arrive', code: 'request_timeout' }
const LARGE = { success: false, message: 'The headers of the request are too large', code: 'headers_too_large' }
const TOO_LARGE = { success: false, message: 'Payload too large', code: 'payload_too_large' }
const NOT_FOUND = { success: false, message: 'Not found', code: 'not_found' }

const body = () => JSON.stringify({ ...pageview(), key: kit.project.publicKey })
const headers = (...more: string[]) => [
  'Host: stats.example',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Accept: */*',
  'Accept-Language: de',
  ...more,
]
const send = (start: string, more: string[], content: string | Buffer = '', options = {}) =>
  exchange(kit.port, requestOf(start, headers(...more), content), options)

describe('the length', () => {
  test.each<[string, (length: number) => string[]]>([
    ['negative', () => ['Content-Length: -5']],
    ['no number', () => ['Content-Length: abc']],
    ['hexadecimal', () => ['Content-Length: 0x10']],
    ['signed', (length) => [`Content-Length: +${length}`]],
    ['beyond all', () => [`Content-Length: ${'9'.repeat(40)}`]],
    ['two that differ', (length) => [`Content-Length: ${length}`, `Content-Length: ${length - 1}`]],
    ['a list', (length) => [`Content-Length: ${length}, ${length}`]],
    ['and chunks', (length) => [`Content-Length: ${length}`, 'Transfer-Encoding: chunked']],
  ])('%s', async (_what, lengths) => {
    const content = body()
    expectOnly(await send(POST, lengths(content.length), content), 400, MALFORMED)
  })

  test('longer than the body: waits, but not for ever', async () => {
    const content = body()
    expectOnly(await send(POST, [`Content-Length: ${content.length + 1}`], content), 408, LATE)
  })

  test('longer than the body, and the client goes away', async () => {
    const content = body()
    const answers = await send(POST, [`Content-Length: ${content.length + 1}`], content, { hangUp: true })
    expectOnly(answers, 400, MALFORMED)
  })

  test('shorter than the body: what is left is no request', async () => {
    const content = body()
    const answers = await send(POST, [`Content-Length: ${content.length - 1}`], content)
    // The first answer may be on its way already when the rest turns out to be nonsense.
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]))
  })

  test('endless: the connection is cut', async () => {
    const huge = Buffer.alloc(17 * 1024 * 1024, 'x')
    const answers = await send(POST, [`Content-Length: ${10 * huge.length}`], huge)
    // A client that is still writing may lose the answer.
    expect(answers.every(({ status }) => status === 413)).toBe(true)
  })

  test('too large, but sent: the refusal reaches a client that looks for it only at the end', async () => {
    const large = Buffer.alloc(8 * 1024 * 1024, 'x')
    expectOnly(await send(POST, [CLOSE, `Content-Length: ${large.length}`], large), 413, TOO_LARGE)
  })
})

describe('chunks', () => {
  const CHUNKED = 'Transfer-Encoding: chunked'
  test.each([
    ['of no number', 'zz\r\nabc\r\n0\r\n\r\n'],
    ['longer than they say', '3\r\nabcdefgh\r\n0\r\n\r\n'],
    ['of a negative length', '-3\r\nabc\r\n0\r\n\r\n'],
    ['of an enormous length', `${'f'.repeat(40)}\r\nabc`],
  ])('%s', async (_what, content) => {
    expectOnly(await send(POST, [CHUNKED], content), 400, MALFORMED)
  })

  test('that never end', async () => {
    expectOnly(await send(POST, [CHUNKED], '3\r\nabc'), 408, LATE)
  })

  test('of one byte each are a body like any other', async () => {
    const content = Array.from(body(), (byte) => `1\r\n${byte}\r\n`).join('')
    const answers = await send(POST, [CLOSE, CHUNKED], `${content}0\r\n\r\n`)
    expect(answers.map(({ status }) => status)).toEqual([202])
  })

  test('too many of them', async () => {
    const content = `10000\r\n${'x'.repeat(0x10000)}\r\n`.repeat(20)
    expectOnly(await send(POST, [CLOSE, CHUNKED], `${content}0\r\n\r\n`), 413, TOO_LARGE)
  })

  test('under another name', async () => {
    expectOnly(await send(POST, ['Transfer-Encoding: gzip'], 'abc'), 400, MALFORMED)
  })
})

describe('slowness', () => {
  test('headers that never end', async () => {
    expectOnly(await exchange(kit.port, `${POST}\r\nHost: x`), 408, LATE)
  })

  test('a body that drips', async () => {
    const content = body()
    const socket = connect(kit.port, '127.0.0.1')
    const dripping = setInterval(() => socket.write(' '), 20)
    socket.write(requestOf(POST, headers(`Content-Length: ${content.length + 10_000}`)))
    socket.on('error', () => undefined)
    const [first] = (await once(socket, 'data')) as [Buffer]
    clearInterval(dripping)
    expect(first.toString()).toMatch(/^HTTP\/1\.1 408 /)
    socket.destroy()
  })

  test('a client that goes away in the middle of its body is no fault of ours', async () => {
    const socket = connect(kit.port, '127.0.0.1')
    socket.write(requestOf(POST, headers('Content-Length: 1000'), '{"url":'))
    await once(socket, 'connect')
    socket.resetAndDestroy()
    await once(socket, 'close')
  })
})

describe('several requests on one connection', () => {
  test('are answered in their order, a bad one among them', async () => {
    const [one, two] = [body(), body()]
    const all = Buffer.concat([
      requestOf(POST, headers(`Content-Length: ${one.length}`), one),
      requestOf(POST, headers('Content-Length: 3'), 'abc'),
      requestOf('GET /api/health HTTP/1.1', headers()),
      requestOf('PUT /api/track/pageview HTTP/1.1', headers()),
      requestOf(POST, headers(CLOSE, `Content-Length: ${two.length}`), two),
    ])
    const answers = await exchange(kit.port, all)
    expect(answers.map(({ status }) => status)).toEqual([202, 400, 200, 405, 202])
  })

  test('end where one cannot be read', async () => {
    const one = body()
    const all = Buffer.concat([
      requestOf(POST, headers(`Content-Length: ${one.length}`), one),
      Buffer.from('nonsense\r\n'),
    ])
    const answers = await exchange(kit.port, all)
    // The first one's answer may still be on its way when the second turns out to be nonsense.
    expect(answers.at(-1)).toMatchObject({ status: 400, body: JSON.stringify(MALFORMED) })
  })
})

describe('headers', () => {
  test.each<[string, string[], number, object]>([
    ['that are many', Array.from({ length: 3000 }, (_, i) => `X-${i}: aaaaaaaaaa`), 431, LARGE],
    ['that are long', [`X-Long: ${'a'.repeat(20_000)}`], 431, LARGE],
    ['with NUL', ['X-A: a\u0000b'], 400, MALFORMED],
    ['with a bare line end', ['X-A: a\rb'], 400, MALFORMED],
    ['without a name', [': a'], 400, MALFORMED],
    ['with a space in the name', ['X A: a'], 400, MALFORMED],
  ])('%s', async (_what, more, status, refusal) => {
    const content = body()
    expectOnly(await send(POST, [...more, `Content-Length: ${content.length}`], content), status, refusal)
  })

  test('whatever they hold is data', async () => {
    const content = body()
    const strange = [
      'Origin: https://sh\u00f6p.example\u00ff',
      'X-Api-Key: \u00ff',
      'Accept-Language: \u00ff;q=x',
      'DNT: 2',
    ]
    const answers = await send(POST, [...strange, CLOSE, `Content-Length: ${content.length}`], content)
    expect(answers.map(({ status }) => status)).toEqual([401])
  })

  test.each([
    ['is garbage', 'garbage'],
    ['is a list of garbage', ', , ,'],
    ['is IPv6', '2001:db8::1'],
    ['is IPv6 with a zone', 'fe80::1%eth0'],
    ['is IPv4 inside IPv6', '::ffff:198.51.100.1'],
    ['has a port', '198.51.100.1:1234'],
    ['is long', Array(500).fill('198.51.100.1').join(', ')],
    ['is SQL', "1'; drop table visitors"],
  ])('X-Forwarded-For %s', async (_what, value) => {
    const content = body()
    const answers = await send(POST, [`X-Forwarded-For: ${value}`, CLOSE, `Content-Length: ${content.length}`], content)
    expect(answers.map(({ status }) => status)).toEqual([202])
  })
})

describe('the first line', () => {
  test.each<[string, number, object]>([
    ['GET //api/health HTTP/1.1', 404, NOT_FOUND],
    ['GET //evil.example/api/health HTTP/1.1', 404, NOT_FOUND],
    ['GET /api%2Fhealth HTTP/1.1', 404, NOT_FOUND],
    ['GET /API/health HTTP/1.1', 404, NOT_FOUND],
    ['GET /api/track/constructor HTTP/1.1', 404, NOT_FOUND],
    ['GET /__proto__ HTTP/1.1', 404, NOT_FOUND],
    ['GET /api/track/../../package.json HTTP/1.1', 404, NOT_FOUND],
    ['GET /assets/..%2f..%2fpackage.json HTTP/1.1', 404, NOT_FOUND],
    ['GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1', 404, NOT_FOUND],
    ['GET /% HTTP/1.1', 404, NOT_FOUND],
    ['GET /assets/%E0%A4%A HTTP/1.1', 400, MALFORMED],
    [`GET /${'a'.repeat(9000)} HTTP/1.1`, 404, NOT_FOUND],
    [`GET /${'a'.repeat(20_000)} HTTP/1.1`, 431, LARGE],
    ['GET /\u0000 HTTP/1.1', 400, MALFORMED],
    ['GET __proto__ HTTP/1.1', 400, MALFORMED],
    ['GET constructor HTTP/1.1', 400, MALFORMED],
    ['OPTIONS * HTTP/1.1', 404, NOT_FOUND],
    ['BREW /api/health HTTP/1.1', 400, MALFORMED],
    ['get /api/health HTTP/1.1', 400, MALFORMED],
    ['GET /api/health HTTP/3.0', 400, MALFORMED],
    ['TRACE /api/health HTTP/1.1', 405, { success: false, message: 'Method not allowed', code: 'method_not_allowed' }],
    ['\u0016\u0003\u0001\u0002', 400, MALFORMED],
  ])('%j: %d', async (start, status, refusal) => {
    expectOnly(await send(start, [CLOSE]), status, refusal)
  })

  test('may name the whole address, as clients of proxies write it', async () => {
    const content = body()
    const start = 'POST http://stats.example/api/track/pageview.php?x=1 HTTP/1.1'
    const answers = await send(start, [CLOSE, `Content-Length: ${content.length}`], content)
    expect(answers.map(({ status }) => status)).toEqual([202])
  })

  test('without a Host, with an unknown Expect, and CONNECT', async () => {
    expect(await exchange(kit.port, requestOf('GET / HTTP/1.1'))).toMatchObject([{ status: 400 }])
    expect(await send('GET / HTTP/1.1', [CLOSE, 'Expect: nonsense'])).toMatchObject([{ status: 417 }])
    expect(await send('CONNECT evil.example:443 HTTP/1.1', [])).toEqual([])
  })
})
