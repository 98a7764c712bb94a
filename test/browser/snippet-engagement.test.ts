import type { Page } from 'playwright-core'
import { describeInBrowser } from '../kit/browser.ts'
import {
  setVisibility,
  SLOW_START_MS,
  startSnippetLab,
  to,
  views,
  type SnippetLab,
  type Visit,
} from '../kit/snippet-lab.ts'

describeInBrowser('snippet: engagement', () => {
  let lab: SnippetLab
  beforeAll(async () => (lab = await startSnippetLab()), SLOW_START_MS)
  afterEach(() => lab.reset())
  afterAll(() => lab.close())

  /** A page whose time passes only when a test says so. */
  async function openTimeless(visit?: Visit): Promise<Page> {
    const { clock } = await lab.context()
    await clock.install({ time: 0 })
    await clock.pauseAt(1000)
    return lab.open(visit)
  }
  const leave = (page: Page) => page.goto(`${lab.api.origin}/snippet/micrologs.js`)
  const shares = async (count: number) => (await lab.api.wait(to('engagement'), count)).map(({ body }) => body)

  test('visible time only, in shares that add up, each sent once', async () => {
    const page = await openTimeless()
    const [first] = await views(lab, 1)
    await page.clock.runFor(5000)
    await setVisibility(page, 'hidden')
    await page.clock.runFor(60_000)
    await setVisibility(page, 'visible')
    await page.clock.runFor(2000)
    await setVisibility(page, 'hidden')
    await setVisibility(page, 'visible')
    await page.clock.runFor(700)
    await leave(page)
    const sent = await shares(3)
    expect(sent.map(({ view, engaged, ended }) => [view, engaged, ended])).toEqual([
      [first?.view, 5000, false],
      [first?.view, 2000, false],
      [first?.view, 700, true],
    ])
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3)
    expect(sent[0]).toMatchObject({ url: first?.url, key: first?.key, age: 0 })
  })

  test('less than 100 ms is kept for the next share', async () => {
    const page = await openTimeless()
    for (const ms of [60, 30, 20]) {
      await page.clock.runFor(ms)
      await setVisibility(page, 'hidden')
      await setVisibility(page, 'visible')
    }
    expect((await shares(1)).map(({ engaged, ended }) => [engaged, ended])).toEqual([[110, false]])
    await leave(page)
    expect((await shares(2))[1]).toMatchObject({ engaged: 0, ended: true })
  })

  test('the next virtual page ends the one before', async () => {
    const page = await openTimeless()
    await page.clock.runFor(3000)
    await page.evaluate(() => history.pushState(null, '', '/next'))
    await page.clock.runFor(4000)
    await leave(page)
    const [first, second] = await views(lab, 2)
    expect((await shares(2)).map(({ view, url, engaged, ended }) => [view, url, engaged, ended])).toEqual([
      [first?.view, first?.url, 3000, true],
      [second?.view, second?.url, 4000, true],
    ])
  })

  test('time in a page opened in the background begins when it is looked at', async () => {
    const page = await openTimeless({
      before: () => Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }),
    })
    await page.clock.runFor(9000)
    await setVisibility(page, 'visible')
    await page.clock.runFor(1000)
    await leave(page)
    expect((await shares(1)).map(({ engaged }) => engaged)).toEqual([1000])
  })

  test('after the back/forward cache the new view has a time of its own', async () => {
    const page = await openTimeless()
    await page.clock.runFor(3000)
    await page.goto(`${lab.site.origin}/second`)
    await page.evaluate(() => history.back())
    const seen = await views(lab, 3)
    await page.clock.runFor(500)
    await leave(page)
    const sent = await shares(3)
    expect(sent.map(({ view, engaged, ended }) => [view, engaged, ended])).toEqual([
      [seen[0]?.view, 3000, true],
      [seen[1]?.view, 0, true],
      [seen[2]?.view, 500, true],
    ])
  })

  test('a closed tab has ended', async () => {
    const page = await lab.open()
    await views(lab, 1)
    await page.close()
    expect(await shares(1)).toMatchObject([{ ended: true, scroll: 100 }])
  })

  test('how far down the page was seen', async () => {
    const page = await lab.open({ html: '<div style="height: 7200px; margin: -8px">long</div>' })
    await views(lab, 1)
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener('scroll', resolve, { once: true })
          scrollTo(0, 2880)
        }),
    )
    await page.evaluate(() => {
      scrollTo(0, 0)
      history.pushState(null, '', '/next')
    })
    await leave(page)
    // A window of 720 pixels: 10 % at the top, and 50 % where the first page was scrolled to.
    expect((await shares(2)).map(({ scroll }) => scroll)).toEqual([50, 10])
  })
})
