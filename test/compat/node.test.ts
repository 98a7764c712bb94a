import type { Sdk } from './replay.ts'
import { replay } from './replay.ts'

/** Node SDK 1.1.0 on Node 20: the global `fetch`, which keeps connections and takes packed answers. */
const node: Sdk = {
  name: 'Node',
  defaults: { errorType: 'ManualError', environment: 'production' },
  json: (value) => JSON.stringify(value),
  query: (parameters) =>
    new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])).toString(),
  headers: (host, key, length) => [
    `host: ${host}`,
    'connection: keep-alive',
    ...(length === undefined ? [] : ['Content-Type: application/json']),
    `X-API-Key: ${key}`,
    'accept: */*',
    'accept-language: *',
    'sec-fetch-mode: cors',
    'user-agent: node',
    'accept-encoding: gzip, deflate',
    ...(length === undefined ? [] : [`content-length: ${length}`]),
  ],
  unpacks: true,
}

replay(node, (lab) => {
  test('raw UTF-8 arrives as it was written', async () => {
    const { kit, send } = lab()
    const context = { name: 'Grüße 東京 🎉', path: 'a/b', empty: {}, list: [] }
    const answer = await send({ path: '/api/track/error.php', body: () => ({ message: 'UTF-8 🎉', context }) })
    const { group_id: id } = (JSON.parse(answer.text) as { data: { group_id: number } }).data
    const detail = await kit.report('error-detail', `id=${id}`)
    expect(detail).toMatchObject({ group: { message: 'UTF-8 🎉' }, events: [{ context }] })
    expect(JSON.stringify(detail.events[0]?.context)).toBe(JSON.stringify(context))
  })

  test('with a slash left at the end of its host, the path begins with two', async () => {
    // It takes off one slash only. Nothing lives there, and the answer says so without leading it elsewhere.
    const answer = await lab().send({ path: '//api/track/error.php', body: () => ({ message: 'x' }) })
    expect([answer.status, answer.headers.location]).toEqual([404, undefined])
    expect(JSON.parse(answer.text)).toMatchObject({ success: false, message: expect.any(String) as string })
  })
})
