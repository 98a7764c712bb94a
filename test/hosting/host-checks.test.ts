import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { canHost, startHost } from '../kit/apache.ts'
import { describeInBrowser, launchBrowser } from '../kit/browser.ts'
import { engines } from '../kit/databases.ts'
import { countStored } from '../kit/journal.ts'
import { pack } from '../kit/release.ts'
import { freshSite } from '../kit/site.ts'

const run = canHost() && engines.includes('mysql') ? describeInBrowser : describe.skip

/** What the first page finds out about a host, on a real one with ModSecurity and the rules of OWASP. */
run('the first page on a host with a firewall', () => {
  test('shows which forms are refused and which pass, what leaks, and what the server says', async () => {
    const zip = pack()
    const site = await freshSite('mysql')
    const settings = { DATABASE_URL: site.url, RATE_LIMIT: 'off', LOG_LEVEL: 'warn' }
    const host = await startHost({ zip, settings, hasFirewall: true })
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage({ locale: 'en-GB' })
      await page.goto(`http://localhost:${host.port}/`)
      await page.getByText('The snippet gets through').waitFor()
      expect(await formsOn(page)).toEqual({
        ...{ field: 'true', file: 'true', address: 'true', wrapped: 'true' },
        ...{ json: 'false', text: 'false' },
      })
      expect(await page.locator('[data-form=json]').textContent()).toContain('refused (403)')
      expect(await page.locator('[data-form=field]').textContent()).toContain('the snippet uses it')
      await page.getByText(/None of \d+ files/).waitFor()

      const code = readFileSync(path.join(host.root, 'storage/setup-code.txt'), 'utf8').trim()
      await page.getByLabel('Code from setup-code.txt', { exact: true }).fill(code)
      await page.getByRole('button', { name: 'Check the server, too' }).click()
      await page.getByText(/connections at once|no limit of connections/).waitFor()
      await page.getByText('The app lives at /.').waitFor()

      // Not one that the firewall keeps by its name.
      writeFileSync(path.join(host.docroot, 'INSTALL.txt'), 'leaked')
      await page.reload()
      await page.getByText('Everybody can fetch these files').waitFor()
      expect(await page.locator('.leaks li').allTextContents()).toEqual(['INSTALL.txt'])
      // Nothing of it is traffic.
      expect(await countStored(site.db)).toBe(0)
    } finally {
      await browser.close()
      await host.stop()
      await site.drop()
      rmSync(path.dirname(zip), { recursive: true })
    }
  }, 120_000)
})

async function formsOn(page: Page): Promise<Record<string, string | null>> {
  const forms: Record<string, string | null> = {}
  for (const form of await page.locator('[data-form]').all())
    forms[(await form.getAttribute('data-form')) ?? ''] = await form.getAttribute('data-passes')
  return forms
}
