import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { DAY } from '../../lib/core/clock.ts'
import type { TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'
import { dataOf, FROM_PAGE, PASSWORD, sentBack, somebody } from '../kit/people.ts'

describe.each(engines)('%s: a fresh install', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  beforeEach(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock })
  })
  afterEach(() => kit.close())

  const file = () => path.join(kit.storageDir, 'setup-code.txt')
  const setUp = (code: string, more: object = {}) =>
    kit.post('/api/account/setup', { code, email: 'Ada@shop.example', password: PASSWORD, ...more }, FROM_PAGE)
  const byLink = (token: string) => kit.post('/api/session/link', { token }, FROM_PAGE)
  const isNeeded = async () => dataOf<{ needed: boolean }>(await kit.get('/api/account/setup')).needed

  test('is its owner’s who can read the code, and only the first time', async () => {
    const code = readFileSync(file(), 'utf8')
    expect(code).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}\n$/)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(await isNeeded()).toBe(true)
    expectRefusal(await setUp('nonsense'), 403)
    expectRefusal(await setUp(code, { password: 'short' }), 400)
    expectRefusal(await setUp(code, { password: 'ada@shop.example' }), 400)
    const answer = await setUp(code.toUpperCase())
    expect(dataOf(answer)).toMatchObject({
      state: 'signed-in',
      user: { email: 'ada@shop.example', is_owner: true, projects: [{ role: 'owner' }] },
    })
    expect(existsSync(file())).toBe(false)
    expect(await isNeeded()).toBe(false)
    expectRefusal(await setUp(code), 409)
    expect((await kit.get('/api/projects/list', sentBack(answer))).status).toBe(200)
  })

  test('of two who set it up at once one is the owner', async () => {
    const code = readFileSync(file(), 'utf8')
    const answers = await Promise.all([setUp(code), setUp(code, { email: 'eve@shop.example' })])
    expect(answers.map(({ status }) => status === 200)).toContain(true)
    expect((await kit.app.accounts.users.all()).filter(({ isOwner }) => isOwner)).toHaveLength(1)
  })

  test('the link that is printed makes the owner, who needs no question answered; it works once', async () => {
    const token = (await kit.app.firstSignIn()) ?? ''
    const answer = await byLink(token)
    expect(dataOf(answer)).toMatchObject({ state: 'signed-in', user: { is_owner: true, has_password: false } })
    expect(existsSync(file())).toBe(false)
    expectRefusal(await byLink(token), 401)
    // Nobody has a password yet, so the next start prints a link for the same person.
    const again = await byLink((await kit.app.firstSignIn()) ?? '')
    expect(dataOf(again)).toMatchObject({ user: { id: dataOf<{ user: { id: number } }>(answer).user.id } })
    const own = sentBack(again)
    const named = await kit.post('/api/account/edit', { email: 'ada@shop.example', name: 'Ada' }, own)
    expect(dataOf(named)).toMatchObject({ user: { email: 'ada@shop.example' } })
    expect((await kit.post('/api/account/password', { new_password: PASSWORD }, own)).status).toBe(200)
    expect(await kit.app.firstSignIn()).toBeUndefined()
  })

  test('links are good for a day, and the first one only while there is no owner', async () => {
    const first = (await kit.app.firstSignIn()) ?? ''
    const ada = await somebody(kit, { isOwner: true })
    expectRefusal(await byLink(first), 409)
    const { token } = await kit.app.accounts.links.make(ada.id)
    clock.advance(DAY)
    expectRefusal(await byLink(token), 401)
    const other = await kit.app.accounts.links.make(ada.id)
    const both = await Promise.all([byLink(other.token), byLink(other.token)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  test('who came in by a link may set a new password for a while; others show the old one', async () => {
    const ada = await somebody(kit, { isOwner: true })
    const { token } = await kit.app.accounts.links.make(ada.id)
    const own = sentBack(await byLink(token))
    clock.advance(DAY)
    expectRefusal(await kit.post('/api/account/password', { new_password: 'a new password' }, own), 403)
    const fresh = sentBack(await byLink((await kit.app.accounts.links.make(ada.id)).token))
    expect((await kit.post('/api/account/password', { new_password: 'a new password' }, fresh)).status).toBe(200)
  })

  test('a password is checked in turn, whatever the cost it was made with', async () => {
    const ada = await somebody(kit, { isOwner: true })
    const { users, passwords } = kit.app.accounts
    const dear = { logN: 5, r: 1, p: 1 }
    const { makePasswords } = await import('../../lib/accounts/password.ts')
    await users.setPassword(ada.id, await makePasswords(dear).hash('älter ½'))
    const { passwordHash: old } = await users.find(ada.id)
    expect(await passwords.check('a\u0308lter ½', old)).toEqual({ isRight: true, isOld: true })
    await kit.post('/api/session/sign-in', { email: ada.email, password: 'älter ½' }, FROM_PAGE).expect(200)
    const { passwordHash: fresh } = await users.find(ada.id)
    expect([old.slice(0, 12), fresh.slice(0, 12)]).toEqual(['scrypt$5$1$1', 'scrypt$4$1$1'])
  })
})
