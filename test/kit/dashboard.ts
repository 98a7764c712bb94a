import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { clockAt } from './clock.ts'
import type { TestApp, TestAppOptions } from './app.ts'
import { testApp } from './app.ts'
import { launchBrowser, SHOTS } from './browser.ts'
import type { TestPerson } from './people.ts'
import { somebody } from './people.ts'
import { seedTraffic } from '../../lib/seed/seed-traffic.ts'

/** Friday evening, so that the last day is nearly whole. */
export const NOW = Date.parse('2026-11-20T20:00Z')

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

interface OpenOptions extends BrowserContextOptions {
  /** Who is signed in; nobody unless told. */
  readonly as?: TestPerson
}

/** Sessions begin by the clock of the app, and browsers look at theirs: both stand at `NOW`. */
export function dashboardLab() {
  let browser: Browser
  const faults: string[] = []
  const closing: (() => Promise<unknown>)[] = []
  const pages: (() => Promise<unknown>)[] = []
  /** Closes the pages of a test; what went wrong in them: thrown, or stopped by the policy. */
  async function tidyPages(): Promise<readonly string[]> {
    for (const close of pages.splice(0)) await close()
    return faults.splice(0)
  }

  return {
    async start(): Promise<void> {
      mkdirSync(SHOTS, { recursive: true })
      browser = await launchBrowser()
    },
    stop: () => browser.close(),

    tidyPages,
    /** The same, and the apps as well. */
    async tidy(): Promise<readonly string[]> {
      const found = await tidyPages()
      for (const close of closing.splice(0).reverse()) await close()
      return found
    },

    /** The whole app around a database of its own. */
    async app(options: TestAppOptions = {}): Promise<TestApp & { readonly origin: string }> {
      const kit = await testApp('sqlite', { clock: clockAt(new Date(NOW).toISOString()), ...options })
      closing.push(() => kit.close())
      return { ...kit, origin: `http://127.0.0.1:${kit.port}` }
    },

    /** A page in a profile of its own. */
    async open(url: string, { as, ...options }: OpenOptions = {}): Promise<Page> {
      const size = { width: 1280, height: 900 }
      const context = await browser.newContext({ viewport: size, locale: 'en-GB', ...options })
      pages.push(() => context.close())
      const [name = '', value = ''] = as?.headers.Cookie?.split('=') ?? []
      if (name !== '') await context.addCookies([{ name, value, url: new URL('/', url).href }])
      context.setDefaultTimeout(15_000)
      await context.clock.setFixedTime(NOW)
      const page = await context.newPage()
      page.on('pageerror', (fault) => faults.push(String(fault)))
      page.on('console', (line) => {
        if (/content security policy/i.test(line.text())) faults.push(line.text())
      })
      await page.goto(url)
      return page
    },
  }
}

/** Fills the app's project with six weeks of traffic, the same every time, and makes somebody who owns it. */
export async function fillShop(kit: TestApp, viewsPerDay = 60): Promise<TestPerson> {
  const [project] = await kit.app.store.list()
  if (project === undefined) throw new Error('There is no project')
  await seedTraffic({ db: kit.app.db, project, days: 44, viewsPerDay, until: NOW, seed: 4 })
  return somebody(kit, { isOwner: true })
}

/** What axe finds that would keep people out, as `rule: element`. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the policy does not bind.
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    interface Found {
      violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
    }
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<Found> } }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
  })
}

export const shot = (page: Page, name: string) =>
  page.screenshot({ path: path.join(SHOTS, `${name}.png`), animations: 'disabled' })
