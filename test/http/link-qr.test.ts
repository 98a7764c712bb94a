import type { TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'

let kit: TestApp
beforeAll(async () => {
  kit = await testApp('sqlite', { settings: { PUBLIC_URL: 'https://s.example' } })
  await kit.post('/api/links/create', { destination_url: 'https://shop.example/', code: 'spring' }, key()).expect(200)
})
afterAll(() => kit.close())

const key = () => ({ 'X-API-Key': kit.project.secretKey })
const qr = (query: string, headers = key()) => kit.get(`/api/links/qr?${query}`, headers)

test('a link as a drawing of the wanted size', async () => {
  const answer = await qr('code=spring&size=300').expect(200)
  expect(answer.headers).toMatchObject({
    'content-type': 'image/svg+xml',
    'cache-control': 'no-store, private',
  })
  const svg = String(answer.body)
  expect(svg).toMatch(/^<svg [^>]*width="300" height="300"/)
  // 25 modules hold https://s.example/l/spring, and 4 are left free on each side.
  expect(svg).toContain('viewBox="0 0 33 33"')
  expect(String((await qr('code=spring').expect(200)).body)).toContain('width="512"')
})

test('a link as a picture of the wanted size', async () => {
  const answer = await qr('code=spring&format=png&size=330').expect(200)
  expect(answer.headers['content-type']).toBe('image/png')
  const bytes = answer.body as Buffer
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([330, 330])
})

test.each([
  ['', 400],
  ['code=spring&format=gif', 400],
  ['code=spring&size=63', 400],
  ['code=spring&size=2049', 400],
  ['code=nonesuch', 404],
])('%j is refused with %i', async (query, status) => {
  expectRefusal(await qr(query), status)
})

test('a link of another project is not there', async () => {
  const other = await kit.newProject()
  expectRefusal(await qr('code=spring', { 'X-API-Key': other.secretKey }), 404)
})
