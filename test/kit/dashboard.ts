import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { clockAt } from './clock.ts'
import type { TestApp, TestAppOptions } from './app.ts'
import { testApp } from './app.ts'
import { launchBrowser, SHOTS } from './browser.ts'
import type { TestPerson } from './people.ts'
import { NOW, seededShop } from './seeded-shop.ts'

interface OpenOptions extends BrowserContextOptions {
  /** Who is signed in; nobody unless told. */
  readonly as?: TestPerson | undefined
  /** The clock of the browser stands, unless it is to run: then the test may also move it on. */
  readonly clock?: 'stands' | 'runs'
}

export type LabApp = TestApp & { readonly origin: string }
/** With six weeks of traffic, and the person who owns it. */
export type LabShop = LabApp & { readonly owner: TestPerson }

const WIDE = { width: 1280, height: 900 }

/** Sessions begin by the clock of the app, and browsers look at theirs: both stand at `NOW`. */
export function dashboardLab() {
  let browser: Browser
  let standing: { readonly page: Page; as: TestPerson | undefined } | undefined
  const faults: string[] = []
  const closing: (() => Promise<unknown>)[] = []
  const pages: (() => Promise<unknown>)[] = []
  /** Closes the pages of a test, but for the one that stays; what went wrong in any: thrown, or stopped by the policy. */
  async function tidyPages(): Promise<readonly string[]> {
    for (const close of pages.splice(0)) await close()
    return faults.splice(0)
  }

  async function signIn(context: BrowserContext, url: string, as: TestPerson | undefined): Promise<void> {
    const [name = '', value = ''] = as?.headers.Cookie?.split('=') ?? []
    if (name !== '') await context.addCookies([{ name, value, url: new URL('/', url).href }])
  }

  async function newPage(url: string, { as, clock = 'stands', ...options }: OpenOptions): Promise<Page> {
    const context = await browser.newContext({ viewport: WIDE, locale: 'en-GB', ...options })
    await signIn(context, url, as)
    context.setDefaultTimeout(15_000)
    if (clock === 'runs') await context.clock.install({ time: NOW })
    else await context.clock.setFixedTime(NOW)
    const page = await context.newPage()
    page.on('pageerror', (fault) => faults.push(String(fault)))
    page.on('console', (line) => {
      if (/content security policy/i.test(line.text())) faults.push(line.text())
    })
    await page.goto(url)
    return page
  }

  async function app(options: TestAppOptions = {}): Promise<LabApp> {
    const kit = await testApp('sqlite', { clock: clockAt(new Date(NOW).toISOString()), ...options })
    closing.push(() => kit.close())
    return { ...kit, origin: `http://127.0.0.1:${kit.port}` }
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
    app,
    /** The same, around a copy of the shop that is seeded once a run. */
    async shop(): Promise<LabShop> {
      const { owner, ...from } = await seededShop()
      return { ...(await app({ from })), owner }
    },

    /** A page in a profile of its own. */
    async open(url: string, options: OpenOptions = {}): Promise<Page> {
      const page = await newPage(url, options)
      pages.push(() => page.context().close())
      return page
    },

    /**
     * The page that stays from test to test, wide and light, at this address. Where the same person is signed in as before,
     * only the screen is made anew; else the page is, with an empty profile, but from the browser's cache. Loading all anew
     * for each test would take most of their time.
     */
    async visit(url: string, as?: TestPerson): Promise<Page> {
      if (standing === undefined) {
        standing = { page: await newPage(url, { as }), as }
        return standing.page
      }
      const { page } = standing
      await lookAs(page, {})
      if (as !== undefined && standing.as === as && page.url().startsWith(new URL('/', url).href)) {
        // No screen at all in between, so that nothing of the one before is left.
        await page.goto(new URL('#/p/0', url).href)
      } else {
        await page.evaluate(() => localStorage.clear()).catch(() => undefined)
        await page.goto('about:blank')
        await page.context().clearCookies()
        await signIn(page.context(), url, as)
        standing.as = as
      }
      await page.goto(url)
      return page
    },
  }
}

export interface Look {
  readonly size?: { readonly width: number; readonly height: number }
  readonly scheme?: 'light' | 'dark'
}

export const PHONE = { width: 390, height: 844 }

/** Shows a page on another screen, or in other colours, without loading it anew. */
export async function lookAs(page: Page, { size = WIDE, scheme = 'light' }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme })
  await page.setViewportSize(size)
}

/** By how many pixels the page is wider than the screen. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

export const shot = (page: Page, name: string) =>
  page.screenshot({ path: path.join(SHOTS, `${name}.png`), animations: 'disabled' })
