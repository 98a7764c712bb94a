import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { testApp } from '../kit/app.ts'
import type { TestApp } from '../kit/app.ts'
import { describeInBrowser, launchBrowser, SHOTS } from '../kit/browser.ts'
import { overflow, PHONE } from '../kit/dashboard.ts'

const BASE_PATH = '/stats'

/** One page for all tests, below a base path: loading it takes seconds, for it draws every operation at once. */
describeInBrowser('the page of the API', () => {
  let browser: Browser
  let kit: TestApp
  let page: Page
  const faults: string[] = []
  const asked: string[] = []
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    ;[browser, kit] = await Promise.all([launchBrowser(), testApp('sqlite', { settings: { BASE_PATH } })])
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } })
    page.on('pageerror', (fault) => faults.push(fault.message))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
    })
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(`http://127.0.0.1:${kit.port}${BASE_PATH}/api/docs`)
    await operation('Tracking', 'trackPageview').waitFor()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await kit.close()
  })
  afterEach(() => {
    expect(faults.splice(0)).toEqual([])
    // It asks nobody else.
    const own = `http://127.0.0.1:${kit.port}/`
    const isOurs = (url: string) => [own, `blob:${own}`, 'data:,'].some((start) => url.startsWith(start))
    expect(asked.splice(0).filter((url) => !isOurs(url))).toEqual([])
  })

  const operation = (tag: string, id: string) => page.locator(`[id="tag/${tag}/operation/${id}"]`)

  test('shows the operations', async () => {
    expect(await page.title()).toMatch(/^Micrologs/)
    await page.screenshot({ path: path.join(SHOTS, 'docs-1400.png') })
    const errors = operation('Reports', 'reportErrors')
    await errors.scrollIntoViewIfNeeded()
    expect(await errors.getByText('analytics/errors').first().isVisible()).toBe(true)
    expect(await errors.textContent()).toContain('resolved and happened again since')
    // Styled: what stands on the right is dark.
    const sample = page.getByText('Response samples').first()
    expect(await sample.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(255, 255, 255)')
  })

  test('finds operations by a word', async () => {
    await page.getByPlaceholder('Search...').fill('regression')
    await page.locator('[data-role="search:results"]').getByText('Groups of errors').first().waitFor()
  })

  test('can be read on a phone', async () => {
    await page.setViewportSize(PHONE)
    expect(await overflow(page)).toBe(0)
    await page.screenshot({ path: path.join(SHOTS, 'docs-390.png') })
  })
})
