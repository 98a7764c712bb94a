import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome']

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where screenshots go. `SCREENSHOTS=keep` renews the ones that the README shows; other runs leave the tree clean. */
export const SHOTS = path.resolve(
  __dirname,
  '../..',
  process.env.SCREENSHOTS === 'keep' ? 'docs' : 'test/.tmp',
  'screenshots',
)

/** Where Chromium is: the file named by `CHROMIUM`, or where distributions put it; undefined when there is none. */
export function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM ?? '', ...PLACES].find((file) => file !== '' && existsSync(file))
}

/** A headless Chromium that keeps left pages in its back/forward cache, as people's browsers do. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: installed(),
    args: ARGS,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
}

/**
 * A Chromium with one page open and no debugger attached, for what an attached one switches off: prerendering.
 * Returns how to stop it.
 */
export function openUnattended(url: string): () => Promise<void> {
  const profile = mkdtempSync(path.join(tmpdir(), 'micrologs-chromium-'))
  // A process group of its own, so that its helper processes end with it and write no more into the profile.
  const child = spawn(installed(), [...ARGS, `--user-data-dir=${profile}`, url], { stdio: 'ignore', detached: true })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return async () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    await gone
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

/**
 * `describe` for tests that need Chromium. Without one they are left out, which is said; under `CI=true` that is a
 * failure.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  if (chromiumPath() !== undefined) describe(name, tests)
  else if (process.env.CI === 'true') {
    test(name, () => {
      throw new Error('CI must test in a browser too: no Chromium was found.')
    })
  } else {
    process.stderr.write(`\nLeft out: ${name}. To include it: apt-get install chromium, then npx jest test/browser.\n`)
    describe.skip(name, tests)
  }
}

function installed(): string {
  const file = chromiumPath()
  if (file === undefined) throw new Error('No Chromium was found; CHROMIUM may name its file.')
  return file
}
