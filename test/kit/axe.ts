import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { Look } from './dashboard.ts'
import { lookAs, overflow, PHONE } from './dashboard.ts'

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

interface Found {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
}

/** What axe finds that would keep people out, as `rule: element`. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the policy does not bind.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<Found> } }
    // What is fine need not be listed, and what is loaded need not be loaded again.
    const { violations } = await axe.run({ resultTypes: ['violations'], preload: false })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
  })
}

/** Wide and light, then narrow and dark: between them both layouts and both sets of colours. */
const LOOKS: Readonly<Record<string, Look>> = { 'wide, light': {}, 'narrow, dark': { size: PHONE, scheme: 'dark' } }

/** What keeps people from a screen, however they look at it: what axe finds, and what is wider than the screen. */
export async function faultsOfLooks(page: Page): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {}
  for (const [name, look] of Object.entries(LOOKS)) {
    await lookAs(page, look)
    const beyond = await overflow(page)
    const faults = [...(beyond > 0 ? [`${beyond} px wider than the screen`] : []), ...(await seriousFaults(page))]
    if (faults.length > 0) found[name] = faults
  }
  await lookAs(page, {})
  return found
}
