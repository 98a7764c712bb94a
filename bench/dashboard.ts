import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, CDPSession } from 'playwright-core'
import { systemClock } from '../lib/core/clock.ts'
import { openDb } from '../lib/db/open-db.ts'
import { ProjectStore } from '../lib/projects/project-store.ts'
import { launchBrowser } from '../test/kit/browser.ts'
import type { ChildServer } from './child-server.ts'
import { startChild } from './child-server.ts'
import { fill } from './reports/fill.ts'
import { amountOf } from './reports/traffic.ts'
import type { BenchRow } from './row.ts'
import { median } from './row.ts'

const VIEWS = 500_000
const ROUNDS = 7
const GOAL_MS = 1000
const RESULT = 'bench/results/dashboard.md'

/** One load of the first screen, in ms from the moment its address was entered. */
interface Load {
  readonly requests: number
  /** As they travelled: compressed, with headers. */
  readonly bytes: number
  readonly painted: number
  /** The figures, the chart and the lists are there. */
  readonly stood: number
  /** Of it, what the question for the report took. */
  readonly asked: number
  /** What the processors worked for it: in the page's process, and in the server's. A quiet machine is about as fast. */
  readonly pageWork: number
  readonly serverWork: number
}

type Named = readonly [name: string, load: Load]

/**
 * What somebody waits for who opens the overview of a project with half a million page views of a year, sealed but for
 * those that are still open: in Chromium, from `node app.js` with SQLite. Writes its table to `bench/results/`.
 */
export async function dashboardBench(): Promise<BenchRow[]> {
  const storageDir = mkdtempSync(path.join(tmpdir(), 'micrologs-dashboard-'))
  const env = { STORAGE_DIR: storageDir, DATABASE_URL: '' }
  try {
    const views = await filled(storageDir)
    const link = signInLink(env)
    const browser = await launchBrowser()
    const server = await startChild(path.resolve('app.js'), env)
    try {
      const plain = await plainPage(browser, server)
      const loads = await measured(browser, server, new URL(link).hash)
      const text = report(views, plain, loads)
      mkdirSync(path.dirname(RESULT), { recursive: true })
      writeFileSync(RESULT, text)
      return loads.map(([name, load]) => rowOf(name, load))
    } finally {
      await browser.close()
      await server.stop()
    }
  } finally {
    rmSync(storageDir, { recursive: true, force: true })
  }
}

/** When a page that is nothing but a line of text is painted, ms: what this browser needs on this machine for any page. */
async function plainPage(browser: Browser, server: ChildServer): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${server.url}/api/health`)
    const painted = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime
    times.push((await (await page.waitForFunction(painted)).jsonValue()) ?? NaN)
    await context.close()
  }
  return median(times)
}

/** Makes the first project and its traffic, up to now; answers how many page views there are. */
async function filled(storageDir: string): Promise<number> {
  const db = openDb({ url: '', storageDir, connections: 1 })
  await db.migrate()
  const store = new ProjectStore({ db, clock: systemClock, changed: () => Promise.resolve() })
  const { project } = await store.create({ name: 'Bench', domains: [] })
  const { views } = await fill({ db, project: project.id }, amountOf(VIEWS, systemClock.now()), () => undefined)
  await db.close()
  return views
}

function signInLink(env: Readonly<Record<string, string>>): string {
  const words = ['app.js', 'user', 'create', 'bench@people.example', '--owner']
  const { stdout, stderr } = spawnSync(process.execPath, words, { env: { ...process.env, ...env }, encoding: 'utf8' })
  const [link] = /http\S+#signin=\S+/.exec(stdout) ?? []
  if (link === undefined) throw new Error(`No link that signs in was printed: ${stdout} ${stderr}`)
  return link
}

/** The first load after the server's start, then colds and warms in turn; of each the middle one. */
async function measured(browser: Browser, server: ChildServer, signIn: string): Promise<readonly Named[]> {
  const first = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await first.newPage()
  await page.goto(`${server.url}/${signIn}`)
  await page.getByRole('navigation').waitFor()
  const state = await first.storageState()
  await first.close()

  const [started] = await openTwice(browser, server, state)
  const colds: Load[] = []
  const warms: Load[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const [cold, warm] = await openTwice(browser, server, state)
    colds.push(cold)
    warms.push(warm)
  }
  return [
    ['empty cache, the first report since the server began', started],
    ['empty cache', middle(colds)],
    ['again', middle(warms)],
  ]
}

const middle = (loads: readonly Load[]): Load => {
  const half = median(loads.map(({ stood }) => stood))
  return loads.find(({ stood }) => stood === half) as Load
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>

/** In a new profile, with nothing in its cache but for who is signed in; and once more in the same. */
async function openTwice(browser: Browser, server: ChildServer, storageState: State): Promise<readonly [Load, Load]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, storageState })
  await context.addInitScript(noteWhenItStands)
  const cold = await open(context, server)
  const warm = await open(context, server)
  await context.close()
  return [cold, warm]
}

async function open(context: BrowserContext, server: ChildServer): Promise<Load> {
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  let [requests, bytes] = [0, 0]
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    // What comes from the cache has no length.
    if (encodedDataLength > 0) requests++
    bytes += encodedDataLength
  })
  await network.send('Network.enable')
  await network.send('Performance.enable')
  const before = { page: await processTime(network), server: server.cpu() }
  await page.goto(`${server.url}/#/p/1/analytics`)
  await page.waitForFunction(() => 'stoodAt' in globalThis, undefined, { timeout: 60_000, polling: 'raf' })
  const times = await page.evaluate(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint')
    const report = performance.getEntriesByType('resource').find(({ name }) => name.includes('analytics/overview'))
    const { stoodAt } = globalThis as unknown as { stoodAt: number }
    return { painted: paint?.startTime ?? NaN, stood: stoodAt, asked: report?.duration ?? NaN }
  })
  const pageWork = (await processTime(network)) - before.page
  await page.close()
  return { requests, bytes, ...times, pageWork, serverWork: server.cpu() - before.server }
}

/** CPU time of the page's process so far, in ms. */
async function processTime(page: CDPSession): Promise<number> {
  const { metrics } = await page.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'ProcessTime')?.value ?? NaN) * 1000
}

/** Runs in the page, before it: writes down when the figures, the chart and the lists were drawn first. */
function noteWhenItStands(): void {
  const wanted = ['.total-value', '.plot canvas', '.panels .bar-row']
  const look = new MutationObserver(() => {
    if (!wanted.every((selector) => document.querySelector(selector) !== null)) return
    look.disconnect()
    // After the frame that shows it.
    requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { stoodAt: performance.now() })))
  })
  look.observe(document, { childList: true, subtree: true })
}

const rowOf = (name: string, { requests, bytes, painted, stood, asked }: Load): BenchRow => ({
  name: `dashboard, ${name}`,
  value: `${Math.round(stood)} ms until the numbers stand (report ${Math.round(asked)} ms), painted after ${Math.round(painted)} ms; ${requests} requests, ${Math.round(bytes / 1024)} KB`,
  goal: `under ${GOAL_MS} ms`,
  ok: stood < GOAL_MS,
})

const report = (views: number, plain: number, loads: readonly Named[]): string =>
  [
    '# The first screen, measured',
    '',
    `Node ${process.versions.node}, ${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, load ${(loadavg()[0] ?? 0).toFixed(1)}; Chromium, server and SQLite on this machine.`,
    `The overview of 28 days of a project with ${views.toLocaleString('en')} page views in a year, sealed but for the newest. Middle one of ${ROUNDS} loads. Goal: under ${GOAL_MS} ms.`,
    `For comparison: a page with nothing but a line of text is painted after ${Math.round(plain)} ms here.`,
    '"Work" is what the processors did for it: wall-clock times of a machine that is shared are far above those of a quiet one.',
    '',
    '| load | requests | travelled | first paint | the numbers stand | of it the report | work of the page | work of the server |',
    '|---|---|---|---|---|---|---|---|',
    ...loads.map(
      ([name, { requests, bytes, painted, stood, asked, pageWork, serverWork }]) =>
        `| ${name} | ${requests} | ${Math.round(bytes / 1024)} KB | ${Math.round(painted)} ms | **${Math.round(stood)} ms**${stood < GOAL_MS ? '' : ' ✗'} | ${Math.round(asked)} ms | ${Math.round(pageWork)} ms | ${Math.round(serverWork)} ms |`,
    ),
    '',
  ].join('\n')
