import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Host } from '../kit/apache.ts'
import { canHost, startHost } from '../kit/apache.ts'
import { asRoot } from '../kit/as-root.ts'
import { describeInBrowser, launchBrowser } from '../kit/browser.ts'
import type { MariadbServer } from '../kit/mariadb-server.ts'
import { hasMariadb, startMariadb } from '../kit/mariadb-server.ts'
import { pack } from '../kit/release.ts'
import { freePort } from '../kit/server-process.ts'

const DATABASE = 'cpuser_micrologs'
const PASSWORD = "it's: 50% of @all/that#"
/** Chromium that is driven says so, and is taken for a bot. */
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

const run = canHost() && hasMariadb ? describeInBrowser : describe.skip

/** From an empty folder and an empty database to the first page view, as a newcomer would, without a shell. */
run('the first run on a shared host', () => {
  let server: MariadbServer
  let host: Host | undefined
  let zip: string
  beforeAll(async () => {
    zip = pack()
    const started = await startMariadb({ port: await freePort() })
    if (started === undefined) throw new Error('No MariaDB was started')
    server = started
    const root = `mysql://root@localhost?socket=${encodeURIComponent(server.socket)}`
    await asRoot(
      `create database ${DATABASE};
       create user '${DATABASE}'@'localhost' identified by '${PASSWORD.replace("'", "''")}';
       create user '${DATABASE}'@'127.0.0.1' identified by '${PASSWORD.replace("'", "''")}';
       grant all on ${DATABASE}.* to '${DATABASE}'@'localhost';
       grant all on ${DATABASE}.* to '${DATABASE}'@'127.0.0.1'`,
      root,
    )
  })
  afterAll(async () => {
    await server.stop()
    rmSync(path.dirname(zip), { recursive: true })
  })
  afterEach(() => host?.stop())

  test('asks for the code, the database and an account, and shows the first page view', async () => {
    const begun = performance.now()
    host = await startHost({ zip, settings: { RATE_LIMIT: 'off' } })
    const browser = await launchBrowser()
    const page = await browser.newPage({ locale: 'en-GB' })
    const code = readFileSync(path.join(host.root, 'storage/setup-code.txt'), 'utf8').trim()
    await page.goto(`http://127.0.0.1:${host.port}/`)
    const fill = async (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
    await fill('Code from setup-code.txt', 'wrong')
    await fill('Name of the database', DATABASE)
    await fill('Name of the user', DATABASE)
    await fill('Password of the user', 'wrong')
    await fill('Database server', `127.0.0.1:${server.port}`)
    const use = page.getByRole('button', { name: 'Try it and use it' })
    await use.click()
    await page.getByText('The code is wrong.').waitFor()
    await fill('Code from setup-code.txt', code)
    await use.click()
    await page.getByText('The database refuses the user name or password').waitFor()
    await fill('Password of the user', PASSWORD)
    await use.click()
    await page.getByText('Make my account').waitFor()

    await fill('Code from setup-code.txt', code)
    await fill('E-mail address', 'ada@shop.example')
    await fill('Password', 'correct horse battery')
    await page.getByRole('button', { name: 'Make my account' }).click()
    const tag = await page.locator('code', { hasText: '<script' }).first().textContent()
    expect(tag).toContain(`http://127.0.0.1:${host.port}/snippet/micrologs.js`)

    const shop = createServer((_req, res) => {
      res.setHeader('Content-Type', 'text/html')
      res.end(`<!doctype html><title>Shop</title>${tag ?? ''}<h1>Shop</h1>`)
    })
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
    const visitor = await browser.newPage({ userAgent: AGENT })
    await visitor.addInitScript(() => Object.defineProperty(navigator, 'webdriver', { get: () => false }))
    await visitor.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`)
    await page.getByText('Received', { exact: true }).waitFor()
    const seconds = (performance.now() - begun) / 1000
    process.stdout.write(`\nUnzipped, set up, first page view seen: ${seconds.toFixed(1)} s\n`)

    const settings = readFileSync(path.join(host.root, 'storage/settings.env'), 'utf8')
    expect(settings).toContain(`PUBLIC_URL='http://127.0.0.1:${host.port}'`)
    expect(settings).toContain("RATE_LIMIT='off'")
    await browser.close()
    shop.close()
  })
})
