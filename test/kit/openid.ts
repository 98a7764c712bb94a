import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { freePort } from './server-process.ts'

/** Starts the provider of `oidc-provider.mjs` as a process of its own. */
export async function startProvider(redirect: string) {
  const port = await freePort()
  const script = path.join(__dirname, 'oidc-provider.mjs')
  const child = spawn(process.execPath, [script, String(port), redirect], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  return {
    issuer: `http://127.0.0.1:${port}`,
    async stop(): Promise<void> {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

/** Signs in at the provider as a browser does, with its forms; gives the query that it sends back with. */
export async function signInThere(url: string, email: string): Promise<string> {
  const jar = new Map<string, string>()
  let at = url
  let form: Record<string, string> | undefined
  for (let step = 0; step < 20; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      jar.set(name, value)
    }
    const next = answer.headers.get('location')
    if (next === null) {
      // A page with a form: first to sign in, then to consent.
      const html = await answer.text()
      const [, action] = /action="([^"]+)"/.exec(html) ?? []
      const [, prompt] = /name="prompt" value="(\w+)"/.exec(html) ?? []
      if (action === undefined || prompt === undefined) throw new Error(`No form came: ${answer.status} ${html}`)
      at = new URL(action, at).href
      form = { prompt, ...(prompt === 'login' && { login: email, password: 'any' }) }
    } else {
      at = new URL(next, at).href
      form = undefined
      if (new URL(at).origin !== new URL(url).origin) return new URL(at).search.slice(1)
    }
  }
  throw new Error('The provider leads in a circle')
}
