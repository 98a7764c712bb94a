import fc from 'fast-check'
import { engines } from '../kit/databases.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { BROWSER, FORM, pageview, testApp } from '../kit/app.ts'
import { writeMmdb } from '../kit/mmdb.ts'
import { anyText, anyUrl } from '../kit/arbitrary-text.ts'

/**
 * Whatever is accepted must be storable, on MySQL too, which refuses what does not fit. So: send the worst, and look
 * whether the writer had to set anything aside.
 */

const ENDPOINTS = ['pageview', 'engagement', 'error'] as const
const ANSWERS = [202, 204, 400, 401, 403, 413, 415]

// A place database whose names are longer than any real one.
const places = writeMmdb({
  type: 'Test',
  records: [{ network: '203.0.113.0/24', data: { country: 'AT', region: 'R'.repeat(200), city: '🏙'.repeat(200) } }],
})

/** Text that is cut somewhere, at a length that only counting in characters gets right. */
const text = fc.oneof(
  anyText({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', '0', '\u0000', '\ud800', 'a\udc00b', '\ufeff', '\u202e', "'; drop table visits; --", '${x}'),
  fc
    .tuple(fc.constantFrom('x', 'ß', '🎉', '\ud83c', '%', ' ', '\u0000', 'e\u0301'), fc.integer({ min: 1, max: 3000 }))
    .map(([unit, times]) => unit.repeat(times)),
)

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(-0, -1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e21, 1e308, Number.MIN_VALUE),
)

const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 30, arbitrary: text },
  { weight: 20, arbitrary: number },
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, true, false, [], {}, [[]], { toString: 1 }, { __proto__: null }),
)

const longName = fc.tuple(fc.constantFrom('x', '🎉', '%F0%9F%8E%89', '%00', '%ED%A0%80', '.a'), fc.nat({ max: 700 }))
const long = longName.map(([unit, times]) => unit.repeat(times))

const url = fc.oneof(
  { weight: 5, arbitrary: anyUrl({ query: true, fragment: true }) },
  fc
    .tuple(fc.constantFrom('utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'gclid', 'q', '#/', 'p/'), long)
    .map(([where, value]) => `https://shop.example/${/\w$/.test(where) ? `?${where}=` : where}${value}`),
  long.map((name) => `https://${name}.example/`),
  text.map((value) => `https://shop.example/${value}`),
  { weight: 1, arbitrary: anything },
)

const known = {
  view: anything,
  id: anything,
  referrer: fc.oneof(url, anything),
  ...Object.fromEntries(
    ['page_title', 'screen_resolution', 'timezone', 'visitor_id', 'session_token', 'fingerprint', 'seen', 'age'].map(
      (name) => [name, anything],
    ),
  ),
  ...Object.fromEntries(['engaged', 'scroll', 'error_type', 'file', 'line', 'stack'].map((name) => [name, anything])),
  ...Object.fromEntries(['severity', 'environment', 'context'].map((name) => [name, anything])),
}

const body = fc
  .tuple(fc.record({ url, message: fc.oneof(text, anything) }), fc.record(known, { requiredKeys: [] }), fc.boolean())
  .map(([required, more, isOurs]) => ({ ...pageview(), ...required, ...more, ...(isOurs && { view: 7 }) }))

const headerText = fc.oneof(
  fc.string({
    unit: fc
      .integer({ min: 0x21, max: 0xff })
      .filter((c) => c < 0x7f || c > 0xa0)
      .map((c) => String.fromCharCode(c)),
    minLength: 1,
    maxLength: 300,
  }),
  fc
    .tuple(
      fc.constantFrom(
        'Firefox/',
        'Chrome/',
        'Windows NT ',
        'Android ',
        'Mac OS X ',
        'Version/4.0 Safari/',
        'Opera/',
        'a',
      ),
      fc.integer({ min: 1, max: 600 }),
    )
    .map(([mark, times]) => `Mozilla/5.0 (X11; ${mark}${'9'.repeat(times)}) ${mark}${'9'.repeat(times)}`),
)

const headers: fc.Arbitrary<Headers> = fc.record(
  {
    'User-Agent': headerText,
    'Accept-Language': headerText,
    'Sec-CH-UA': fc
      .nat({ max: 600 })
      .map((times) => `"Google Chrome";v="${'1'.repeat(times)}", "Brave";v="${'2'.repeat(times)}"`),
    'Sec-CH-UA-Platform': headerText,
    'X-Forwarded-For': fc.oneof(fc.ipV4(), fc.ipV6(), headerText),
    Referer: headerText,
  },
  { requiredKeys: [] },
)

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  beforeAll(async () => {
    kit = await testApp(engine, { files: { 'geo.mmdb': places }, project: { domains: [] } })
  })
  afterAll(() => kit.close())

  async function nothingRejected(): Promise<void> {
    await kit.drained()
    const { spool } = await kit.app.checks()
    expect(spool).toMatchObject({ status: 'ok', rejected: 0, waiting_bytes: 0 })
    expect(kit.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  }

  const long = 'x'.repeat(300)
  test.each<[string, Record<string, unknown>, Headers]>([
    ['a campaign', { url: `https://shop.example/?utm_source=${long}&utm_medium=${long}&utm_campaign=${long}` }, {}],
    ['a referring host', { referrer: `https://${'a.'.repeat(110)}example/` }, {}],
    ['a referring app', { referrer: `android-app://${'a'.repeat(250)}` }, {}],
    ['a referring page', { referrer: `https://other.example/${long}${long}` }, {}],
    [
      'a browser’s version',
      {},
      { 'User-Agent': `Mozilla/5.0 (X11; Linux x86_64) Chrome/${'1'.repeat(80)}.0 Safari/5` },
    ],
    ['a system’s version', {}, { 'User-Agent': `Mozilla/5.0 (Windows NT ${'9'.repeat(80)}; x) Firefox/145.0` }],
    ['a brand’s version', {}, { 'Sec-CH-UA': `"Brave";v="${'1'.repeat(200)}"` }],
    ['the names of a place', {}, { 'X-Forwarded-For': '203.0.113.9' }],
    ['a title of 512 emojis', { page_title: '🎉'.repeat(600) }, {}],
    ['an address', { url: `https://shop.example/${'ß'.repeat(3000)}` }, {}],
    ['a host', { url: `https://${'a.'.repeat(120)}example/` }, {}],
    ['a screen', { screen_resolution: '99999x99999' }, {}],
    ['a language', {}, { 'Accept-Language': `${'a'.repeat(4000)}-${'b'.repeat(4000)}` }],
    ['the largest view', { view: Number.MAX_SAFE_INTEGER, age: 1e300 }, {}],
  ])('%s may be long, and the view is stored', async (what, more, extra) => {
    const before = (await kit.report('visitors')).total_pageviews
    await kit
      .track({ ...pageview(), url: `https://shop.example/${encodeURIComponent(what)}`, ...more }, extra)
      .expect(202)
    await nothingRejected()
    expect((await kit.report('visitors', 'range=2d')).total_pageviews).toBeGreaterThan(before)
  })

  test('512 emojis stay 512 emojis', async () => {
    const { pages } = await kit.report('pages', 'range=2d&limit=100')
    expect(pages.map((page) => page.page_title)).toContain('🎉'.repeat(512))
  })

  test('any values in any field', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ENDPOINTS), body, headers, async (endpoint, fields, extra) => {
        const sent = { ...fields, key: kit.project.publicKey }
        const answer = await kit.post(`/api/track/${endpoint}`, JSON.stringify(sent), { ...BROWSER, ...extra })
        expect(ANSWERS).toContain(answer.status)
        if (answer.status !== 204) expect(answer.body).toMatchObject({ success: answer.status === 202 })
      }),
      { numRuns: 400 },
    )
    await nothingRejected()
  })

  test('any bytes under any name', async () => {
    const type = fc.constantFrom('application/json', FORM, 'multipart/form-data; boundary=x', 'text/plain', '')
    const encoding = fc.constantFrom('', '', 'gzip', 'deflate', 'identity', 'br', 'gzip, gzip')
    const frame = fc.constantFrom<[string, string]>(
      ['', ''],
      ['d=', ''],
      ['{"d":"', '"}'],
      ['--x\r\nContent-Disposition: form-data; name="d"; filename="b"\r\n\r\n', '\r\n--x--\r\n'],
      ['--x\r\n', ''],
    )
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((json) => Buffer.from(json)),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ENDPOINTS),
        type,
        encoding,
        frame,
        bytes,
        async (endpoint, contentType, contentEncoding, [before, after], content) => {
          const answer = await kit.post(
            `/api/track/${endpoint}`,
            Buffer.concat([Buffer.from(before), content, Buffer.from(after)]),
            {
              ...BROWSER,
              'X-API-Key': kit.project.publicKey,
              'Content-Type': contentType,
              'Content-Encoding': contentEncoding,
            },
          )
          expect(ANSWERS).toContain(answer.status)
          if (answer.status !== 204) expect(answer.body).toMatchObject({ success: answer.status === 202 })
        },
      ),
      { numRuns: 200 },
    )
    await nothingRejected()
    await kit.track().expect(202)
  })
})
