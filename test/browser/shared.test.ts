import { faultsOfLooks } from '../kit/axe.ts'
import { describeInBrowser } from '../kit/browser.ts'
import type { LabShop } from '../kit/dashboard.ts'
import { dashboardLab, shot } from '../kit/dashboard.ts'

interface Made {
  token: string
  link: string
}

describeInBrowser('a shared dashboard', () => {
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

  const share = async (body: object) => {
    const url = `/api/shares/create?project=${kit.project.id}`
    const answer = await kit.post(url, { name: 'For the board', ...body }, kit.owner.headers).expect(200)
    return (answer.body as { data: Made }).data
  }

  test('shows figures to whoever has the link, filters them, and tells of no single visit', async () => {
    const { link } = await share({})
    const page = await lab.visit(`${kit.origin}/${new URL(link).hash}`)
    await page.locator('.panels .bar-row').first().waitFor()
    expect(await page.locator('.shared > header').innerText()).toContain('Corner shop')
    await page.getByRole('button', { name: '/: show only this', exact: true }).click()
    await page.getByRole('button', { name: 'Change the filter: Page is /' }).waitFor()
    expect(page.url()).toContain('#/share/')
    for (const name of ['Single visits', 'Segments', 'Add a goal'])
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    expect(await page.getByRole('tab', { name: 'Funnels' }).count()).toBe(0)
    expect(await faultsOfLooks(page)).toEqual({})
    await shot(page, 'shared')
  })

  test('asks for its password', async () => {
    const { link } = await share({ password: 'board room 7' })
    const page = await lab.visit(`${kit.origin}/${new URL(link).hash}`)
    await page.getByLabel('Password').fill('wrong password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('The password is wrong.').waitFor()
    await page.getByLabel('Password').fill('board room 7')
    await page.keyboard.press('Enter')
    await page.locator('.panels .bar-row').first().waitFor()
  })

  test('stands in a frame, with the lists that it is shared with', async () => {
    const { token } = await share({ embed: true, panels: ['page', 'country'] })
    const page = await lab.visit(`${kit.origin}/embed/${token}`)
    await page.locator('.panels .bar-row').first().waitFor()
    const tabs = await page.getByRole('tab').allTextContents()
    expect(tabs).toEqual(['Pages', 'Map', 'Countries'])
    await page.getByRole('button', { name: /^Range/ }).click()
    await page.getByRole('button', { name: 'Last 7 days' }).click()
    await page.waitForURL(/embed\/.*range=7d/)
    await page.locator('.report:not(.stale) .total').first().waitFor()
  })

  test('is gone with its link', async () => {
    const page = await lab.visit(`${kit.origin}/#/share/nonsense`)
    await page.getByText('This dashboard is not shared (any more)').waitFor()
  })
})
