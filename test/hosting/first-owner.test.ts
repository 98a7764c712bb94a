import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eventually } from '../kit/eventually.ts'
import { FROM_PAGE, PASSWORD } from '../kit/people.ts'
import type { ServerProcess } from '../kit/server-process.ts'
import { killServers, startServer, startUnderPassenger } from '../kit/server-process.ts'

let storageDir: string
beforeEach(() => {
  storageDir = mkdtempSync(path.join(tmpdir(), 'micrologs-owner-'))
})
afterEach(async () => {
  await killServers()
  rmSync(storageDir, { recursive: true, force: true })
})

const code = () => path.join(storageDir, 'setup-code.txt')
const linkIn = ({ output }: ServerProcess) => /\/#signin=([\w-]{43})\n/.exec(output)?.[1]

async function post(server: ServerProcess, url: string, body: object, cookie = '') {
  const { port } = server.address as { port: number }
  const headers = { ...FROM_PAGE, cookie }
  const answer = await fetch(`http://127.0.0.1:${port}/api/${url}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return { status: answer.status, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

test('a start at a terminal prints a link until somebody has a password', async () => {
  const server = await startServer({ storageDir })
  await eventually(() => Promise.resolve(linkIn(server)))
  expect(existsSync(code())).toBe(true)
  const { status, cookie } = await post(server, 'session/link', { token: linkIn(server) })
  expect([status, existsSync(code())]).toEqual([200, false])
  await server.stop()

  const second = await startServer({ storageDir })
  await eventually(() => Promise.resolve(linkIn(second)))
  // With the real cost of a password. The session has outlived the process.
  expect((await post(second, 'account/password', { new_password: PASSWORD }, cookie)).status).toBe(200)
  const given = { email: 'owner@localhost', password: PASSWORD }
  expect((await post(second, 'session/sign-in', given)).status).toBe(200)
  await second.stop()

  const third = await startServer({ storageDir })
  await eventually(async () => (await third.health()).status === 200)
  expect([linkIn(third), existsSync(code())]).toEqual([undefined, false])
}, 60_000)

test('under Passenger only the file has a code, and no log has a link', async () => {
  const server = await startUnderPassenger({ storageDir })
  await eventually(() => Promise.resolve(existsSync(code())))
  expect(server.output).not.toContain('signin')
})
