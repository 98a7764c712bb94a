import type { Page } from 'playwright-core'
import type { VisitsReport } from '../../lib/wire/visits.ts'
import { faultsOfLooks, seriousFaults } from '../kit/axe.ts'
import { describeInBrowser } from '../kit/browser.ts'
import type { LabShop } from '../kit/dashboard.ts'
import { dashboardLab, shot } from '../kit/dashboard.ts'
import { PASSWORD, totpCode } from '../kit/people.ts'
import { NOW } from '../kit/seeded-shop.ts'

describeInBrowser('issues, links, audit and settings', () => {
  const lab = dashboardLab()
  let kit: LabShop
  beforeAll(async () => {
    await lab.start()
    kit = await lab.shop()
  }, 60_000)
  afterAll(async () => {
    await lab.tidy()
    await lab.stop()
  })
  afterEach(async () => expect(await lab.tidyPages()).toEqual([]))

  const visit = (place: string) => lab.visit(`${kit.origin}/#/${place}`, kit.owner)
  const inProject = (place: string) => visit(`p/${kit.project.id}/${place}`)
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()
  const newest = async () => {
    const { sessions } = kit.app.accounts
    return (await sessions.list(kit.owner.id)).length
  }

  test('issues are resolved from the keyboard, and opened again', async () => {
    const page = await inProject('issues')
    const tab = (name: RegExp) => page.getByRole('tab', { name })
    await tab(/^Open/).waitFor()
    const rows = page.locator('#issue-panel tbody tr')
    await rows.first().waitFor()
    const before = await rows.count()
    expect(before).toBeGreaterThan(2)
    await shot(page, 'issues')
    expect(await faultsOfLooks(page)).toEqual({})
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText('2 selected').waitFor()
    await page.keyboard.press('r')
    await page.getByText('2 issues are resolved.').waitFor()
    await tab(/^Open/)
      .getByText(String(before - 2))
      .or(tab(new RegExp(`^Open ${before - 2}`)))
      .first()
      .waitFor()
    await tab(/^Resolved/).click()
    await rows.nth(1).waitFor()
    expect(await rows.count()).toBe(2)
  })

  test('an issue tells where it happened, and leads to what happened before', async () => {
    const page = await inProject('issues?status=all')
    await page.locator('#issue-panel tbody tr a').first().click()
    await page.getByText('Stack trace').waitFor()
    await page.getByText('Whom it hits').waitFor()
    await shot(page, 'issue')
    expect(await faultsOfLooks(page)).toEqual({})
    await page.getByRole('link', { name: 'What happened before' }).click()
    await page.locator('main h1', { hasText: /^Visit · / }).waitFor()
    await page.locator('.timeline .moment.error').first().waitFor()
    expect(page.url()).toContain(`/p/${kit.project.id}/visit/`)
    expect(await faultsOfLooks(page)).toEqual({})
  })

  test('the errors of an issue are paged to the oldest', async () => {
    const MANY = 52
    const key = { 'X-API-Key': kit.project.secretKey }
    const send = () => kit.post('/api/track/error', { message: 'Again and again', error_type: 'Paged' }, key)
    const [first] = await Promise.all(Array.from({ length: MANY }, send))
    const { group_id: id } = (first?.body as { data: { group_id: number } }).data
    await kit.drained()
    const page = await inProject(`issues/${id}`)
    const pager = page.locator('.event-pager')
    for (let at = 2; at <= MANY; at++) {
      await button(page, 'Older').click()
      await pager.getByText(new RegExp(`\\b${at}\\b`)).waitFor()
    }
    await page.locator('.event-pager button:disabled', { hasText: 'Older' }).waitFor()
    await button(page, 'Newer').click()
    await button(page, 'Newer').click()
    await pager.getByText(/\b50\b/).waitFor()
  })

  test('a release is chosen among all that errors named', async () => {
    const page = await inProject('issues?status=all&range=90d')
    await button(page, /Any release/).click()
    await page.getByLabel('Find a release').fill('4.17')
    await button(page, /^4\.17\.2/).click()
    await page.waitForURL(/release=4\.17\.2/)
    await button(page, /4\.17\.2/).waitFor()
  })

  test('visits are listed with the filter of the report, and fit a telephone', async () => {
    const page = await inProject('visits?range=7d&filter=device%20is%20mobile')
    await page.locator('.visits .visit').first().waitFor()
    expect(await page.locator('.visits .visit').filter({ hasText: 'Desktop' }).count()).toBe(0)
    await page.getByText(/Device is Phone/i).waitFor()
    expect(await faultsOfLooks(page)).toEqual({})
  })

  test('a link is made, has a QR code, and shows who followed it', async () => {
    const page = await inProject('links')
    await button(page, 'New link').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Where it leads').fill('nonsense')
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').first().waitFor()
    await dialog.getByLabel('Where it leads').fill('https://shop.example/spring')
    await dialog.getByLabel('Label').fill('Spring letter')
    await page.keyboard.press('Enter')
    await page.getByText('The link is made.').waitFor()
    await page.getByText('Spring letter').first().waitFor()
    await shot(page, 'links')
    expect(await faultsOfLooks(page)).toEqual({})
    await button(page, /^QR/).click()
    const code = page.getByRole('dialog').locator('img')
    await code.waitFor()
    expect(await code.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(20)
    expect(await seriousFaults(page)).toEqual([])
  })

  test('the audit log is searched and verified, in words', async () => {
    const page = await inProject('audit')
    await page.locator('tbody tr').first().waitFor()
    await shot(page, 'audit')
    expect(await faultsOfLooks(page)).toEqual({})
    await button(page, 'Verify the chain').click()
    await page.getByText('Nothing was changed').waitFor()
    await page.getByText(/^All [\d,]+ entries are as they were written/).waitFor()
  })

  test('settings of a project are saved and hold', async () => {
    const page = await inProject('settings/data')
    await page.getByLabel('Everything').selectOption('730')
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    const [project] = await kit.app.store.all()
    expect(project?.keepDays).toBe(730)
    await inProject('settings/visitors')
    await page.getByLabel('Addresses').fill('192.0.2.0/24\n')
    await button(page, 'Save')
      .or(page.locator('.card', { hasText: 'left out' }).getByRole('button', { name: 'Save' }))
      .last()
      .click()
    await page.getByText('Saved.').first().waitFor()
    expect((await kit.app.store.all())[0]?.ignoredAddresses).toEqual(['192.0.2.0/24'])
    await shot(page, 'settings')
  })

  const SECTIONS = ['general', 'visitors', 'data', 'goals', 'keys', 'people', 'shares', 'danger']
  test.each([
    ...SECTIONS.map((name) => `p/1/settings/${name}`),
    ...['account/profile', 'account/security', 'account/tokens'],
    ...['diagnostics', 'log', 'updates', 'backup', 'projects', 'people'].map((name) => `install/${name}`),
  ])('%s can be used by everybody, and on a telephone', async (place) => {
    const page = await visit(place.replace('p/1', `p/${kit.project.id}`))
    await page.locator('main h1').waitFor()
    await page.locator('main .card, main section').first().waitFor()
    await page.locator('main .skeleton').waitFor({ state: 'detached' })
    expect(await faultsOfLooks(page)).toEqual({})
  })

  test('a token is shown once and reads reports, until it is revoked', async () => {
    const page = await visit('account/tokens')
    await button(page, 'New token').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Nightly export')
    await dialog.getByLabel('All projects').check()
    await dialog.getByRole('button', { name: 'Make the token' }).click()
    const token = await page.getByText(/^mlt_/).first().textContent()
    const report = `/api/analytics/overview?range=7d&project=${kit.project.id}`
    const ask = () => kit.get(report, { Authorization: `Bearer ${token?.trim() ?? ''}` })
    expect((await ask()).status).toBe(200)
    await page.reload()
    await page.getByText('Nightly export').waitFor()
    expect(await page.getByText(/^mlt_/).count()).toBe(0)
    await button(page, /^Revoke/).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('No tokens yet').waitFor()
    expect((await ask()).status).toBe(401)
  })

  test('a second factor is switched on with a program’s code, and recovery codes are given', async () => {
    const page = await visit('account/security')
    expect(await newest()).toBeGreaterThan(0)
    await button(page, 'Switch on').click()
    const dialog = page.getByRole('dialog')
    const password = dialog.getByLabel('Current password')
    await password.or(dialog.getByLabel('Six digits')).first().waitFor()
    if (await password.isVisible()) {
      await password.fill(PASSWORD)
      await page.keyboard.press('Enter')
    }
    await dialog.getByLabel('Six digits').waitFor()
    const secret = (await dialog.locator('.code-line').first().textContent()) ?? ''
    await dialog.getByLabel('Six digits').fill(totpCode(secret.replace(/\s/g, ''), NOW))
    await page.keyboard.press('Enter')
    await page.getByText('Each gets you in once').waitFor()
    await button(page, 'I have kept them').click()
    await page.getByText('On', { exact: true }).first().waitFor()
    expect((await kit.app.accounts.users.find(kit.owner.id)).totpSecret).not.toBe('')
  })

  test('a visitor is forgotten from the page of one of their visits', async () => {
    const visits = async () => {
      const answer = await kit.get(`/api/analytics/visits?range=28d&project=${kit.project.id}`, kit.owner.headers)
      return (answer.body as { data: VisitsReport }).data.visits
    }
    const [first, second] = await visits()
    const page = await inProject(`visit/${first?.id}`)
    await button(page, 'Forget this visitor').click()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Forget this visitor' }).click()
    await page.getByText('Forgotten.').waitFor()
    await page.locator('main h1').getByText('Visits').waitFor()
    expect((await visits())[0]?.id).toBe(second?.id)
  })
})
