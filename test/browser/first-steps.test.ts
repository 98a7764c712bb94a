import { faultsOfLooks } from '../kit/axe.ts'
import { describeInBrowser } from '../kit/browser.ts'
import { dashboardLab, shot } from '../kit/dashboard.ts'
import { somebody } from '../kit/people.ts'
import type { VisitPlan } from '../kit/rows.ts'
import { rows } from '../kit/rows.ts'
import { NOW } from '../kit/seeded-shop.ts'

const VIEW: VisitPlan = {
  visitor: 1,
  at: NOW - 3000,
  views: [{ page: 'https://shop.example/journal/oil-or-wax', title: 'Oil or wax?' }],
  source: { channel: 'search', name: 'Google', url: 'www.google.com/' },
  agent: { device: 'desktop', os: 'Linux', browser: 'Firefox' },
  place: { country: 'DE' },
}

describeInBrowser('the first steps of a project', () => {
  const lab = dashboardLab()
  beforeAll(() => lab.start())
  afterAll(() => lab.stop())
  afterEach(async () => expect(await lab.tidy()).toEqual([]))

  async function start(basePath = '') {
    const kit = await lab.app({ settings: { BASE_PATH: basePath, PUBLIC_URL: `http://stats.example.org${basePath}` } })
    return { kit, owner: await somebody(kit, { isOwner: true }), fill: rows(kit.app.db, kit.project.id) }
  }

  test('wait for the first page view, turn into it, and lead to the report', async () => {
    const { kit, owner, fill } = await start()
    const page = await lab.visit(kit.origin, owner)
    await page.getByRole('status').getByText('Waiting for the first page view…').waitFor()
    expect(await page.locator('.tag code').textContent()).toBe(
      `<script src="http://stats.example.org/snippet/micrologs.js" data-public-key="${kit.project.publicKey}" async></script>`,
    )
    expect(await faultsOfLooks(page)).toEqual({})
    await shot(page, 'first-steps-waiting')
    await fill.visit(VIEW)
    await page.getByRole('status').getByText('Received').waitFor()
    const facts = await page.locator('.view-facts').innerText()
    for (const fact of ['Oil or wax?', 'shop.example/journal/oil-or-wax', '3 seconds ago', '20 Nov 2026'])
      expect(facts).toContain(fact)
    for (const fact of ['Firefox', 'Linux', 'Desktop', 'Germany', 'Search']) expect(facts).toContain(fact)
    await shot(page, 'first-steps-received')
    // And go on: the next one takes its place.
    await fill.visit({ ...VIEW, visitor: 2, at: NOW - 1000, views: [{ title: 'The next page' }] })
    await page.getByText('The next page').waitFor()
    await page.getByRole('button', { name: 'See the report' }).click()
    await page.getByRole('button', { name: /^Visitors/ }).waitFor()
  })

  test('ask nothing while nobody looks, and at once when somebody does', async () => {
    const { kit, owner } = await start()
    const page = await lab.open(kit.origin, { as: owner, clock: 'runs' })
    await page.getByText('Waiting for').waitFor()
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('first-steps')) asked++
    })
    const look = (hidden: boolean) =>
      page.evaluate((isHidden) => {
        Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, hidden)
    await look(true)
    // Many pauses between two questions; one may have been on its way.
    await page.clock.runFor(60_000)
    expect(asked).toBeLessThanOrEqual(1)
    const answered = page.waitForResponse(/first-steps/)
    await look(false)
    await answered
  })

  test('copy the tag from the keyboard', async () => {
    const { kit, owner } = await start()
    const page = await lab.visit(kit.origin, owner)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Copy the tag' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('Copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/snippet/micrologs.js')
  })

  test.each(['/stats', '/stats/'])('work at %s', async (address) => {
    const { kit, owner } = await start('/stats')
    const page = await lab.visit(`${kit.origin}${address}`, owner)
    await page.getByText('Waiting for').waitFor()
    expect(page.url()).toBe(`${kit.origin}${address}#/p/${kit.project.id}/analytics`)
  })
})
