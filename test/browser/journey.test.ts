import path from 'node:path'
import type { Browser } from 'playwright-core'
import { describeInBrowser, launchBrowser, SHOTS } from '../kit/browser.ts'
import { emptyDatabase } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import type { Site } from '../kit/recorder.ts'
import { startSite } from '../kit/recorder.ts'
import type { ServerProcess } from '../kit/server-process.ts'
import { killServers, startServer } from '../kit/server-process.ts'
import { setVisibility, SLOW_START_MS } from '../kit/snippet-lab.ts'

interface Pages {
  data: { pages: { url: string; page_title: string; pageviews: number; unique_visitors: number }[] }
}
interface Sessions {
  data: {
    total_sessions: number
    bounce_rate: number
    avg_duration_seconds: number
    avg_engaged_seconds: number
    avg_pages_per_session: number
  }
}

/** The whole river with nothing in place of anything: `node app.js`, its own SQLite file, a page, a browser, a report. */
describeInBrowser('from a page with the tag to the report', () => {
  let browser: Browser
  let site: Site
  let server: ServerProcess
  let drop: () => Promise<void>
  let origin: string
  let secret: string
  /** That `npm start` prints. */
  let signInLink: string

  beforeAll(async () => {
    const fresh = await emptyDatabase('sqlite')
    drop = fresh.drop
    server = await startServer({ storageDir: fresh.storageDir })
    if (!('port' in server.address)) throw new Error('The server has no port')
    origin = `http://localhost:${server.address.port}`
    const printed = await eventually(() => /<script [^]*?<\/script>/.exec(server.output)?.[0] ?? false)
    secret = /secret key\s+([0-9a-f]{64})/.exec(server.output)?.[1] ?? ''
    signInLink = await eventually(() => /http:\S+#signin=\S+/.exec(server.output)?.[0] ?? false)
    site = await startSite()
    site.html = (
      at,
    ) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop ${at}</title>${printed}</head>
      <body><a href="/basket">Basket</a> <a href="#top">Top</a></body></html>`
    browser = await launchBrowser()
  }, SLOW_START_MS)
  afterAll(async () => {
    await browser.close()
    await site.close()
    await killServers()
    await drop()
  })

  const report = async <T>(name: string): Promise<T> => {
    const answer = await fetch(`${origin}/api/analytics/${name}`, { headers: { 'X-API-Key': secret } })
    return (await answer.json()) as T
  }

  test('a visit of three pages is in the reports, with its engaged time, and nothing twice', async () => {
    const context = await browser.newContext({ locale: 'de-AT', timezoneId: 'Europe/Vienna', userAgent: REAL_BROWSER })
    // First the page of the app itself: it waits, and shows the view when it comes.
    const watching = await context.newPage()
    await watching.setViewportSize({ width: 1280, height: 900 })
    await watching.goto(signInLink)
    await watching.getByText(/Warte|Waiting/).waitFor()

    const page = await context.newPage()
    await page.goto(`${site.origin}/start?utm_source=letter&utm_medium=email&utm_campaign=spring`)
    await watching.getByText('Shop /start', { exact: false }).first().waitFor()
    await watching.screenshot({ path: path.join(SHOTS, 'journey-received.png') })

    await page.getByText('Top').click()
    await page.evaluate(() => {
      history.pushState({}, '', '/start/details')
      document.title = 'Details'
    })
    // Long enough in view to be told from nothing in whole seconds.
    await page.waitForTimeout(1100)
    await setVisibility(page, 'hidden')
    await setVisibility(page, 'visible')
    await page.getByText('Basket').click()
    await page.getByText('Basket').waitFor()
    await page.close()

    const found = await eventually(async () => {
      const { data } = await report<Pages>('pages')
      return data.pages.length >= 3 ? data.pages : false
    })
    const views = found.map(({ url, page_title, pageviews, unique_visitors }) => [
      url.slice(site.origin.length),
      page_title,
      pageviews,
      unique_visitors,
    ])
    expect(views.sort()).toEqual([
      ['/basket', 'Shop /basket', 1, 1],
      ['/start', 'Shop /start?utm_source=letter&utm_medium=email&utm_campaign=spring', 1, 1],
      ['/start/details', 'Details', 1, 1],
    ])
    const { data: visits } = await report<Sessions>('sessions')
    expect(visits).toMatchObject({ total_sessions: 1, bounce_rate: 0, avg_pages_per_session: 3 })
    expect(visits.avg_engaged_seconds).toBeGreaterThanOrEqual(1)
    expect(visits.avg_engaged_seconds).toBeLessThanOrEqual(visits.avg_duration_seconds + 1)
    const { data: places } = await report<{ data: { by_country: unknown[] } }>('locations')
    expect(places.by_country).toMatchObject([{ country: 'Austria', country_code: 'AT', pageviews: 3 }])
    const { data: utm } = await report<{ data: { campaigns: unknown[] } }>('utm')
    expect(utm.campaigns).toMatchObject([{ utm_campaign: 'spring', pageviews: 3, unique_visitors: 1 }])
    const { data: referrers } = await report<{ data: { by_category: unknown[] } }>('referrers')
    expect(referrers.by_category).toMatchObject([{ category: 'email', pageviews: 3 }])

    await watching.getByRole('button', { name: 'Zum Bericht' }).click()
    await watching.getByText('/start/details').first().waitFor()
    await watching.screenshot({ path: path.join(SHOTS, 'journey-report.png') })
    await context.close()
  }, 60_000)
})

// A headless browser says so in its name, and would rightly be taken for a bot.
const REAL_BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
