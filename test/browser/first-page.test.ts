import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { describeInBrowser, launchBrowser, SHOTS } from '../kit/browser.ts'
import { buildDashboard } from '../kit/build-dashboard.ts'
import { freshDb } from '../kit/databases.ts'
import { monthOfVisits } from '../kit/month-of-visits.ts'
import type { PageAppOptions } from '../kit/page-app.ts'
import { PROJECT, PUBLIC_KEY, SECRET_KEY, SETUP_TOKEN, startPageApp } from '../kit/page-app.ts'
import type { VisitPlan } from '../kit/rows.ts'
import { rows } from '../kit/rows.ts'

const NOW = Date.parse('2026-11-20T20:00Z')
const FROM_ELSEWHERE = { 'X-Forwarded-For': '203.0.113.7' }

const VIEW: VisitPlan = {
  visitor: 1,
  at: NOW - 3000,
  views: [{ page: 'https://example.org/journal/oil-or-wax', title: 'Oil or wax?' }],
  source: { channel: 'search', name: 'Google', url: 'www.google.com/' },
  agent: { device: 'desktop', os: 'Linux', browser: 'Firefox' },
  place: { country: 'DE' },
}

describeInBrowser('the page at /', () => {
  let browser: Browser
  let dist: string
  let faults: string[] = []
  let closing: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    dist = buildDashboard()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(dist, { recursive: true })
  })
  afterEach(async () => {
    for (const close of closing.reverse()) await close()
    closing = []
    // Faults of the script, and everything the policy has stopped.
    expect(faults).toEqual([])
    faults = []
  })

  /** An app around an empty database. */
  async function start(options: Partial<PageAppOptions> = {}) {
    const { db, drop } = await freshDb('sqlite')
    const app = await startPageApp({ db, dist, now: NOW, ...options })
    closing.push(drop, () => app.close())
    return { app, fill: rows(db) }
  }

  /** A page in a profile of its own, whose clock stands at `NOW`. */
  async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options })
    closing.push(() => context.close())
    await context.clock.setFixedTime(NOW)
    const page = await context.newPage()
    page.on('pageerror', (fault) => faults.push(String(fault)))
    page.on('console', (line) => {
      if (/content security policy/i.test(line.text())) faults.push(line.text())
    })
    await page.goto(url)
    return page
  }

  const shot = (page: Page, name: string, fullPage = false) =>
    page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage, animations: 'disabled' })

  const figures = (page: Page) => page.locator('.figures .value').allTextContents()

  test('waits for the first page view and turns into it', async () => {
    const { app, fill } = await start()
    const page = await open(app.origin)
    await page.getByRole('status').getByText('Waiting for the first page view…').waitFor()
    expect(await page.locator('.tag code').textContent()).toBe(
      `<script src="https://stats.example.org/snippet/micrologs.js" data-public-key="${PUBLIC_KEY}" async></script>`,
    )
    await shot(page, 'first-steps-waiting')

    await fill.visit(VIEW)
    await page.getByRole('status').getByText('Received').waitFor()
    const facts = await page.locator('.view-facts').innerText()
    for (const fact of ['Oil or wax?', 'example.org/journal/oil-or-wax', '3 seconds ago', '20 Nov 2026'])
      expect(facts).toContain(fact)
    for (const fact of ['Firefox', 'Linux', 'Desktop', 'Germany', 'Search']) expect(facts).toContain(fact)
    await shot(page, 'first-steps-received')

    // And goes on: the next one takes its place.
    await fill.visit({ ...VIEW, visitor: 2, at: NOW - 1000, views: [{ title: 'The next page' }] })
    await page.getByText('The next page').waitFor()
    await page.getByRole('status').getByText('2 page views so far').waitFor()
  })

  test('asks nothing while nobody looks, and at once when somebody does', async () => {
    const { app } = await start()
    const page = await open(app.origin)
    await page.getByText('Waiting for').waitFor()
    let asked = 0
    page.on('request', () => asked++)
    const look = (hidden: boolean) =>
      page.evaluate((isHidden) => {
        Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, hidden)
    await look(true)
    // Longer than a pause between two questions; one may have been on its way.
    await page.waitForTimeout(2600)
    expect(asked).toBeLessThanOrEqual(1)
    asked = 0
    const answered = page.waitForResponse(/first-steps/, { timeout: 1000 })
    await look(false)
    await answered
    expect(asked).toBe(1)
  })

  test('takes the secret key, and tells what is wrong with another', async () => {
    const { app, fill } = await start()
    await fill.visit(VIEW, { ...VIEW, visitor: 2, at: NOW - 3_600_000, views: [{}, { after: 90 }], lasts: 150 })
    const page = await open(app.origin)
    const input = page.getByLabel('Secret key')
    for (const [given, said] of [
      ['', 'Enter the secret key first'],
      ['abc', '64 characters'],
      [PUBLIC_KEY, 'a public key'],
      ['0'.repeat(64), 'does not know this key'],
    ] as const) {
      await input.fill(given)
      await input.press('Enter')
      await page.getByRole('alert').getByText(said).waitFor()
      expect(await input.getAttribute('aria-invalid')).toBe('true')
      expect(await input.evaluate((element) => element === document.activeElement)).toBe(true)
    }
    await input.fill(SECRET_KEY)
    await page.getByRole('button', { name: 'Show the reports' }).click()
    await page.getByRole('heading', { name: PROJECT.name }).waitFor()
    await page.locator('.figures').waitFor()
    expect(await figures(page)).toEqual(['2', '3', '2', '50%', '1m 15s'])

    const kept = await page.evaluate(() => [JSON.stringify(sessionStorage), JSON.stringify(localStorage)])
    expect(kept).toEqual([expect.stringContaining(SECRET_KEY), '{}'])
    await page.getByRole('button', { name: 'Forget the key' }).click()
    await input.waitFor()
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(SECRET_KEY)
  })

  test('takes the key from the link, out of the address, and keeps the range in it', async () => {
    const { app, fill } = await start()
    const yesterday = NOW - 24 * 3_600_000
    await fill.visit(VIEW, { ...VIEW, visitor: 2, at: yesterday }, { ...VIEW, visitor: 3, at: yesterday - 1 })
    const page = await open(`${app.origin}/#key=${SECRET_KEY}`)
    expect(page.url()).toBe(`${app.origin}/`)
    await page.locator('.figures').waitFor()
    expect((await figures(page))[1]).toBe('3')

    await page.getByRole('button', { name: 'Today' }).click()
    await page.waitForFunction(() => document.querySelectorAll('.figures .value')[1]?.textContent === '1')
    expect(page.url()).toBe(`${app.origin}/?range=today`)
    expect(await page.getByRole('button', { name: 'Today' }).getAttribute('aria-pressed')).toBe('true')
    await page.goBack()
    await page.waitForFunction(() => document.querySelectorAll('.figures .value')[1]?.textContent === '3')
    expect(await page.getByRole('button', { name: '30 days' }).getAttribute('aria-pressed')).toBe('true')
    await page.goForward()
    await page.reload()
    await page.waitForFunction(() => document.querySelectorAll('.figures .value')[1]?.textContent === '1')
  })

  test('can be worked from the keyboard', async () => {
    const { app, fill } = await start()
    const page = await open(app.origin, { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.getByText('Waiting for').waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await page.keyboard.press('Tab')
    expect(await focused()).toContain('<script')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Copy the tag')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('Copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/snippet/micrologs.js')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Nothing arrives?')
    await page.keyboard.press('Enter')
    await page.getByText('ad blockers').waitFor()

    await page.keyboard.press('Tab')
    await page.keyboard.type(SECRET_KEY)
    await page.keyboard.press('Enter')
    await page.getByText('No page views in this range').waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN')
    await fill.visit(VIEW)
    await page.getByText('Received').waitFor()
  })

  test('from elsewhere it only says that it runs, and the link with the token opens the steps', async () => {
    const { app } = await start()
    const page = await open(app.origin, { extraHTTPHeaders: FROM_ELSEWHERE })
    await page.getByRole('heading', { name: 'Micrologs is running' }).waitFor()
    expect(await page.locator('main').innerText()).not.toContain(PROJECT.name)
    await page.goto(`${app.origin}/#setup=${SETUP_TOKEN}`)
    await page.getByText('Waiting for').waitFor()
    expect(page.url()).toBe(`${app.origin}/`)
    await page.reload()
    await page.getByText('Waiting for').waitFor()
  })

  test('from elsewhere the key opens the reports', async () => {
    const { app, fill } = await start()
    await fill.visit(VIEW)
    const page = await open(app.origin, { extraHTTPHeaders: FROM_ELSEWHERE })
    await page.getByLabel('Secret key').fill(SECRET_KEY)
    await page.keyboard.press('Enter')
    await page.locator('.figures').waitFor()
    expect((await figures(page)).slice(0, 3)).toEqual(['1', '1', '1'])
  })

  test('says why nothing comes while the database is away, keeps what it has, and goes on by itself', async () => {
    const { app, fill } = await start()
    await fill.visit(VIEW)
    app.isAway = true
    const page = await open(`${app.origin}/#key=${SECRET_KEY}`)
    await page.getByRole('alert').first().getByText('Page views are kept').waitFor()
    app.isAway = false
    await page.locator('.figures').waitFor()
    await page.getByRole('alert').first().waitFor({ state: 'detached' })
    app.isAway = true
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.getByRole('alert').first().getByText('The database does not answer').waitFor()
    expect((await figures(page)).slice(0, 3)).toEqual(['1', '1', '1'])
    expect(await page.getByRole('alert').count()).toBe(1)
  })

  test('speaks German', async () => {
    const { app, fill } = await start()
    await fill.visit(VIEW)
    const page = await open(app.origin, { locale: 'de-AT' })
    await page.getByText('Angekommen').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    const facts = await page.locator('.view-facts').innerText()
    for (const fact of ['vor 3 Sekunden', 'Deutschland', 'Computer', 'Suche', '20.11.2026'])
      expect(facts).toContain(fact)
  })

  test.each(['/stats', '/stats/'])('works at %s', async (address) => {
    const { app, fill } = await start({ basePath: '/stats' })
    await fill.visit(VIEW)
    const page = await open(`${app.origin}${address}#key=${SECRET_KEY}`)
    await page.locator('.figures').waitFor()
    expect(page.url()).toBe(app.origin + address)
    expect(await page.getByText('Newest page view').isVisible()).toBe(true)
  })

  test('shows a month, wide and narrow, light and dark', async () => {
    const { app, fill } = await start()
    await fill.visit(...monthOfVisits(NOW), VIEW)
    const url = `${app.origin}/#key=${SECRET_KEY}`
    const wide = await open(url)
    await wide.locator('.breakdowns').waitFor()
    await shot(wide, 'report-1280', true)
    expect(await wide.getByRole('heading', { level: 2 }).allTextContents()).toEqual(
      expect.arrayContaining(['Pages', 'Channels', 'Countries', 'Browsers']),
    )
    // The chart in words and numbers.
    await wide.getByText('As a table').click()
    expect(await wide.locator('.day-table tbody tr').count()).toBe(30)
    expect(await wide.locator('.day-table tbody th').first().textContent()).toMatch(/^Friday,? 20 November 2026$/)

    const dark = await open(url, { colorScheme: 'dark' })
    await dark.locator('.breakdowns').waitFor()
    await shot(dark, 'report-dark', true)

    const narrow = await open(url, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 })
    await narrow.locator('.breakdowns').waitFor()
    await shot(narrow, 'report-390')
    expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  })

  test('is small', () => {
    const bytes = ['dashboard.js', 'dashboard.css'].map((name) => readFileSync(path.join(dist, 'dashboard', name)))
    expect(gzipSync(Buffer.concat(bytes), { level: 9 }).length).toBeLessThan(30 * 1024)
  })
})
