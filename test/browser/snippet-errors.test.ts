import { describeInBrowser } from '../kit/browser.ts'
import { SLOW_START_MS, startSnippetLab, to, views, type SnippetLab } from '../kit/snippet-lab.ts'

describeInBrowser('snippet: errors', () => {
  let lab: SnippetLab
  beforeAll(async () => (lab = await startSnippetLab()), SLOW_START_MS)
  afterEach(() => lab.reset())
  afterAll(() => lab.close())

  const open = async (attributes = '', html = '') => {
    const page = await lab.open({ attributes, html, faulty: true })
    await views(lab, 1)
    return page
  }
  const reported = async (count: number) => (await lab.api.wait(to('error'), count)).map(({ body }) => body)

  test('an uncaught error, beside the handlers of the page', async () => {
    const page = await open('data-environment="staging"')
    const handled = await page.evaluate(async () => {
      const seen = new Promise((resolve) => (window.onerror = resolve))
      setTimeout(() => {
        throw new RangeError('out of bounds')
      })
      return await seen
    })
    expect(handled).toBe('Uncaught RangeError: out of bounds')
    const [view] = await views(lab, 1)
    expect(await reported(1)).toEqual([
      {
        id: expect.any(Number) as number,
        error_type: 'RangeError',
        message: 'out of bounds',
        file: expect.any(String) as string,
        line: expect.any(Number) as number,
        stack: expect.stringMatching(/^RangeError: out of bounds\n {4}at /) as string,
        severity: 'error',
        url: `${lab.site.origin}/start`,
        environment: 'staging',
        view: view?.view,
        key: view?.key,
        age: expect.any(Number) as number,
      },
    ])
  })

  const REJECTIONS: [make: string, expected: object][] = [
    [`new TypeError('no such thing')`, { error_type: 'TypeError', message: 'no such thing' }],
    [`new Error()`, { error_type: 'Error', message: 'Error' }],
    [`new DOMException('not now', 'AbortError')`, { error_type: 'AbortError', message: 'not now' }],
    [`'just a text'`, { error_type: 'UnhandledRejection', message: 'just a text', stack: null }],
    [`({ code: 42 })`, { error_type: 'UnhandledRejection', message: '{"code":42}' }],
    [`({ name: 'Ajax', message: 'late', stack: 7 })`, { error_type: 'Ajax', message: 'late', stack: '7' }],
    [`undefined`, { error_type: 'UnhandledRejection', message: 'undefined' }],
    [`null`, { error_type: 'UnhandledRejection', message: 'null' }],
    [`window`, { message: '[object Window]' }],
  ]
  test('anything may be rejected', async () => {
    const page = await open()
    for (const [make] of REJECTIONS) await page.evaluate(`void Promise.reject(${make})`)
    const rest = { severity: 'error', line: null, environment: 'production' }
    expect(await reported(REJECTIONS.length)).toMatchObject(
      REJECTIONS.map(([, expected]) => ({ ...rest, ...expected })),
    )
  })

  test('what is no error of a script is left alone', async () => {
    const page = await open('', '<img src="/missing.png" onerror="window.failed = true">')
    await page.waitForFunction('window.failed')
    await page.evaluate(() => {
      window.dispatchEvent(new Event('error'))
      document.body.dispatchEvent(new Event('error', { bubbles: true }))
      window.Micrologs?.error('last')
    })
    expect(await reported(1)).toMatchObject([{ message: 'last' }])
  })

  test('the same error once, another one again, 20 at most', async () => {
    const page = await open()
    await page.evaluate(() => {
      for (let i = 0; i < 60; i++) {
        const error = new Error(`number ${Math.floor(i / 2)}`)
        dispatchEvent(new ErrorEvent('error', { error, message: error.message, filename: 'f.js', lineno: 7 }))
      }
      history.pushState(null, '', '/next')
    })
    await views(lab, 2)
    const messages = lab.api.all.filter(to('error')).map(({ body }) => body.message)
    expect(messages).toEqual(Array.from({ length: 20 }, (_, i) => `number ${i}`))
  })

  test('Micrologs.error: the keys of the contract', async () => {
    const page = await open()
    await page.evaluate(() => {
      const circle: Record<string, unknown> = {}
      circle.circle = circle
      window.Micrologs?.error('declined', { order: 7 }, 'critical')
      window.Micrologs?.error('declined', circle)
      window.Micrologs?.error('declined', { long: ['x'.repeat(2000), 'x'.repeat(2000), '\u20ac'.repeat(2000)] })
      window.Micrologs?.error(new Error('an error'))
    })
    const sent = await reported(4)
    const url = `${lab.site.origin}/start`
    const [view] = await views(lab, 1)
    const common = { error_type: 'ManualError', file: url, url, environment: 'production', severity: 'error' }
    const anyNumber = expect.any(Number) as number
    const rest = { id: anyNumber, view: view?.view, key: view?.key, age: anyNumber }
    expect(new Set(sent.map(({ id }) => id)).size).toBe(4)
    expect(sent).toEqual([
      { ...common, ...rest, message: 'declined', severity: 'critical', context: { order: 7 } },
      { ...common, ...rest, message: 'declined' },
      { ...common, ...rest, message: 'declined' },
      { ...common, ...rest, message: 'Error: an error' },
    ])
  })

  test('Micrologs.audit sends the keys of the contract', async () => {
    const page = await open()
    await page.evaluate(() => window.Micrologs?.audit('invoice.paid', 'ann', { invoice: 7 }))
    const [sent] = await lab.api.wait(to('audit'))
    expect(sent?.body).toMatchObject({ action: 'invoice.paid', actor: 'ann', context: { invoice: 7 } })
  })

  test('no call of the API throws, whatever it is given', async () => {
    const page = await lab.open()
    const outcome = await page.evaluate(() => {
      const bad = Symbol('bad') as unknown as string
      const worse = Object.create(null) as string
      for (const value of [bad, worse]) {
        window.Micrologs?.error(value, value, value)
        window.Micrologs?.pageview(value)
      }
      window.Micrologs?.pageview('http://[')
      window.Micrologs?.error('fine', { toJSON: () => bad })
      return 'quiet'
    })
    expect(outcome).toBe('quiet')
    expect(await reported(2)).toMatchObject([{ message: 'Symbol(bad)' }, { message: 'fine' }])
  })

  test('any text arrives, cut, in a body below 60 KB', async () => {
    const page = await open()
    await page.evaluate(() => {
      const error = new Error('\ud83d\ude00 caf\u00e9 \ud800 cut\u0000')
      error.stack = '\u20ac"'.repeat(10_000)
      dispatchEvent(new ErrorEvent('error', { error, message: 'x', filename: '\u20ac'.repeat(5000) }))
    })
    const [request] = await lab.api.wait(to('error'))
    expect(request?.body).toMatchObject({ message: '\ud83d\ude00 caf\u00e9  cut', stack: '\u20ac"'.repeat(4000) })
    expect(Number(request?.headers['content-length'])).toBeLessThan(60_000)
    await page.evaluate(() => window.Micrologs?.error('a'.repeat(2047) + '\ud83d\ude00'))
    expect((await reported(2))[1]?.message).toBe('a'.repeat(2047))
  })

  test('data-errors="off" reports only what the page reports', async () => {
    const page = await open('data-errors="off"')
    await page.evaluate(() => {
      void Promise.reject(new Error('unseen'))
      setTimeout(() => {
        throw new Error('unseen too')
      })
      setTimeout(() => window.Micrologs?.error('seen'), 10)
    })
    expect(await reported(1)).toMatchObject([{ message: 'seen' }])
  })
})
