import type { AuditsReport } from '../../lib/wire/record-reports.ts'
import type { TestApp, TestProject } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { auditLog } from '../kit/audit-log.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'
import { auditRecord } from '../kit/records.ts'

const NOW = '2026-11-20T12:00:00Z'
const at = (time: string) => Date.parse(time)

describe.each(engines)('%s: GET /api/analytics/audits', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  let project: TestProject
  let log: ReturnType<typeof auditLog>
  beforeAll(async () => {
    clock = clockAt(NOW)
    kit = await testApp(engine, { clock })
    log = auditLog(kit.app.db)
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    project = await kit.newProject()
  })

  const ask = (query = '', key = project.secretKey) => kit.get(`/api/analytics/audits?${query}`, { 'X-API-Key': key })
  const report = async (query = ''): Promise<AuditsReport> => {
    const answer = await ask(query)
    expect(answer.status).toBe(200)
    return (answer.body as { data: AuditsReport }).data
  }
  const ids = ({ logs }: AuditsReport) => logs.map(({ id }) => id)
  const entry = (given: Parameters<typeof auditRecord>[0] = {}) =>
    auditRecord({ at: at(NOW), project: { id: project.id }, ...given })

  test('a search finds parts of words, whatever their case, in the newest of the range', async () => {
    await log.write(
      entry({ action: 'invoice.deleted', actor: 'Ann', target: 'invoice-7', tenant: 'acme' }),
      entry({ action: 'login', actor: 'bob@shop.example', target: '', tenant: '' }),
      entry({ action: 'login', actor: '100%', target: 'x', tenant: '' }),
    )
    const wanted = { VOICE: [1], 'SHOP.ex': [2], ACM: [1], log: [3, 2], '%25': [3], nothing: [] }
    for (const [search, found] of Object.entries(wanted))
      expect([search, ids(await report(`range=1d&search=${search}`))]).toEqual([search, found])
    expect(ids(await report('range=1d&search=log&actor=100%25'))).toEqual([3])
    expect((await report('range=1d&search=log')).searched_since).toBeUndefined()
  })

  test('a file has everything that fits, page by page', async () => {
    const many = Array.from({ length: 1203 }, (_, number) =>
      entry({ action: number % 2 === 0 ? 'even' : 'odd', context: '{"a":{"b":1}}', at: at(NOW) - number }),
    )
    await log.write(...many)
    const csv = await ask('range=1d&format=csv&action=even').expect(200)
    const lines = csv.text.trim().split('\r\n')
    expect(lines[0]).toBe('id,action,actor,context,created_at,target,tenant,outcome,external_id,hash')
    expect(lines).toHaveLength(1 + 602)
    expect(lines[1]).toContain('"{""a"":{""b"":1}}"')
    expect(csv.headers['content-disposition']).toContain('micrologs-audits-2026-11-20-2026-11-20.csv')
    // With a limit it is the piece that was asked for.
    expect((await ask('range=1d&format=csv&limit=5')).text.trim().split('\r\n')).toHaveLength(6)
    const all = await ask('range=1d&format=csv').expect(200)
    expect(new Set(all.text.trim().split('\r\n')).size).toBe(1204)
  })

  test('the whole answer, in the order of its keys', async () => {
    const written = await log.write(
      entry({ action: 'invoice.deleted', context: '{"reason":{}}', tenant: 'acme', externalId: 'x-1' }),
      entry({ action: 'login', actor: '', target: '', outcome: '', at: at('2026-11-20T11:59:59.999Z') }),
    )
    const { text } = await kit.get('/api/analytics/audits.php?range=1d', { 'X-API-Key': project.secretKey })
    const [first, second] = written.map((each) => each?.hash)
    expect(text).toBe(
      '{"success":true,"message":"Audit logs fetched successfully","data":{' +
        '"range":{"from":"2026-11-20 00:00:00","to":"2026-11-20 23:59:59"},"count":2,' +
        '"top_actions":[{"action":"invoice.deleted","count":1},{"action":"login","count":1}],"logs":[' +
        '{"id":1,"action":"invoice.deleted","actor":"ann","context":{"reason":{}},"created_at":"2026-11-20 12:00:00",' +
        `"target":"invoice-118","tenant":"acme","outcome":"success","external_id":"x-1","hash":"${first}"},` +
        '{"id":2,"action":"login","actor":"","context":null,"created_at":"2026-11-20 11:59:59",' +
        `"target":"","tenant":"","outcome":"","external_id":"","hash":"${second}"}]}}`,
    )
  })

  test('of a project without entries', async () => {
    expect(await report('range=1d')).toEqual({
      range: { from: '2026-11-20 00:00:00', to: '2026-11-20 23:59:59' },
      count: 0,
      top_actions: [],
      logs: [],
    })
  })

  test('times and days are those of the project', async () => {
    project = await kit.newProject({ timeZone: 'Asia/Kolkata' })
    await log.write(
      entry({ at: at('2026-11-19T18:29:59.999Z') }),
      entry({ at: at('2026-11-19T18:30:00Z') }),
      entry({ at: at('2026-11-20T18:29:59.999Z') }),
      entry({ at: at('2026-11-20T18:30:00Z') }),
    )
    const { logs } = await report('range=1d')
    expect(logs.map(({ created_at }) => created_at)).toEqual(['2026-11-20 23:59:59', '2026-11-20 00:00:00'])
    expect(ids(await report('range=custom&from=2026-11-19&to=2026-11-19'))).toEqual([1])
  })

  test('newest first by the sender’s time, equal ones by their numbers', async () => {
    await log.write(
      entry({ at: at(NOW) - 1 }),
      entry({ at: at(NOW) }),
      entry({ at: at(NOW) - 2 }),
      entry({ at: at(NOW) }),
    )
    expect(ids(await report())).toEqual([4, 2, 1, 3])
  })

  describe('filters', () => {
    beforeEach(async () => {
      await log.write(
        entry({ action: 'login', actor: 'ann', target: '', tenant: 'acme', outcome: 'success' }),
        entry({ action: 'login', actor: 'bob', target: 'door', tenant: 'acme', outcome: 'failure' }),
        entry({ action: 'Login', actor: 'ann', target: 'door', tenant: 'bolt', outcome: '' }),
        entry({ action: 'log', actor: 'Grüße & 100%', target: 'dōor', tenant: '', outcome: '' }),
      )
    })

    test.each([
      ['action=login', [2, 1]],
      ['action=log', [4]],
      ['action=LOGIN', []],
      ['action=%20login%20', [2, 1]],
      ['actor=ann', [3, 1]],
      ['actor=Gr%C3%BC%C3%9Fe+%26+100%25', [4]],
      ['actor=%25', []],
      ['target=door', [3, 2]],
      ['tenant=acme', [2, 1]],
      ['outcome=failure', [2]],
      ['outcome=success', [1]],
      ['outcome=bogus', [4, 3, 2, 1]],
      ['action=login&actor=ann', [1]],
      ['action=login&actor=ann&outcome=failure', []],
      ['actor=ann&tenant=bolt&target=door', [3]],
      ['action=&actor=%20', [4, 3, 2, 1]],
      ['action=x&action=log', [4]],
      ['action[]=login', [4, 3, 2, 1]],
      ['nothing=known', [4, 3, 2, 1]],
    ])('%s', async (query, expected) => {
      const found = await report(query)
      expect(ids(found)).toEqual(expected)
      expect(found.count).toBe(expected.length)
      // Of the range, whatever else was asked for.
      expect(found.top_actions).toEqual([
        { action: 'login', count: 2 },
        { action: 'Login', count: 1 },
        { action: 'log', count: 1 },
      ])
    })

    test('another project sees nothing of it', async () => {
      project = await kit.newProject()
      expect(await report()).toMatchObject({ count: 0, top_actions: [], logs: [] })
    })
  })

  test('top actions are 20, most frequent first, and limits are the contract’s', async () => {
    const many = Array.from({ length: 25 }, (_, i) => Array.from({ length: i < 5 ? 20 : 5 }, () => i)).flat()
    await log.write(...many.map((i) => entry({ action: `act-${String(i).padStart(2, '0')}` })))
    const { top_actions } = await report()
    expect(top_actions).toHaveLength(20)
    expect(top_actions[0]).toEqual({ action: 'act-00', count: 20 })
    expect(top_actions.map(({ action }) => action)).toEqual([...top_actions.map(({ action }) => action)].sort())
    const counts: [string, number][] = [
      ['', 50],
      ['limit=7', 7],
      ['limit=200', 200],
      ['limit=500', 200],
      ['limit=0', 1],
      ['limit=-3', 1],
      ['limit=abc', 1],
      ['limit=2.9', 2],
    ]
    for (const [query, expected] of counts) {
      const found = await report(query)
      expect([query, found.count, found.logs.length]).toEqual([query, expected, expected])
    }
  })

  describe('in pieces', () => {
    const walk = async (query: string, between: () => Promise<unknown> = () => Promise.resolve()) => {
      const seen: number[] = []
      let cursor: string | undefined
      let pieces = 0
      do {
        const found = await report(`${query}&range=2d${cursor === undefined ? '' : `&cursor=${cursor}`}`)
        seen.push(...ids(found))
        cursor = found.next_cursor
        pieces++
        await between()
      } while (cursor !== undefined)
      return { seen, pieces }
    }

    beforeEach(async () => {
      // Several of each time, so that pieces end between entries of one time.
      await log.write(
        ...Array.from({ length: 130 }, (_, i) => entry({ at: at(NOW) - Math.floor(((i * 7) % 130) / 4) })),
      )
    })

    test.each([
      [1, 130],
      [7, 19],
      [50, 3],
      [65, 2],
      [129, 2],
      [130, 1],
      [200, 1],
    ])('of %i every entry comes once, in %i pieces', async (limit, expected) => {
      const { seen, pieces } = await walk(`limit=${limit}`)
      expect(pieces).toBe(expected)
      expect(seen).toHaveLength(130)
      expect(new Set(seen).size).toBe(130)
      expect(seen).toEqual(ids(await report('limit=200&range=2d')))
    })

    test('none comes twice and none is left out when new ones come in meanwhile', async () => {
      const { seen } = await walk('limit=20', () => log.write(entry({ at: at(NOW) + 1 })))
      expect(seen.filter((id) => id <= 130).sort((a, b) => a - b)).toEqual(Array.from({ length: 130 }, (_, i) => i + 1))
      expect(new Set(seen).size).toBe(seen.length)
    })

    test('a filter holds for every piece', async () => {
      await log.write(...Array.from({ length: 9 }, () => entry({ actor: 'bob', at: at(NOW) - 10 })))
      const { seen, pieces } = await walk('limit=2&actor=bob')
      expect([seen.length, pieces]).toEqual([9, 5])
    })

    test.each(['nonsense', 'WzFd', 'WyJhIiwiYiJd', 'WzEsMiwzXQ', 'e30'])('the cursor %s is refused', async (cursor) => {
      const answer = await ask(`cursor=${cursor}`)
      expectRefusal(answer, 400)
      expect((answer.body as { message: string }).message).toBe('cursor must be a next_cursor that this list gave')
    })
  })

  test('only the secret key reads it, only with GET, and a bad range is said first', async () => {
    for (const key of [project.publicKey, 'a'.repeat(64)]) expectRefusal(await ask('', key), 401)
    expectRefusal(await kit.get('/api/analytics/audits'), 401)
    expectRefusal(await kit.post('/api/analytics/audits', { a: 1 }, { 'X-API-Key': project.secretKey }), 405)
    const answer = await ask('range=custom&from=2026-13-01&to=2026-11-20&cursor=nonsense')
    expect((answer.body as { message: string }).message).toBe('Invalid date format. Use YYYY-MM-DD')
  })

  test('a log that somebody spoiled can still be read', async () => {
    await log.write(entry({ context: '{"a":1}' }))
    const spoil = kit.app.db.read.updateTable('audit_entries').set({ context: '{"a":' })
    await spoil.where('project_id', '=', project.id).execute()
    expect((await report()).logs).toMatchObject([{ context: '{"a":' }])
  })
})
