import { PassThrough } from 'node:stream'
import type { Accounts } from '../../lib/accounts/open-accounts.ts'
import { openAccounts } from '../../lib/accounts/open-accounts.ts'
import type { CommandServices } from '../../lib/cli/command-services.ts'
import { runCommand } from '../../lib/cli/run-command.ts'
import { readConfig } from '../../lib/config/config.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { ProjectStore } from '../../lib/projects/project-store.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import { freshDb } from '../kit/databases.ts'
import { CHEAP } from '../kit/people.ts'

let db: Db
let drop: () => Promise<void>
let accounts: Accounts
let noted: SpoolRecord[] = []
let storageDir = ''
const clock = { now: () => Date.UTC(2026, 2, 10) }

beforeEach(async () => {
  ;({ db, drop, storageDir } = await freshDb('sqlite'))
  noted = []
  const append = (record: SpoolRecord) => Promise.resolve(void noted.push(record))
  accounts = openAccounts({ db, clock, log: silentLog, storageDir, append, passwordCost: CHEAP })
})
afterEach(() => drop())

async function run(...args: string[]) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const store = new ProjectStore({ db, clock, changed: () => Promise.resolve() })
  const services: Partial<CommandServices> = {
    ...{ out, err },
    config: readConfig('/app', { STORAGE_DIR: storageDir, PUBLIC_URL: 'https://stats.example', BASE_PATH: '/s' }),
    accounts: () => Promise.resolve(accounts),
    projects: () => Promise.resolve(store),
  }
  const exitCode = await runCommand(['user', ...args], services as CommandServices)
  return { exitCode, out: String(out.read() ?? ''), err: String(err.read() ?? '') }
}
const json = async (...args: string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await run(...args, '--json')).out) as Record<string, unknown>

const ADA = 'ada@shop.example'
const deeds = () => noted.map((record) => (record.kind === 'audit' ? `${record.actor}: ${record.action}` : ''))

test('an account comes with a link that signs in, and is in the list', async () => {
  const made = await json('create', 'Ada@Shop.example', '--name', 'Ada', '--owner')
  expect(made).toMatchObject({ email: ADA, name: 'Ada', is_owner: true })
  expect(made.url).toMatch(/^https:\/\/stats\.example\/s\/#signin=[\w-]{43}$/)
  expect((await run('list')).out).toMatch(/^id {2}e-mail .*\n1 {3}ada@shop\.example {2}Ada {3}owner {4}never\n$/)
  expect(await run('create', ADA)).toMatchObject({ exitCode: 1, err: 'This e-mail address has an account already.\n' })
  expect(deeds()).toEqual(['command line: user.made'])
})

test('a new password is made up, works, and ends the sessions', async () => {
  await run('create', ADA)
  const person = await accounts.users.byEmail(ADA)
  const token = await accounts.sessions.open(person?.id ?? 0, { method: 'password', agent: '', isHalf: false })
  const { password } = await json('passwd', ADA)
  expect(password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)
  const { passwordHash } = (await accounts.users.byEmail(ADA)) ?? { passwordHash: '' }
  expect(await accounts.passwords.check(String(password), passwordHash)).toEqual({ isRight: true, isOld: false })
  expect(await accounts.sessions.find(token)).toBeUndefined()
})

test('roles in projects, and of the install, which keeps its last owner', async () => {
  await new ProjectStore({ db, clock, changed: () => Promise.resolve() }).create({ name: 'Shop', domains: [] })
  await run('create', ADA)
  expect((await run('role', ADA, '--project', '1', '--role', 'admin')).out).toBe(`${ADA}: admin of Shop.\n`)
  expect((await run('role', ADA, '--project', '1', '--role', 'none')).out).toBe(`${ADA}: in no project.\n`)
  expect((await run('role', ADA, '--owner')).out).toBe(`${ADA}: owner of the install.\n`)
  const last = 'This is the only owner of the install. Make another one first.\n'
  expect(await run('role', ADA, '--no-owner')).toMatchObject({ exitCode: 1, err: last })
  expect(await run('delete', ADA, '--confirm', ADA)).toMatchObject({ exitCode: 1, err: last })
  expect(await run('role', ADA, '--project', '9', '--role', 'admin')).toMatchObject({ err: 'Project not found\n' })
})

test('a lost telephone, and a deleted account', async () => {
  await run('create', ADA)
  await db.read.updateTable('users').set({ totp_secret: 'ABC' }).execute()
  await run('reset-2fa', ADA)
  expect((await accounts.users.byEmail(ADA))?.totpSecret).toBe('')
  expect(await run('delete', ADA)).toMatchObject({ exitCode: 2, err: `To delete the account, add: --confirm ${ADA}\n` })
  expect((await run('delete', ADA, '--confirm', ADA)).out).toBe(`User ${ADA} deleted.\n`)
  expect((await run('list')).out).toBe('There is no user yet. See: node app.js user signin-link\n')
  expect(await run('passwd', ADA)).toMatchObject({ exitCode: 1 })
})

test('links: for the first owner without an address, later with one', async () => {
  expect(await json('signin-link')).toMatchObject({ email: null, ends_at: '2026-03-11T00:00:00.000Z' })
  await run('create', ADA, '--owner')
  expect(await json('signin-link', ADA)).toMatchObject({ email: ADA })
  expect(await run('signin-link')).toMatchObject({ exitCode: 2 })
})

test.each([
  [['create'], 'An e-mail address is needed'],
  [['create', 'nonsense'], 'email must be an e-mail address'],
  [['role', 'a@b.example'], 'Give --project and --role, or --owner'],
  [['role', 'a@b.example', '--project', '1', '--role', 'king'], '--role must be one of: viewer, member, admin, none'],
])('%j: %s', async (args, message) => {
  const { exitCode, err } = await run(...args)
  expect([exitCode, err]).toEqual([2, expect.stringContaining(message)])
})
