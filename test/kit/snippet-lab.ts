import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from './browser.ts'
import { buildSnippet } from './build-snippet.ts'
import { startRecorder, startSite, type Recorded, type Recorder, type Site } from './recorder.ts'

export const PUBLIC_KEY = '0123456789abcdef0123456789abcdef'

/** For `beforeAll`: a browser takes its time to start on a busy machine. */
export const SLOW_START_MS = 60_000

/** A page with our tag, to be opened by a test. */
export interface Visit {
  /** Of the site; `/start` unless told. */
  path?: string
  /** More attributes of the tag, as HTML. */
  attributes?: string
  /** The body of every page of the site, as HTML. */
  html?: string
  /** Runs in the page before any other script. */
  before?: () => void
  /** The page makes errors on purpose; else one is a failure of the test. */
  faulty?: boolean
}

/** A browser, a site with the tag on each page, and the recorder its pages report to. */
export interface SnippetLab {
  /** A new one for each test: what a closed page still sends must not turn up in the next test. */
  readonly api: Recorder
  readonly site: Site
  /** The profile of the test that runs: cookies and caches are shared by its pages and by nobody else. */
  context: () => Promise<BrowserContext>
  open: (visit?: Visit) => Promise<Page>
  /** Between tests: forgets everything, and fails when a page was disturbed or a preflight was sent. */
  reset: () => Promise<void>
  close: () => Promise<void>
}

export async function startSnippetLab(): Promise<SnippetLab> {
  const browser: Browser = await launchBrowser()
  const snippet = buildSnippet()
  let api = await startRecorder(snippet)
  const site = await startSite()
  let current: BrowserContext | undefined
  let disturbances: string[] = []

  async function context(): Promise<BrowserContext> {
    return (current ??= await browser.newContext())
  }

  return {
    get api() {
      return api
    },
    site,
    context,
    async open(visit = {}) {
      const { path = '/start', attributes = '', html = '' } = visit
      site.html = (url) => pageWithTag(api.origin, attributes, `<title>Title of ${url}</title>`, html)
      const page = await (await context()).newPage()
      if (!visit.faulty) page.on('pageerror', (error) => disturbances.push(String(error)))
      if (visit.before) await page.addInitScript(visit.before)
      await page.goto(site.origin + path)
      return page
    },
    async reset() {
      await current?.close()
      const preflights = api.all.filter(({ method }) => method === 'OPTIONS').length
      const faults = disturbances
      current = undefined
      disturbances = []
      await api.close()
      api = await startRecorder(snippet)
      expect({ preflights, faults }).toEqual({ preflights: 0, faults: [] })
    },
    async close() {
      await browser.close()
      await api.close()
      await site.close()
    },
  }
}

export function pageWithTag(api: string, attributes: string, head: string, html: string): string {
  const tag = `<script async src="${api}/snippet/micrologs.js" data-public-key="${PUBLIC_KEY}" ${attributes}></script>`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">${tag}${head}</head><body>${html}</body></html>`
}

/** For `Recorder.wait`: what went to one endpoint. */
export const to = (endpoint: string) => (request: Recorded) => request.to === endpoint

/** The path (and query, and fragment) of every view that was recorded, in order. */
export const viewed = (lab: SnippetLab) =>
  lab.api.all.filter(to('pageview')).map(({ body }) => String(body.url).slice(lab.site.origin.length))

/** Resolves when that many views were recorded; then their bodies. */
export async function views(lab: SnippetLab, count: number): Promise<Record<string, unknown>[]> {
  return (await lab.api.wait(to('pageview'), count)).map(({ body }) => body)
}

/** As if the tab was put into the background, or taken out of it: headless pages are always in view. */
export async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, state)
}
