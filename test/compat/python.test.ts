import type { Sdk } from './replay.ts'
import { expectReadable, replay } from './replay.ts'

/** `, ` and `: ` between the parts, and nothing but ASCII. */
function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, inner]) => `${json(key)}: ${json(inner)}`)
      .join(', ')}}`
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escape)
}

/** Python SDK 1.0.0 on Python 3.11: `urllib` writes the names of headers in its own case and takes nothing packed. */
const python: Sdk = {
  name: 'Python',
  defaults: { errorType: 'ManualError', environment: 'production' },
  json,
  query: (parameters) =>
    Object.entries(parameters)
      .map((pair) => pair.map((part) => encodeURIComponent(part).replaceAll('%20', '+')).join('='))
      .join('&'),
  headers: (host, key, length) => [
    'Accept-Encoding: identity',
    ...(length === undefined ? [] : [`Content-Length: ${length}`]),
    `Host: ${host}`,
    'User-Agent: Python-urllib/3.11',
    ...(length === undefined ? [] : ['Content-Type: application/json']),
    `X-Api-Key: ${key}`,
    'Connection: close',
  ],
  unpacks: false,
}

replay(python, (lab) => {
  test('the connection is closed, as it asks', async () => {
    const { headers } = await lab().send({ path: '/api/analytics/pages.php' })
    expect(headers.connection).toBe('close')
  })

  test('a large answer is not packed', async () => {
    const { kit, send } = lab()
    const titles = Array.from({ length: 30 }, (_, n) =>
      kit.track({ url: `https://shop.example/${n}`, page_title: 'Long '.repeat(20) }),
    )
    await Promise.all(titles)
    await kit.drained()
    const answer = await send({ path: '/api/analytics/pages.php', query: () => ({ limit: 100 }) })
    expect(answer.bytes.length).toBeGreaterThan(3000)
    expectReadable(python, answer)
  })

  test('1,024 characters of any language are kept whole, though they are sixfold on the wire', async () => {
    const { kit, send } = lab()
    const message = '東🎉'.repeat(512)
    const answer = await send({ path: '/api/track/error.php', body: () => ({ message, error_type: 'Long' }) })
    expect(answer.status).toBe(200)
    const { errors } = await kit.report('errors', 'range=1d&limit=100')
    expect(errors.find(({ error_type }) => error_type === 'Long')?.message).toBe(message)
  })

  test('a stack that grows over 64 KB on the wire is refused with a sentence', async () => {
    const answer = await lab().send({
      path: '/api/track/error.php',
      body: () => ({ message: 'x', stack: '東'.repeat(11_000) }),
    })
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      413,
      { success: false, message: 'Payload too large', code: 'payload_too_large' },
    ])
  })

  test('a boolean in a query is a word, and says nothing', async () => {
    const answer = await lab().send({
      path: '/api/analytics/visitors.php',
      query: () => ({ range: '7d', strict: 'True' }),
    })
    expect(answer.status).toBe(200)
  })

  test('what is missing is said in the words that its warning shows', async () => {
    const cases = [
      ['/api/projects/verify.php', { key: '' }, 'key is required'],
      ['/api/track/error.php', { message: ' ' }, 'message is required'],
      ['/api/links/edit.php', { code: 'aB3xYz12' }, 'Nothing to update. Provide destination_url, label, or is_active.'],
    ] as const
    for (const [path, body, message] of cases) {
      const answer = await lab().send({ path, body: () => body })
      expect([answer.status, (JSON.parse(answer.text) as { message: string }).message]).toEqual([400, message])
    }
  })
})
