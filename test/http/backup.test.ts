import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { Readable } from 'node:stream'
import { readBackup } from '../../lib/backup/restore.ts'
import type { BackupStatus } from '../../lib/wire/backup.ts'
import type { TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { countStored } from '../kit/journal.ts'
import type { TestPerson } from '../kit/people.ts'
import { dataOf, somebody, tokenOf } from '../kit/people.ts'

describe.each(engines)('a backup over the network on %s', (engine) => {
  let kit: TestApp
  let owner: TestPerson
  beforeAll(async () => {
    kit = await testApp(engine)
    owner = await somebody(kit, { isOwner: true })
  })
  afterAll(() => kit.close())

  const status = async () => dataOf<BackupStatus>(await kit.get('/api/backup/status', owner.headers).expect(200))
  const left = () => readdirSync(path.join(kit.storageDir, 'backups'))

  /** The answer as it begins. */
  async function begin(): Promise<http.IncomingMessage> {
    const options = { port: kit.port, path: '/api/backup/download', headers: owner.headers, agent: false }
    const [answer] = (await once(http.get(options), 'response')) as [http.IncomingMessage]
    return answer
  }

  test('holds what had just come in, can be restored, is noted, and leaves nothing behind', async () => {
    expect((await status()).last).toBeNull()
    for (const page of [1, 2, 3]) await kit.track({ url: `https://shop.example/${page}` }).expect(202)
    const answer = await begin()
    const pieces = await answer.toArray()
    expect(answer.headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-disposition': expect.stringMatching(
        /^attachment; filename="micrologs-\d{4}-\d\d-\d\d\.backup"$/,
      ) as string,
      'cache-control': 'no-store, private',
    })
    const bytes = Buffer.concat(pieces as Buffer[])
    const other = await freshDb('sqlite')
    const rows = await readBackup(Readable.from([bytes]), { db: other.db, replace: false })
    expect(await countStored(other.db)).toBe(3)
    await other.drop()
    const { last, restore_command } = await status()
    expect(last).toMatchObject({ rows, bytes: bytes.length, how: 'downloaded' })
    expect([restore_command.endsWith('app.js restore FILE'), left()]).toEqual([true, []])
    await kit.drained()
    const noted = await kit.app.db.read
      .selectFrom('audit_entries')
      .select(['action', 'actor'])
      .where('project_id', '=', 0)
      .execute()
    expect(noted).toEqual([{ action: 'backup.downloaded', actor: owner.email }])
  })

  test('whoever leaves in the middle holds up nobody, and one at a time is enough', async () => {
    const answer = await begin()
    answer.destroy()
    await eventually(() => left().length === 0)
    await kit.track().expect(202)
    await kit.drained()
    const both = await Promise.all([begin(), begin()])
    for (const one of both) one.resume()
    const statuses = both.map(({ statusCode }) => statusCode).sort()
    // The first may be over before the second comes.
    expect([statuses[0], [200, 409].includes(statuses[1] ?? 0)]).toEqual([200, true])
    for (const one of both) if (!one.readableEnded) await once(one, 'close')
  })

  test('is for owners who are signed in, and not for links on other sites', async () => {
    const viewer = await somebody(kit, { roles: { [kit.project.id]: 'admin' } })
    for (const headers of [viewer.headers, await tokenOf(kit, owner, 'admin')])
      expectRefusal(await kit.get('/api/backup/download', headers), 403)
    const foreign = { ...owner.headers, 'Sec-Fetch-Site': 'cross-site' }
    expectRefusal(await kit.get('/api/backup/download', foreign), 403)
  })
})
