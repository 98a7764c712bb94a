import { describeInBrowser } from '../kit/browser.ts'
import { buildSnippet } from '../kit/build-snippet.ts'
import { ACCEPTED } from '../kit/recorder.ts'
import {
  pageWithTag,
  PUBLIC_KEY,
  SLOW_START_MS,
  startSnippetLab,
  to,
  views,
  type SnippetLab,
} from '../kit/snippet-lab.ts'

const YEAR_S = 365 * 24 * 60 * 60

describeInBrowser('snippet: identity', () => {
  let lab: SnippetLab
  beforeAll(async () => (lab = await startSnippetLab()), SLOW_START_MS)
  afterEach(() => lab.reset())
  afterAll(() => lab.close())

  const cookies = async () => (await lab.context()).cookies()

  test('cookie: one random id per browser, renewed, and sent with everything', async () => {
    const page = await lab.open({ attributes: 'data-identity="cookie"' })
    const [first] = await views(lab, 1)
    expect(first?.visitor_id).toMatch(/^[\da-z]{16,}$/)
    expect(first).not.toHaveProperty('fingerprint')
    const [made] = await cookies()
    expect(made).toMatchObject({
      name: '_ml_vid',
      value: first?.visitor_id,
      domain: '127.0.0.1',
      path: '/',
      sameSite: 'Lax',
      secure: false,
    })
    expect(made?.expires).toBeGreaterThan(Date.now() / 1000 + YEAR_S - 60)

    await page.goto(`${lab.site.origin}/second`)
    expect((await views(lab, 2))[1]?.visitor_id).toBe(first?.visitor_id)
    expect((await cookies())[0]?.expires).toBeGreaterThan(made?.expires ?? 0)
    expect((await lab.api.wait(to('engagement')))[0]?.body.visitor_id).toBe(first?.visitor_id)
  })

  test('cookie: an id of the older snippet is kept', async () => {
    const value = '3f0d2f5e-5a0e-4c5e-9d1c-0a8f6f3e2b1a'
    await (
      await lab.context()
    ).addCookies([
      { name: 'a_ml_vid', value: 'other', url: lab.site.origin },
      { name: '_ml_vid', value, url: lab.site.origin },
    ])
    await lab.open({ attributes: 'data-identity="cookie"' })
    expect((await views(lab, 1))[0]?.visitor_id).toBe(value)
  })

  test('cookie: marked Secure on https', async () => {
    const context = await lab.context()
    const snippet = buildSnippet()
    await context.route('https://site.example/**', (route) => {
      const { pathname } = new URL(route.request().url())
      if (pathname === '/snippet/micrologs.js') return route.fulfill({ contentType: 'text/javascript', body: snippet })
      if (pathname !== '/') return route.fulfill({ status: 202 })
      const body = pageWithTag('https://site.example', 'data-identity="cookie"', '', '')
      return route.fulfill({ contentType: 'text/html', body })
    })
    const page = await context.newPage()
    const sent = page.waitForRequest('**/api/track/pageview')
    await page.goto('https://site.example/')
    await sent
    expect(await cookies()).toMatchObject([{ name: '_ml_vid', secure: true }])
  })

  test('cookie: where storage is forbidden, a fingerprint', async () => {
    const framed = pageWithTag(lab.api.origin, 'data-identity="cookie"', '', '').replaceAll('"', '&quot;')
    lab.site.html = () => `<iframe sandbox="allow-scripts" srcdoc="${framed}"></iframe>`
    const page = await (await lab.context()).newPage()
    await page.goto(lab.site.origin)
    const [view] = await views(lab, 1)
    expect(view).not.toHaveProperty('visitor_id')
    expect(String(view?.fingerprint).split('|')).toEqual([
      ...(await page.evaluate(() => [navigator.userAgent, navigator.language])),
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^[\w+/=]{32}$/),
    ])
    expect(await cookies()).toEqual([])
  })

  test('cache: asked once per page load, through the HTTP cache, and sent with everything', async () => {
    lab.api.reply = ({ to, headers }) => {
      if (to !== 'seen') return ACCEPTED
      if (headers['if-none-match'] === '"tag"') return { status: 304 }
      return { status: 200, text: 'token-1', headers: { etag: '"tag"', 'cache-control': 'private, no-cache' } }
    }
    const page = await lab.open({ attributes: 'data-identity="cache"' })
    const [first] = await views(lab, 1)
    expect(first?.seen).toBe('token-1')
    await page.evaluate(() => window.Micrologs?.error('known'))
    expect((await lab.api.wait(to('error')))[0]?.body.seen).toBe('token-1')
    expect(lab.api.all.filter(to('seen'))).toHaveLength(1)
    expect(lab.api.all[0]).toMatchObject({ method: 'GET', body: { k: PUBLIC_KEY } })

    await page.goto(`${lab.site.origin}/second`)
    expect((await views(lab, 2))[1]?.seen).toBe('token-1')
    expect(lab.api.all.filter(to('seen')).map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"tag"'])
    expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual(['', 0, 0])
  })

  test.each([{ status: 500, text: 'no' }, 'drop' as const])(
    'cache: without it when asking fails (%j)',
    async (reply) => {
      lab.api.reply = (request) => (request.to === 'seen' ? reply : ACCEPTED)
      await lab.open({ attributes: 'data-identity="cache"' })
      const [view] = await views(lab, 1)
      expect(view).not.toHaveProperty('seen')
    },
  )

  test('cache: a visitor who leaves before the answer is counted', async () => {
    lab.api.reply = (request) => (request.to === 'seen' ? 'hang' : ACCEPTED)
    const page = await lab.open({ attributes: 'data-identity="cache"' })
    await lab.api.wait(to('seen'))
    await page.goto(`${lab.api.origin}/snippet/micrologs.js`)
    const [view] = await views(lab, 1)
    expect(view).not.toHaveProperty('seen')
  })
})
