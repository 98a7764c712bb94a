import { gzipSync } from 'node:zlib'
import { engines } from '../kit/databases.ts'
import type { Headers, TestApp, TestProject } from '../kit/app.ts'
import { BROWSER, expectRefusal, FORM, formOf, pageview, testApp } from '../kit/app.ts'

const PATH = '/api/track/pageview'
const MULTIPART = { 'Content-Type': 'multipart/form-data; boundary=x' }
const NOT_JSON = 'Invalid or missing JSON body'
const REQUIRED = 'url, visitor_id and session_token are required'

const part = (content: string, disposition = 'name="d"; filename="b"') =>
  `--x\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
/** More zeros than any payload may have, in 64 KB. */
const bomb = gzipSync(Buffer.alloc(20_000_000))

describe('what is refused', () => {
  let kit: TestApp
  let other: TestProject
  beforeAll(async () => {
    kit = await testApp('sqlite')
    other = await kit.newProject({ name: 'Other', domains: ['other.example'] })
  })
  afterEach(async () => {
    // Whatever came before, a good request is still answered.
    await kit.track().expect(202)
  })
  afterAll(async () => {
    await kit.drained()
    expect(await kit.app.checks()).toMatchObject({ spool: { rejected: 0 } })
    expect(kit.logLines.filter((line) => !line.includes('"level":"info"'))).toEqual([])
    await kit.close()
  })

  const keyed = (headers: Headers = {}): Headers => ({ ...BROWSER, 'X-API-Key': kit.project.publicKey, ...headers })

  test.each<[string, string | Buffer, Headers, number, string]>([
    ['nothing', '', {}, 400, NOT_JSON],
    ['blanks', '  \n', {}, 400, NOT_JSON],
    ['an empty object', '{}', {}, 400, NOT_JSON],
    ['an empty list', '[]', {}, 400, NOT_JSON],
    ['a list', '[{"url":"https://shop.example/","view":1}]', {}, 400, NOT_JSON],
    ['null', 'null', {}, 400, NOT_JSON],
    ['a text', '"url"', {}, 400, NOT_JSON],
    ['a number', '1e999', {}, 400, NOT_JSON],
    ['half an object', '{"url":', {}, 400, NOT_JSON],
    ['two objects', '{"url":"https://shop.example/","view":1}{}', {}, 400, NOT_JSON],
    ['a bare NUL', '{"url":"https://shop.example/\u0000","view":1}', {}, 400, NOT_JSON],
    ['a wrong quote', "{'url':'https://shop.example/'}", {}, 400, NOT_JSON],
    ['UTF-16', Buffer.from('{"url":"https://shop.example/","view":1}', 'utf16le'), {}, 400, NOT_JSON],
    ['JavaScript', 'alert(1)', { 'Content-Type': 'application/javascript' }, 400, NOT_JSON],
    ['XML', '<?xml version="1.0"?><a/>', { 'Content-Type': 'text/xml' }, 400, NOT_JSON],
    ['10,000 brackets', nested(10_000), {}, 400, NOT_JSON],
    ['10,000 open brackets', '['.repeat(10_000), {}, 400, NOT_JSON],
    ['10,000 objects', '{"a":'.repeat(10_000), {}, 400, NOT_JSON],

    ['a form without d', 'url=https://shop.example/', { 'Content-Type': FORM }, 400, NOT_JSON],
    ['a form with an empty d', 'd=', { 'Content-Type': FORM }, 400, NOT_JSON],
    ['a form with no base64', 'd=%ff%fe!', { 'Content-Type': FORM }, 400, NOT_JSON],
    ['a form with half a base64', formOf(pageview()).slice(0, -9), { 'Content-Type': FORM }, 400, NOT_JSON],
    ['d in d', formOf({ d: formOf(pageview()).slice(2) }), { 'Content-Type': FORM }, 400, REQUIRED],
    ['an empty d in JSON', '{"d":""}', {}, 400, NOT_JSON],

    ['multipart without boundary', part('{}'), { 'Content-Type': 'multipart/form-data' }, 400, NOT_JSON],
    ['multipart with another boundary', part('{"a":1}').replace('--x', '--y'), MULTIPART, 400, NOT_JSON],
    ['multipart that is not closed', part('{"url":"https://shop.example/","view":1}'), MULTIPART, 400, NOT_JSON],
    ['multipart of nothing', '--x--\r\n', MULTIPART, 400, NOT_JSON],
    ['multipart with an empty file', `${part('')}--x--\r\n`, MULTIPART, 400, NOT_JSON],
    ['multipart with other fields only', `${part('1', 'name="a"')}--x--\r\n`, MULTIPART, 400, NOT_JSON],
    ['multipart without a name', `--x\r\n\r\n{"url":1}\r\n--x--\r\n`, MULTIPART, 400, NOT_JSON],
    ['multipart with long headers', `--x\r\n${'a'.repeat(20_000)}: b\r\n\r\n\r\n--x--\r\n`, MULTIPART, 400, NOT_JSON],
    ['multipart that ends in its headers', '--x\r\nContent-Disposition: form-da', MULTIPART, 400, NOT_JSON],

    ['text as gzip', '\u001f\u008bnot gzip', { 'Content-Encoding': 'gzip' }, 400, NOT_JSON],
    [
      'cut gzip',
      gzipSync('{"url":"https://shop.example/"}').subarray(0, 30),
      { 'Content-Encoding': 'gzip' },
      400,
      'The body is not what its Content-Encoding says',
    ],
    ['text as deflate', '{}', { 'Content-Encoding': 'deflate' }, 400, 'The body is not what its Content-Encoding says'],
    ['a gzip bomb', bomb, { 'Content-Encoding': 'gzip' }, 413, 'Payload too large'],
    ['zstd', '{}', { 'Content-Encoding': 'zstd' }, 415, 'Send the body as it is, or with Content-Encoding gzip'],
    [
      'gzip of gzip',
      '{}',
      { 'Content-Encoding': 'gzip, gzip' },
      415,
      'Send the body as it is, or with Content-Encoding gzip',
    ],
    ['65,537 blanks', ' '.repeat(65_537), {}, 413, 'Payload too large'],
    ['a megabyte', 'x'.repeat(1_000_000), {}, 413, 'Payload too large'],
    ['a form of a megabyte', `d=${'x'.repeat(1_000_000)}`, { 'Content-Type': FORM }, 413, 'Payload too large'],
  ])('%s', async (_what, body, headers, status, message) => {
    const answer = await kit.post(PATH, body, keyed(headers))
    expectRefusal(answer, status)
    expect(answer.body).toMatchObject({ message })
  })

  test.each([
    ['a bomb as a file', Buffer.concat([Buffer.from(part('').slice(0, -2)), bomb, Buffer.from('\r\n--x--\r\n')]), 413],
    ['a bomb whose end is missing', Buffer.concat([Buffer.from(part('').slice(0, -2)), bomb]), 400],
  ])('%s', async (_what, body, status) => {
    expectRefusal(await kit.post(PATH, body, keyed(MULTIPART)), status)
  })

  const WEB = 'url must be an absolute http or https address'
  test.each<[string, string]>([
    ['{"url":1,"view":1}', WEB],
    ['{"url":true,"view":1}', WEB],
    ['{"url":"/path","view":1}', WEB],
    ['{"url":"//shop.example/","view":1}', WEB],
    ['{"url":"javascript:alert(1)","view":1}', WEB],
    ['{"url":"data:text/html,<b>","view":1}', WEB],
    ['{"url":"file:///etc/passwd","view":1}', WEB],
    ['{"url":"https://","view":1}', WEB],
    ['{"url":"https://\\u0000/","view":1}', 'url must be an absolute http or https address'],
    ['{"url":"https://%00/","view":1}', WEB],
    ['{"url":["https://shop.example/"],"view":1}', 'url must be text'],
    ['{"url":{"href":"https://shop.example/"},"view":1}', 'url must be text'],
    ['{"url":"https://shop.example/","view":1,"page_title":["a"]}', 'page_title must be text'],
    ['{"url":"https://shop.example/","view":1,"referrer":{}}', 'referrer must be text'],
    [`{"url":"https://shop.example/","view":1,"timezone":${nested(10_000)}}`, 'timezone must be text'],
    ['{"url":"","view":1}', REQUIRED],
    ['{"url":"\\u0000 ","view":1}', REQUIRED],
    ['{"url":false,"view":1}', REQUIRED],
    ['{"url":null,"view":1}', REQUIRED],
    ['{"view":1}', REQUIRED],
    ['{"__proto__":{"url":"https://shop.example/","view":1}}', REQUIRED],
    ['{"constructor":{"prototype":{"url":"https://shop.example/"}}}', REQUIRED],
    ['{"url":"https://shop.example/","url":"","view":1}', REQUIRED],
    ['{"url":"https://shop.example/","view":0}', REQUIRED],
    ['{"url":"https://shop.example/","view":-1}', REQUIRED],
    ['{"url":"https://shop.example/","view":1.5}', REQUIRED],
    ['{"url":"https://shop.example/","view":"1"}', REQUIRED],
    ['{"url":"https://shop.example/","view":1e999}', REQUIRED],
    ['{"url":"https://shop.example/","view":9007199254740992}', REQUIRED],
    ['{"url":"https://shop.example/","view":{"valueOf":1}}', REQUIRED],
  ])('the page view %s', async (body, message) => {
    const answer = await kit.post(PATH, body, keyed())
    expectRefusal(answer, 400)
    expect(answer.body).toEqual({ success: false, message, code: 'invalid_input' })
  })

  test('a key that is none, or of another kind, or of another project', async () => {
    const sent = (key: unknown) => kit.track({ key: key as string })
    const refused = async (key: unknown, status: number, message: string) => {
      const answer = await sent(key)
      expectRefusal(answer, status)
      expect(answer.body).toMatchObject({ message })
    }
    for (const none of [undefined, null, '', 7, ['a'], { a: 1 }, true]) await refused(none, 401, 'API key is required')
    for (const wrong of ['x', '0'.repeat(32), '0'.repeat(64), '__proto__', 'constructor', `${kit.project.publicKey}0`])
      await refused(wrong, 401, 'Invalid API key')
    await refused(kit.project.secretKey, 401, 'Invalid API key')
    await refused(other.publicKey, 403, 'Domain not allowed for this key')
    await kit.track({ key: other.publicKey }, { Origin: 'https://other.example' }).expect(202)
    expect(await kit.report('visitors', 'range=1d', other)).toMatchObject({ total_pageviews: 1 })
  })

  test('a project that is off', async () => {
    const { id, publicKey } = await kit.newProject()
    await kit.app.store.toggle(id, false)
    expectRefusal(await kit.track({ key: publicKey }), 401)
    await kit.app.store.toggle(id, true)
    await kit.track({ key: publicKey }).expect(202)
  })

  test.each([
    ['https://evil.example', 403],
    ['https://shop.example.evil.example', 403],
    ['https://evilshop.example', 403],
    ['null', 403],
    ['https://', 403],
    ['nonsense', 403],
    ['https://shop.example@evil.example', 403],
    ['https://evil.example/?shop.example', 403],
    ['https://SHOP.example:8443', 202],
    ['https://www.shop.example', 202],
    ['http://a.b.shop.example', 202],
  ])('the origin %s: %d', async (Origin, status) => {
    const answer = await kit.track({}, { Origin })
    expect(answer.status).toBe(status)
    if (status === 403) expectRefusal(answer, 403)
    // The same as a Referer, when no Origin comes along.
    expect((await kit.track({}, { Origin: '', Referer: `${Origin}/x` })).status).toBe(status)
  })

  test('an error event takes the strangest values, and 10,000 brackets', async () => {
    const url = '/api/track/error'
    const good = { 'X-API-Key': kit.project.secretKey }
    for (const body of [
      `{"message":"x","context":${nested(10_000)}}`,
      `{"message":"x","context":{"a":${nested(20_000)}}}`,
      '{"message":"x","line":1e999,"stack":1,"severity":[],"environment":{},"context":7,"url":"no address"}',
      '{"message":"\\ud800","error_type":"\\u0000","file":"🎉"}',
    ])
      await kit.post(url, body, good).expect(200)
    for (const body of ['{"message":""}', '{"message":"0"}', '{"message":" \\u0000"}', '{"message":null}', '{"a":1}']) {
      const answer = await kit.post(url, body, good)
      expectRefusal(answer, 400)
      expect(answer.body).toMatchObject({ message: 'message is required' })
    }
  })
})

describe.each(engines)('%s: what is stored of strange text', (engine) => {
  let kit: TestApp
  beforeAll(async () => {
    kit = await testApp(engine)
  })
  afterAll(() => kit.close())

  test.each<[string, string | Buffer, string]>([
    ['a lone surrogate', '"a\\ud83cb"', 'a\ufffdb'],
    ['surrogates in the wrong order', '"\\udf89\\ud83c"', '\ufffd\ufffd'],
    ['broken UTF-8', Buffer.from([0x22, 0x61, 0xff, 0xc3, 0x62, 0x22]), 'a\ufffd\ufffdb'],
    ['a surrogate as UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0xbc, 0x62, 0x22]), '\ufffd\ufffd\ufffdb'],
    ['NUL and other controls', '"a\\u0000\\u0007\\u001b[31mb\\u007f"', 'a[31mb'],
    ['four bytes', '"🎉👩‍👩‍👧‍👦𝕏"', '🎉👩‍👩‍👧‍👦𝕏'],
    ['a cut between characters', `"${'🎉'.repeat(513)}"`, '🎉'.repeat(512)],
    ['a cut before a character', `"${'x'.repeat(511)}🎉🎉"`, `${'x'.repeat(511)}🎉`],
    ['quotes and SQL', `"'; drop table pageviews; -- \\" \\\\"`, `'; drop table pageviews; -- " \\`],
    ['HTML', '"<script>alert(1)</script>"', '<script>alert(1)</script>'],
    ['the last of two', '"first","page_title":"second"', 'second'],
    ['a number', '12.50', '12.5'],
    ['a number beyond all', '1e999', 'Infinity'],
    ['true', 'true', '1'],
    ['null', 'null', ''],
  ])('%s', async (what, title, stored) => {
    const url = `https://shop.example/${encodeURIComponent(what)}`
    const start = `{"key":"${kit.project.publicKey}","url":"${url}","view":${Math.ceil(Math.random() * 1e15)},"page_title":`
    await kit.post(PATH, Buffer.concat([Buffer.from(start), Buffer.from(title), Buffer.from('}')])).expect(202)
    const { pages } = await kit.report('pages', 'range=2d&limit=100')
    expect(pages.find((page) => page.url === url)?.page_title).toBe(stored)
  })
})
