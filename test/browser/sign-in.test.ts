import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { faultsOfLooks } from '../kit/axe.ts'
import { describeInBrowser } from '../kit/browser.ts'
import type { LabApp } from '../kit/dashboard.ts'
import { dashboardLab, shot } from '../kit/dashboard.ts'
import { startProvider } from '../kit/openid.ts'
import type { TestPerson } from '../kit/people.ts'
import { PASSWORD, somebody, totpCode, withSecondFactor } from '../kit/people.ts'
import { NOW } from '../kit/seeded-shop.ts'
import { freePort } from '../kit/server-process.ts'

describeInBrowser('the door', () => {
  const lab = dashboardLab()
  /** An install that somebody owns; what has none yet gets an app of its own. */
  let owned: LabApp
  let owner: TestPerson
  beforeAll(async () => {
    await lab.start()
    owned = await lab.app()
    owner = await somebody(owned, { isOwner: true })
  }, 60_000)
  afterAll(async () => {
    await lab.tidy()
    await lab.stop()
  })
  afterEach(async () => expect(await lab.tidyPages()).toEqual([]))

  const give = async (page: Page, email: string, password: string) => {
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
  }
  const viewer = () => somebody(owned, { roles: { [owned.project.id]: 'viewer' } })
  const isIn = (page: Page) => page.getByRole('button', { name: /Choose a project: Shop/ }).waitFor()

  test('lets in who knows the password, says what is wrong with another, and lets out again', async () => {
    const kit = owned
    const ada = await viewer()
    const page = await lab.visit(kit.origin)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await faultsOfLooks(page)).toEqual({})
    await shot(page, 'sign-in')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('alert').allTextContents()).toEqual(['Please fill this in.', 'Please fill this in.'])
    await give(page, ada.email, 'wrong horse battery')
    await page.getByRole('alert').getByText('E-mail address or password is wrong.').waitFor()
    await give(page, ada.email, PASSWORD)
    await isIn(page)
    expect(page.url()).toBe(`${kit.origin}/#/p/${kit.project.id}/analytics`)

    await page.getByRole('button', { name: 'Account: Ada' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    const { data } = (await (await page.request.get(`${kit.origin}/api/session/current`)).json()) as {
      data: { state: string }
    }
    expect(data.state).toBe('signed-out')
  })

  test('asks for the second factor, takes a recovery code in its place, and may be left', async () => {
    const kit = owned
    const ada = await viewer()
    const { secret, codes } = await withSecondFactor(kit, ada, NOW)
    const page = await lab.visit(kit.origin)
    await give(page, ada.email, PASSWORD)
    await page.getByRole('heading', { name: 'Second step' }).waitFor()
    await page.getByLabel('Code').fill('000000')
    await page.getByRole('alert').getByText('This code is wrong').waitFor()
    expect(await faultsOfLooks(page)).toEqual({})
    await shot(page, 'second-factor')
    // Six digits are enough: nobody needs to look for a button.
    await page.getByLabel('Code').fill(totpCode(secret, NOW))
    await isIn(page)

    const other = await lab.visit(kit.origin)
    await give(other, ada.email, PASSWORD)
    await other.getByRole('button', { name: 'Start over' }).click()
    await give(other, ada.email, PASSWORD)
    await other.getByRole('button', { name: 'Use a recovery code' }).click()
    await other.getByLabel('Recovery code').fill(codes[0] ?? '')
    await other.keyboard.press('Enter')
    await isIn(other)
  })

  test('a printed link leads to a working dashboard, once, and a password can be set there', async () => {
    const kit = await lab.app()
    const token = await kit.app.firstSignIn()
    const page = await lab.visit(`${kit.origin}/#signin=${token ?? ''}`)
    await isIn(page)
    expect(page.url()).not.toContain(token)
    await page.getByText('Waiting for the first page view').waitFor()
    await page.getByRole('button', { name: 'Set a password' }).click()
    await give(page, 'ada@shop.example', PASSWORD)
    await page.getByText('Sign in with them next time').waitFor()
    expect(await page.getByRole('button', { name: 'Set a password' }).count()).toBe(0)

    const again = await lab.visit(`${kit.origin}/#signin=${token ?? ''}`)
    await again.getByText('This link does not work (any more)').waitFor()
    await again.getByRole('button', { name: 'Sign in' }).click()
    await give(again, 'ada@shop.example', PASSWORD)
    await isIn(again)
  })

  test('the code from the file makes the first owner', async () => {
    const kit = await lab.app()
    const code = readFileSync(path.join(kit.storageDir, 'setup-code.txt'), 'utf8')
    const page = await lab.visit(kit.origin)
    await page.getByRole('heading', { name: 'Set up Micrologs' }).waitFor()
    await page.getByLabel('Code from setup-code.txt').fill('nonsense')
    await give(page, 'ada@shop.example', 'short')
    await page.getByRole('alert').getByText('At least 10 characters').waitFor()
    await give(page, 'ada@shop.example', PASSWORD)
    await page.getByRole('alert').getByText('The code is wrong').waitFor()
    await page.getByLabel('Code from setup-code.txt').fill(code)
    await page.keyboard.press('Enter')
    await isIn(page)
  })

  test('an invitation is accepted by somebody new, and by who has an account', async () => {
    const kit = owned
    const other = await kit.newProject({ name: 'Garden' })
    const invite = async (project: number, role: string) => {
      const answer = await kit.post('/api/invitations/create', { project, role }, owner.headers)
      return new URL((answer.body as { data: { url: string } }).data.url).hash
    }
    const page = await lab.visit(`${kit.origin}/${await invite(kit.project.id, 'member')}`)
    await page.getByText('to Shop, as: Member').waitFor()
    await page.getByLabel(/Your name/).fill('Grace')
    await give(page, 'grace@shop.example', PASSWORD)
    await isIn(page)

    // Signed in: one click.
    const hash = await invite(other.id, 'viewer')
    await page.evaluate((to) => location.assign(to), hash)
    await page.getByText('to Garden, as: Viewer').waitFor()
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByRole('button', { name: /Choose a project/ }).click()
    await page.getByRole('link', { name: 'Garden' }).waitFor()

    const third = await lab.visit(`${kit.origin}/${hash}`)
    await third.getByText('This invitation is not good (any more)').waitFor()
  })

  test('the button of an OpenID provider leads there and back, signed in', async () => {
    const port = await freePort()
    const origin = `http://127.0.0.1:${port}`
    const provider = await startProvider(`${origin}/api/session/provider-callback`)
    try {
      const settings = { PUBLIC_URL: origin, OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'micrologs' }
      const kit = await lab.app({ port, settings: { ...settings, OIDC_CLIENT_SECRET: 'a secret of the tests' } })
      await somebody(kit, { isOwner: true })
      const ada = await somebody(kit, { roles: { [kit.project.id]: 'viewer' } })
      const page = await lab.open(origin)
      // Its forms name a font of another host, which there need not be.
      await page.route(
        (url) => url.hostname !== '127.0.0.1',
        (route) => route.abort(),
      )
      await page.getByRole('button', { name: new URL(provider.issuer).host }).click()
      await page.waitForURL(`${provider.issuer}/**`)
      await page.locator('[name=login]').fill(ada.email)
      await page.locator('[name=password]').fill('any')
      await page.locator('[type=submit]').click()
      await page.locator('[type=submit]', { hasText: 'Continue' }).click()
      await isIn(page)
      expect(page.url()).toBe(`${origin}/#/p/${kit.project.id}/analytics`)
      const { data } = (await (await page.request.get(`${origin}/api/session/current`)).json()) as {
        data: { user: { email: string } }
      }
      expect(data.user.email).toBe(ada.email)
    } finally {
      await provider.stop()
    }
  })

  test('speaks German, also when it is chosen, and dark stays dark', async () => {
    const kit = owned
    const ada = await viewer()
    const page = await lab.open(kit.origin, { locale: 'de-AT' })
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('de')

    const chosen = await lab.visit(kit.origin, ada)
    await chosen.getByRole('button', { name: 'Account: Ada' }).click()
    await chosen.getByRole('button', { name: 'Dark' }).click()
    const page2 = await chosen.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(page2).toBe('rgb(14, 18, 20)')
    await chosen.getByRole('button', { name: 'Deutsch' }).click()
    await chosen.getByRole('link', { name: 'Übersicht' }).waitFor()
    expect(await chosen.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(14, 18, 20)')
  })

  test('who is signed out elsewhere is at the door again', async () => {
    const kit = owned
    const ada = await viewer()
    const page = await lab.visit(kit.origin, ada)
    await isIn(page)
    await kit.app.accounts.sessions.endAll(ada.id)
    // The next question tells, whichever screen asks it.
    await page.evaluate((to) => location.assign(to), `#/p/${kit.project.id}/live`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})
