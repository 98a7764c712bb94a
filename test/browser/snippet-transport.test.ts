import type { Page } from 'playwright-core'
import { describeInBrowser } from '../kit/browser.ts'
import { ACCEPTED, type Recorded, type Reply } from '../kit/recorder.ts'
import { eventually } from '../kit/eventually.ts'
import { SLOW_START_MS, startSnippetLab, to, viewed, views, type SnippetLab, type Visit } from '../kit/snippet-lab.ts'

const REFUSED = '{"success":false,"message":"Domain not allowed for this key"}'

describeInBrowser('snippet: transport', () => {
  let lab: SnippetLab
  beforeAll(async () => (lab = await startSnippetLab()), SLOW_START_MS)
  afterEach(() => lab.reset())
  afterAll(() => lab.close())

  const leave = (page: Page) => page.goto(`${lab.api.origin}/snippet/micrologs.js`)
  const error = (page: Page, message: string) => page.evaluate((text) => window.Micrologs?.error(text), message)
  const formsOf = (requests: Recorded[]) => requests.map(({ form }) => form)

  /** Reports an error that is answered so, and waits until the page has read the answer. */
  async function answered(page: Page, message: string, reply: Reply): Promise<void> {
    replyFirst(reply)
    await page.evaluate(async (text) => {
      const methods = Response.prototype as unknown as Record<string, (this: Response) => Promise<string>>
      const original = methods.text
      const read = new Promise((resolve) => {
        methods.text = async function () {
          const answer = await original?.call(this)
          setTimeout(resolve)
          return answer ?? ''
        }
      })
      window.Micrologs?.error(text)
      await read
    }, message)
  }

  /** Answers the first requests so, and accepts the others. */
  function replyFirst(...replies: Reply[]): void {
    lab.api.reply = () => replies.shift() ?? ACCEPTED
  }

  /** Opens a page whose time passes only when told. */
  async function openTimeless(visit?: Visit): Promise<Page> {
    const { clock } = await lab.context()
    await clock.install({ time: 0 })
    await clock.pauseAt(1000)
    return lab.open(visit)
  }

  /** Lets the page's time pass until that many views have come. */
  async function passUntil(page: Page, count: number): Promise<Recorded[]> {
    while (lab.api.all.filter(to('pageview')).length < count) await page.clock.runFor(250)
    return lab.api.wait(to('pageview'), count)
  }

  const FIREWALLS: [string, Reply][] = [
    ['403', { status: 403, text: '<h1>Forbidden</h1>' }],
    ['501', { status: 501, text: '{"error":"not implemented"}' }],
    ['what the page cannot read', { status: 403, text: REFUSED, secret: true }],
  ]
  test.each(FIREWALLS)(
    'a firewall that answers %s: sent again as a file, and so from then on',
    async (_name, reply) => {
      lab.api.reply = ({ form }) => (form === 'urlencoded' ? reply : ACCEPTED)
      const page = await lab.open()
      const [first, second] = await lab.api.wait(to('pageview'), 2)
      expect([first?.form, second?.form]).toEqual(['urlencoded', 'multipart'])
      expect(second?.body).toEqual({ ...first?.body, age: expect.any(Number) as number })
      await error(page, 'next')
      expect(formsOf(await lab.api.wait(to('error')))).toEqual(['multipart'])
      await leave(page)
      expect(formsOf(await lab.api.wait(to('engagement')))).toEqual(['multipart'])
    },
  )

  test('what no form gets through a firewall is given up', async () => {
    lab.api.reply = ({ to }) => (to === 'pageview' ? { status: 403, text: 'no' } : ACCEPTED)
    const page = await lab.open()
    await lab.api.wait(to('pageview'), 2)
    await error(page, 'next')
    expect(formsOf(await lab.api.wait(to('error')))).toEqual(['urlencoded'])
    expect(formsOf(lab.api.all.filter(to('pageview')))).toEqual(['urlencoded', 'multipart'])
  })

  test('a refusal of our own server is final', async () => {
    const page = await lab.open()
    // The page view may arrive after this is set.
    lab.api.reply = ({ to, body }) => (to === 'error' ? { status: Number(body.message), text: REFUSED } : ACCEPTED)
    const codes = ['400', '401', '403', '404', '413']
    for (const code of codes) await error(page, code)
    await lab.api.wait(to('error'), codes.length)
    lab.api.reply = () => ACCEPTED
    await error(page, 'last')
    await lab.api.wait(({ body }) => body.message === 'last')
    expect(lab.api.all.filter(to('error')).map(({ body, form }) => [body.message, form])).toEqual(
      [...codes, 'last'].map((code) => [code, 'urlencoded']),
    )
  })

  test('a server that fails is asked again after 2 s, then after 8 s', async () => {
    replyFirst({ status: 500 }, { status: 503, text: REFUSED })
    const page = await openTimeless()
    const ages = (await passUntil(page, 3)).map(({ body }) => Number(body.age))
    expect(ages[0]).toBe(0)
    expect(ages[1]).toBeGreaterThanOrEqual(2000)
    expect(ages[2]).toBeGreaterThanOrEqual(Number(ages[1]) + 8000)
    const [first, , third] = await views(lab, 3)
    expect(third).toEqual({ ...first, age: ages[2] })
  })

  test('Retry-After is kept, also when there is more to send', async () => {
    replyFirst({ status: 429, headers: { 'retry-after': '60' } })
    const page = await openTimeless()
    await views(lab, 1)
    await page.clock.runFor(500)
    await error(page, 'held')
    const ages = (await passUntil(page, 2)).map(({ body }) => Number(body.age))
    expect(ages[1]).toBeGreaterThanOrEqual(60_000)
    const [held] = await lab.api.wait(to('error'))
    expect(held?.body.age).toBeGreaterThanOrEqual(59_000)
  })

  test('what failed is sent again with the next message', async () => {
    const page = await lab.open()
    await views(lab, 1)
    await answered(page, 'first', { status: 502 })
    await error(page, 'second')
    const sent = await lab.api.wait(to('error'), 3)
    const [failed, ...after] = sent.map(({ body }) => body)
    expect(failed?.message).toBe('first')
    // A refusal that arrives after the second was made puts the first behind it: either order is right.
    expect(after.map(({ message }) => message).sort()).toEqual(['first', 'second'])
    for (const { age } of after) expect(age).toBeLessThan(2000)
  })

  test('a lost connection: kept until the browser is online again', async () => {
    const page = await openTimeless()
    const context = await lab.context()
    await views(lab, 1)
    await context.setOffline(true)
    let failures = 0
    page.on('requestfailed', () => failures++)
    await error(page, 'unheard')
    // As a form and as a file: only then it waits. Coming online any sooner would find nothing waiting.
    await eventually(() => failures === 2)
    await page.clock.runFor(1000)
    await context.setOffline(false)
    const [request] = await lab.api.wait(to('error'))
    expect(request?.body).toMatchObject({ message: 'unheard' })
    expect(lab.api.all.filter(to('error'))).toHaveLength(1)
  })

  test('a dropped connection: sent again later', async () => {
    let dropping = true
    lab.api.reply = () => (dropping ? 'drop' : ACCEPTED)
    const page = await openTimeless()
    await lab.api.wait(({ form }) => form === 'multipart')
    dropping = false
    const already = lab.api.all.length
    const requests = await passUntil(page, already + 1)
    expect(new Set(requests.map(({ body }) => body.view)).size).toBe(1)
    expect(requests.at(-1)?.form).toBe('urlencoded')
  })

  test('what waits is sent once when the page is left', async () => {
    const page = await lab.open()
    await views(lab, 1)
    await answered(page, 'first', { status: 429, headers: { 'retry-after': '60' } })
    await error(page, 'second')
    await leave(page)
    await lab.api.wait(to('engagement'))
    const sent = await lab.api.wait(to('error'), 3)
    expect(sent.map(({ body }) => body.message).sort()).toEqual(['first', 'first', 'second'])
  })

  test('not more than 30 wait; the oldest give way', async () => {
    const page = await lab.open()
    await views(lab, 1)
    await answered(page, 'first', { status: 429, headers: { 'retry-after': '60' } })
    await page.evaluate(() => {
      for (let i = 1; i <= 30; i++) window.Micrologs?.pageview(`/${i}`)
    })
    await leave(page)
    // Each new view ends the one before: the last 30 messages are the end of view 15, and 15 more views, all but one ended.
    await views(lab, 16)
    const kept = Array.from({ length: 15 }, (_, i) => `/${i + 16}`)
    expect(viewed(lab).sort()).toEqual([...kept, '/start'].sort())
    expect(lab.api.all.filter(to('error'))).toHaveLength(1)
  })

  test('where sendBeacon will not, fetch does', async () => {
    const page = await lab.open({
      before: () => {
        navigator.sendBeacon = () => false
      },
    })
    await views(lab, 1)
    await leave(page)
    await lab.api.wait(to('engagement'))
  })

  test('without fetch', async () => {
    lab.api.reply = ({ form, to }) => (form === 'urlencoded' && to === 'pageview' ? { status: 403 } : ACCEPTED)
    const page = await lab.open({
      before: () => {
        Reflect.deleteProperty(window, 'fetch')
      },
    })
    expect(formsOf(await lab.api.wait(to('pageview'), 2))).toEqual(['urlencoded', 'multipart'])
    await error(page, 'heard')
    await lab.api.wait(to('error'))
  })
})
