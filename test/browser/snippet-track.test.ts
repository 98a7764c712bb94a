import { describeInBrowser } from '../kit/browser.ts'
import { ACCEPTED } from '../kit/recorder.ts'
import { SLOW_START_MS, startSnippetLab, to, views, type SnippetLab } from '../kit/snippet-lab.ts'

describeInBrowser('snippet: custom events and audit entries', () => {
  let lab: SnippetLab
  beforeAll(async () => (lab = await startSnippetLab()), SLOW_START_MS)
  afterEach(() => lab.reset())
  afterAll(() => lab.close())

  const open = async () => {
    const page = await lab.open()
    await views(lab, 1)
    return page
  }
  const sent = async (endpoint: string, count: number) =>
    (await lab.api.wait(to(endpoint), count)).map(({ body }) => body)
  const anyNumber = expect.any(Number) as number

  test('Micrologs.track: the event with its page and its view', async () => {
    const page = await open()
    await page.evaluate(() => {
      window.Micrologs?.track('signup', { plan: 'pro', seats: [1, 2], gone: undefined })
      history.pushState(null, '', '/next?x=1')
      window.Micrologs?.track('paid')
    })
    const [first, second] = await views(lab, 2)
    const [signup, paid] = await sent('event', 2)
    const rest = { id: anyNumber, key: first?.key, age: anyNumber }
    const props = { plan: 'pro', seats: [1, 2] }
    expect(signup).toEqual({ ...rest, name: 'signup', url: `${lab.site.origin}/start`, view: first?.view, props })
    expect(paid).toEqual({ ...rest, name: 'paid', url: `${lab.site.origin}/next?x=1`, view: second?.view })
    expect(signup?.id).not.toBe(paid?.id)
  })

  test('before there is a view it names none', async () => {
    const page = await lab.open({ attributes: 'data-auto="off"' })
    await page.waitForFunction('window.Micrologs')
    await page.evaluate(() => window.Micrologs?.track('early'))
    const [event] = await sent('event', 1)
    expect(event).toMatchObject({ name: 'early', url: `${lab.site.origin}/start` })
    expect(event).not.toHaveProperty('view')
  })

  test('props are those of the moment; what is no JSON, or too much of it, is left out', async () => {
    const page = await open()
    await page.evaluate(() => {
      const props: Record<string, unknown> = { count: 1 }
      window.Micrologs?.track('copied', props)
      props.count = 2
      props.itself = props
      window.Micrologs?.track('circle', props)
      window.Micrologs?.track('large', { text: Array.from({ length: 9 }, () => 'x'.repeat(1000)) })
    })
    const [copied, ...others] = await sent('event', 3)
    expect(copied?.props).toEqual({ count: 1 })
    expect(others.map(({ name, props }) => [name, props])).toEqual([
      ['circle', undefined],
      ['large', undefined],
    ])
  })

  test('whatever is given, no call throws, and what comes after it is sent', async () => {
    const page = await open()
    const outcome = await page.evaluate(() => {
      const failing = {
        toJSON() {
          throw new Error('no')
        },
      }
      for (const value of [5n, failing, Symbol('s'), Object.create(null), undefined, () => 1] as unknown as string[]) {
        window.Micrologs?.track(value, value as unknown as object)
        window.Micrologs?.audit(value, value, value)
        window.Micrologs?.error(value, value, value)
      }
      window.Micrologs?.track('last')
      return 'quiet'
    })
    expect(outcome).toBe('quiet')
    await lab.api.wait(({ body }) => body.name === 'last')
  })

  test('an event on the way out of the page still arrives', async () => {
    const page = await open()
    await page.evaluate((url) => {
      window.Micrologs?.track('outbound', { url })
      location.href = url
    }, `${lab.api.origin}/snippet/micrologs.js`)
    const [event] = await sent('event', 1)
    expect(event).toMatchObject({ name: 'outbound', url: `${lab.site.origin}/start` })
  })

  test('nothing is sent of who opted out', async () => {
    const page = await open()
    await page.evaluate(() => {
      localStorage.setItem('micrologs-ignore', 'true')
      window.Micrologs?.track('unseen')
      window.Micrologs?.audit('unseen')
      localStorage.removeItem('micrologs-ignore')
      window.Micrologs?.track('seen')
    })
    expect((await sent('event', 1)).map(({ name }) => name)).toEqual(['seen'])
    expect(lab.api.all.filter(to('audit'))).toEqual([])
  })

  test('Micrologs.audit: the keys of the contract, and an id', async () => {
    const page = await open()
    const [view] = await views(lab, 1)
    await page.evaluate(() => {
      window.Micrologs?.audit('invoice.paid', 'ann', { invoice: 7 })
      window.Micrologs?.audit('invoice.paid')
    })
    const [first, second] = await sent('audit', 2)
    const rest = { id: anyNumber, key: view?.key, age: anyNumber }
    expect(first).toEqual({ ...rest, action: 'invoice.paid', actor: 'ann', context: { invoice: 7 } })
    expect(second).toEqual({ ...rest, action: 'invoice.paid', actor: '' })
    expect(first?.id).not.toBe(second?.id)
  })

  test('what is sent again has the same id', async () => {
    const { clock } = await lab.context()
    await clock.install({ time: 0 })
    await clock.pauseAt(1000)
    const page = await lab.open()
    await views(lab, 1)
    const refused = new Set<string>()
    lab.api.reply = ({ to: endpoint }) => {
      const isFirst = !refused.has(endpoint)
      refused.add(endpoint)
      return isFirst ? { status: 503 } : ACCEPTED
    }
    await page.evaluate(() => {
      window.Micrologs?.track('signup', { plan: 'pro' })
      window.Micrologs?.audit('invoice.paid')
    })
    for (const endpoint of ['event', 'audit']) {
      while (lab.api.all.filter(to(endpoint)).length < 2) await page.clock.runFor(500)
      const [first, second] = await sent(endpoint, 2)
      expect(second).toEqual({ ...first, age: anyNumber })
      expect(second?.age).not.toBe(first?.age)
    }
  })
})
