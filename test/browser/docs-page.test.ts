import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { testApp } from '../kit/app.ts'
import type { TestApp } from '../kit/app.ts'
import { describeInBrowser, launchBrowser, SHOTS } from '../kit/browser.ts'

describeInBrowser('the page of the API', () => {
  let browser: Browser
  let closing: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    for (const close of closing.reverse()) await close()
    closing = []
  })

  /** The page of an install; what its script complained of, and what it asked of others. */
  async function open(settings: Record<string, string>, viewport = { width: 1400, height: 1000 }) {
    const kit: TestApp = await testApp('sqlite', { settings })
    const page: Page = await browser.newPage({ viewport })
    closing.push(
      () => kit.close(),
      () => page.close(),
    )
    const origin = `http://127.0.0.1:${kit.port}`
    const faults: string[] = []
    const asked: string[] = []
    page.on('pageerror', (fault) => faults.push(fault.message))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
    })
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(`${origin}${settings.BASE_PATH ?? ''}/api/docs`)
    await operation(page, 'Tracking', 'trackPageview').waitFor()
    return { page, faults, strangers: () => asked.filter((url) => !url.startsWith(`${origin}/`) && !ours(url, origin)) }
  }

  const operation = (page: Page, tag: string, id: string) => page.locator(`[id="tag/${tag}/operation/${id}"]`)
  const ours = (url: string, origin: string) => url.startsWith(`blob:${origin}/`) || url === 'data:,'

  test.each([{}, { BASE_PATH: '/stats' }])('shows the operations with %o, and asks nobody else', async (settings) => {
    const { page, faults, strangers } = await open(settings)
    expect(await page.title()).toMatch(/^Micrologs/)
    await page.screenshot({ path: path.join(SHOTS, 'docs-1400.png') })
    const errors = operation(page, 'Reports', 'reportErrors')
    await errors.scrollIntoViewIfNeeded()
    expect(await errors.getByText('analytics/errors').first().isVisible()).toBe(true)
    expect(await errors.textContent()).toContain('resolved and happened again since')
    // Styled: what stands on the right is dark.
    const sample = page.getByText('Response samples').first()
    expect(await sample.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(255, 255, 255)')
    expect([faults, strangers()]).toEqual([[], []])
  })

  test('finds operations by a word', async () => {
    const { page, faults, strangers } = await open({})
    await page.getByPlaceholder('Search...').fill('regression')
    await page.locator('[data-role="search:results"]').getByText('Groups of errors').first().waitFor()
    expect([faults, strangers()]).toEqual([[], []])
  })

  test('can be read on a phone', async () => {
    const { page, faults } = await open({}, { width: 390, height: 844 })
    await page.screenshot({ path: path.join(SHOTS, 'docs-390.png') })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    expect(faults).toEqual([])
  })
})
