import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { faultsOfLooks, seriousFaults } from '../kit/axe.ts'
import { describeInBrowser } from '../kit/browser.ts'
import type { LabShop } from '../kit/dashboard.ts'
import { dashboardLab, lookAs, overflow, PHONE, shot } from '../kit/dashboard.ts'
import { somebody } from '../kit/people.ts'

describeInBrowser('the overview of a project', () => {
  const lab = dashboardLab()
  let kit: LabShop
  beforeAll(async () => {
    await lab.start()
    kit = await lab.shop()
    const make = (what: string, body: object) =>
      kit.post(`/api/${what}/create?project=${kit.project.id}`, body, kit.owner.headers).expect(200)
    await make('goals', { name: 'Order placed', trigger: { type: 'event', event: 'purchase' } })
    await make('goals', { name: 'Looked into the cart', trigger: { type: 'page', page: '/cart' } })
    const steps = [
      { type: 'page', page: '/shop*' },
      { type: 'page', page: '/cart' },
      { type: 'event', event: 'purchase' },
    ]
    await make('annotations', { at: '2026-11-12', text: 'The newsletter went out' })
    await make('funnels', { name: 'Way to the till', steps })
  }, 60_000)
  afterAll(async () => {
    await lab.tidy()
    await lab.stop()
  })
  afterEach(async () => expect(await lab.tidyPages()).toEqual([]))

  const address = (query = '') => `${kit.origin}/#/p/${kit.project.id}/analytics${query}`
  const isThere = async (page: Page) => {
    await page.locator('.panels .bar-row').first().waitFor()
    await page.locator('.plot canvas').waitFor()
    await page.locator('.report:not(.stale)').waitFor()
    return page
  }
  const visit = async (query = '') => isThere(await lab.visit(address(query), kit.owner))
  const total = (page: Page, name: string) =>
    page
      .locator('.total')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('.total-value')
      .textContent()
  const api = async (query: string) => {
    const answer = await kit.get(`/api/analytics/${query}&project=${kit.project.id}`, kit.owner.headers).expect(200)
    return (answer.body as { data: { totals: { visitors: number; pageviews: number }; rows: { value: string }[] } })
      .data
  }
  const shown = (value: number) => new Intl.NumberFormat('en-GB').format(value)

  test('everything is on screen, wide and narrow, light and dark, and axe finds nothing serious', async () => {
    const page = await visit()
    await page.locator('.map path').first().waitFor()
    const { totals } = await api('breakdown?dimension=page&range=28d&metrics=visitors,pageviews')
    expect(await total(page, 'Visitors')).toBe(shown(totals.visitors))
    expect(await total(page, 'Page views')).toBe(shown(totals.pageviews))
    expect(await faultsOfLooks(page)).toEqual({})
    for (const [width, size] of Object.entries({ 1280: { width: 1280, height: 1240 }, 390: PHONE })) {
      for (const scheme of ['light', 'dark'] as const) {
        await lookAs(page, { size, scheme })
        expect(await overflow(page)).toBe(0)
        await shot(page, `overview-${width}${scheme === 'dark' ? '-dark' : ''}`)
      }
    }
  })

  test('a row is a filter, chips change it, and back takes it away', async () => {
    const page = await visit()
    const all = await total(page, 'Visitors')
    await page.getByRole('button', { name: '/cart: show only this' }).click()
    const chip = page.getByRole('button', { name: 'Change the filter: Page is /cart' })
    await chip.waitFor()
    expect(page.url()).toContain('filter=page+is+%2Fcart')
    const { totals } = await api('breakdown?dimension=page&range=28d&filter=page%20is%20/cart&metrics=visitors')
    await page.locator('.report:not(.stale)').waitFor()
    expect(await total(page, 'Visitors')).toBe(shown(totals.visitors))

    await chip.click()
    const dialog = page.getByRole('dialog', { name: 'Filter' })
    expect(await seriousFaults(page)).toEqual([])
    await dialog.getByLabel('Test').selectOption('is not')
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'Change the filter: Page is not /cart' }).waitFor()

    await page.goBack()
    await chip.waitFor()
    await page.goBack()
    await chip.waitFor({ state: 'detached' })
    await page.locator('.report:not(.stale)').waitFor()
    expect(await total(page, 'Visitors')).toBe(all)

    // With Alt, or by the sign at its end, everything but the row.
    await page.getByRole('button', { name: 'Leave this out: Chrome' }).click()
    await page.getByRole('button', { name: 'Change the filter: Browser is not Chrome' }).waitFor()
  })

  test('a new filter suggests what there is, and is kept as a segment', async () => {
    const page = await visit()
    await page.keyboard.press('f')
    const dialog = page.getByRole('dialog', { name: 'Filter' })
    await dialog.getByLabel('What').selectOption('Country')
    await dialog.getByLabel('Values').fill('germ')
    await dialog.getByRole('button', { name: /^Germany/ }).click()
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'Change the filter: Country is Germany' }).waitFor()
    await page.getByRole('button', { name: 'Segments' }).click()
    await page.getByRole('button', { name: 'Save this filter as a segment' }).click()
    await page.getByLabel('Name of the segment').fill('From Germany')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('status').getByText('Saved.').waitFor()
    await page.getByRole('button', { name: 'Segments' }).click()
    await page.getByRole('button', { name: 'From Germany', exact: true }).click()
    await page.getByRole('button', { name: 'Change the filter: Segment is From Germany' }).waitFor()
  })

  test('details list all, search, sort, and give a file', async () => {
    const page = await visit()
    const panel = page.locator('.panel.pages')
    await panel.getByRole('button', { name: 'Details' }).click()
    const dialog = page.getByRole('dialog', { name: 'Page' })
    await dialog.locator('tbody tr').first().waitFor()
    await shot(page, 'details')
    expect(await faultsOfLooks(page)).toEqual({})
    await lookAs(page, { size: PHONE })
    expect(await page.locator('.dialog-inside').evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
    await shot(page, 'details-390')
    await lookAs(page, {})
    await dialog.getByRole('button', { name: 'Page views' }).click()
    await dialog.locator('th[aria-sort=descending]', { hasText: 'Page views' }).waitFor()
    await dialog.getByLabel('Search').fill('coffee')
    await dialog.locator('.details:not(.stale) tbody tr').first().waitFor()
    await page.waitForFunction(() =>
      [...document.querySelectorAll('dialog tbody th')].every((cell) => /coffee/i.test(cell.textContent)),
    )
    const href = (await dialog.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? ''
    const csv = await (await page.request.get(href)).text()
    const { rows } = await api('breakdown?dimension=page&range=28d&search=coffee&limit=1000')
    expect(csv.trim().split('\r\n')).toHaveLength(rows.length + 1)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
    // The focus is where it was.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Details')
  })

  test('ranges live in the address; the chart is a table, too', async () => {
    const page = await visit()
    await page.getByRole('button', { name: /^Range/ }).click()
    await page.getByRole('button', { name: 'Last 7 days' }).click()
    await page.waitForURL(/range=7d/)
    await page.locator('.report:not(.stale)').waitFor()
    await page.getByText('Show as a table').click()
    await page.waitForFunction(() => document.querySelectorAll('.as-table tbody tr').length === 7)
    expect(await page.locator('.as-table tbody th').first().textContent()).toMatch(/20 Nov/)
    await page.locator('.total', { hasText: 'Bounce rate' }).click()
    expect(await page.locator('.as-table thead th').nth(1).textContent()).toBe('Bounce rate')

    await page.keyboard.press('t')
    await page.waitForURL(/range=today/)
    await page.getByRole('button', { name: /^Range/ }).click()
    await page.getByRole('button', { name: 'Custom range' }).click()
    await page.getByLabel('From', { exact: true }).fill('2026-11-02')
    await page.getByLabel('To', { exact: true }).fill('2026-11-08')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.waitForURL(/from=2026-11-02&to=2026-11-08/)
    await page.getByRole('button', { name: /2.*8 Nov 2026/ }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: /2.*8 Nov 2026/ }).waitFor()
  })

  test('goals, a funnel, and why nobody knows who came again', async () => {
    const page = await visit()
    const panel = page.locator('.panel.deeds')
    await panel.getByRole('row', { name: /Order placed/ }).waitFor()
    await panel.getByRole('button', { name: 'Add a goal' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a goal' })
    await dialog.getByLabel('Name', { exact: true }).fill('Signed up')
    await dialog.getByLabel('Name of the event').fill('signup')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await panel.getByRole('row', { name: /Signed up/ }).waitFor()

    await panel.getByRole('tab', { name: 'Funnels' }).click()
    await panel.getByText(/go all the way/).waitFor()
    expect(await panel.locator('.funnel-steps li').count()).toBe(3)
    await shot(page, 'funnel')
    await panel.getByRole('tab', { name: 'Retention' }).click()
    await panel.getByText('Nobody can tell who came again').waitFor()
    await panel.getByRole('tab', { name: 'Left out' }).click()
    await panel.getByText('Bots, by their name').waitFor()
  })

  test('who came again, where a cookie tells', async () => {
    await kit.app.store.edit(kit.project.id, { identity: 'cookie' })
    const page = await lab.open(address('?range=90d'), { as: kit.owner })
    const panel = page.locator('.panel.deeds')
    await panel.getByRole('tab', { name: 'Retention' }).click()
    const weeks = panel.locator('.heat tbody tr')
    await weeks.nth(5).waitFor()
    // Of the first week the most weeks have gone by since.
    expect(await weeks.first().locator('td').count()).toBeGreaterThan(
      await weeks.last().locator('td:not(:empty)').count(),
    )
    expect(await faultsOfLooks(page)).toEqual({})
    await panel.scrollIntoViewIfNeeded()
    await shot(page, 'retention')
    await kit.app.store.edit(kit.project.id, { identity: 'daily' })
  })

  test('what happened stands beside the chart', async () => {
    const page = await visit()
    await page.getByRole('button', { name: /^Notes/ }).click()
    const dialog = page.getByRole('dialog', { name: 'What happened' })
    await dialog.getByText('The newsletter went out').waitFor()
    await dialog.getByLabel('What happened').fill('A new front page')
    await dialog.getByRole('button', { name: 'Add a note' }).click()
    await dialog.getByRole('button', { name: 'Delete: A new front page' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Delete: A new front page' }).click()
    await dialog.getByText('A new front page').waitFor({ state: 'detached' })
  })

  test('the visits behind the numbers, and what happened in one', async () => {
    const page = await visit('?filter=goal+is+"Order+placed"')
    await page.getByRole('button', { name: 'Single visits' }).click()
    const dialog = page.getByRole('dialog', { name: 'Visits' })
    await dialog.locator('.visit-head').first().click()
    await dialog.locator('.moment.event').getByText('purchase').first().waitFor()
    await shot(page, 'visits')
    expect(await faultsOfLooks(page)).toEqual({})
  })

  test('live, all projects, the keyboard, and who may only read', async () => {
    const page = await lab.open(kit.origin, { as: await somebody(kit, { roles: { [kit.project.id]: 'viewer' } }) })
    await page.locator('.panels .bar-row').first().waitFor()
    expect(await page.getByRole('button', { name: 'Add a goal' }).count()).toBe(0)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Go to Live').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.getByRole('heading', { name: 'Live' }).waitFor()
    await page.locator('.minute').first().waitFor()
    expect(await page.locator('.minute').count()).toBe(30)
    expect(await faultsOfLooks(page)).toEqual({})
    await page.getByRole('link', { name: /Micrologs/ }).click()
    await page.getByRole('heading', { name: 'All projects' }).waitFor()
    await page.getByRole('heading', { name: 'Corner shop' }).waitFor()
    expect(await faultsOfLooks(page)).toEqual({})
    await page.goto(`${kit.origin}/#/p/4711/analytics`)
    await page.getByText('There is no such project').waitFor()
  })

  test('speaks German', async () => {
    const page = await lab.open(address('?filter=country+is+DE'), { as: kit.owner, locale: 'de-DE' })
    await page.getByRole('button', { name: 'Filter ändern: Land ist Deutschland' }).waitFor()
    await page.locator('.total', { hasText: 'Absprungrate' }).waitFor()
    expect(await page.title()).toBe('Übersicht · Corner shop · Micrologs')
  })

  test('says why nothing comes, keeps what it has, and goes on', async () => {
    const page = await visit()
    await page.route('**/api/analytics/overview**', (route) =>
      route.fulfill({ status: 503, body: '{"success":false}' }),
    )
    await page.keyboard.press('w')
    await page.getByRole('alert').getByText('The database does not answer').waitFor()
    expect(await page.locator('.total').count()).toBe(6)
    await page.unroute('**/api/analytics/overview**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })

  test('the first screen is small, and speaks one language', () => {
    const dist = path.resolve(__dirname, '../../dist/dashboard')
    const read = (name: string) => readFileSync(path.join(dist, name))
    const { script, style, first, texts } = JSON.parse(read('assets.json').toString()) as AssetList
    const begun = [script, style, ...first, texts.en]
    // Whatever one of them cannot begin without is among them: else it would be asked for only when that has come.
    for (const name of begun.filter((one) => one.endsWith('.js')))
      for (const [, next = ''] of read(name)
        .toString()
        .matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g))
        expect(begun).toContain(next)
    const all = begun.map((name) => read(name).toString())
    expect(all.some((text) => text.includes('Bounce rate'))).toBe(true)
    expect(all.some((text) => text.includes('Absprungrate'))).toBe(false)
    const gzipped = begun.reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0)
    expect(begun.length).toBeLessThan(14)
    expect(gzipped).toBeLessThan(90 * 1024)
  })
})

interface AssetList {
  script: string
  style: string
  first: string[]
  texts: { en: string; de: string }
}
