import type { Response } from 'supertest'
import type { FunnelShape, GoalShape, SegmentShape } from '../../lib/wire/goals.ts'
import type { Headers, TestApp, TestProject } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

type Saved = GoalShape & FunnelShape & SegmentShape

const SIGNUP = { type: 'event', event: 'signup' }
const PRICES = { type: 'page', page: '/pricing' }
const GOAL = { name: 'Sign-up', trigger: SIGNUP }
const FUNNEL = { name: 'Way in', steps: [PRICES, SIGNUP] }
const SEGMENT = { name: 'Readers', filter: ' country is "AT" | DE  AND not page matches "/blog/*"' }
const KINDS = [
  ['goals', 'Goal', GOAL, { trigger: SIGNUP }, { trigger: PRICES }],
  ['funnels', 'Funnel', FUNNEL, { steps: [PRICES, SIGNUP] }, { steps: [SIGNUP, PRICES, SIGNUP] }],
  [
    'segments',
    'Segment',
    SEGMENT,
    { filter: 'country is AT|DE and page does not match /blog/*' },
    { filter: 'browser is Firefox' },
  ],
] as const

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  let project: TestProject
  beforeAll(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock })
  })
  beforeEach(async () => {
    clock.set('2026-03-10T12:00:00Z')
    project = await kit.newProject({ timeZone: 'Asia/Kolkata' })
  })
  afterAll(() => kit.close())

  const withKey = (key = project.secretKey): Headers => ({ 'X-API-Key': key })
  const post = (path: string, body: unknown, headers = withKey()) => kit.post(`/api/${path}`, body, headers)
  const dataOf = (answer: Response) => (answer.body as { data: Saved }).data
  const list = async (kind: string, headers = withKey()) => {
    const answer = await kit.get(`/api/${kind}/list`, headers).expect(200)
    return (answer.body as { data: Record<string, Saved[]> & { count: number } }).data
  }
  const messageOf = (answer: Response) => [answer.status, (answer.body as { message: string }).message]

  describe.each(KINDS)('%s', (kind, word, body, definition, other) => {
    test('are made, listed, changed and deleted', async () => {
      const made = await post(`${kind}/create.php`, body).expect(200)
      const { id } = dataOf(made)
      const times = { created_at: '2026-03-10 17:30:00', updated_at: '2026-03-10 17:30:00' }
      const first = { id, name: body.name, ...definition, ...times }
      expect(made.body).toEqual({ success: true, message: `${word} created successfully`, data: first })
      clock.advance(60_000)
      const second = dataOf(await post(`${kind}/create`, { ...body, name: ' Other ' }).expect(200))
      expect(second.name).toBe('Other')
      expect(await list(kind)).toEqual({ count: 2, [kind]: [first, second] })

      const changed = { ...first, ...other, updated_at: '2026-03-10 17:31:00' }
      const edited = await post(`${kind}/edit`, { id, ...other, name: null }).expect(200)
      expect(edited.body).toEqual({ success: true, message: `${word} updated successfully`, data: changed })
      expect(dataOf(await post(`${kind}/edit`, { id, name: 'New' }).expect(200))).toEqual({ ...changed, name: 'New' })

      const deleted = await post(`${kind}/delete`, { id: second.id }).expect(200)
      expect(deleted.body).toEqual({
        success: true,
        message: `${word} deleted successfully`,
        data: { id: second.id },
      })
      expect(await list(kind)).toEqual({ count: 1, [kind]: [{ ...changed, name: 'New' }] })
    })

    test('have names of their own', async () => {
      const { id } = dataOf(await post(`${kind}/create`, body).expect(200))
      await post(`${kind}/create`, { ...body, name: body.name.toUpperCase() }).expect(200)
      const sentence = `There is a ${word.toLowerCase()} named "${body.name}" already. Choose another name.`
      expect(messageOf(await post(`${kind}/create`, body))).toEqual([409, sentence])
      const another = dataOf(await post(`${kind}/create`, { ...body, name: 'Another' }).expect(200))
      expect(messageOf(await post(`${kind}/edit`, { id: another.id, name: body.name }))).toEqual([409, sentence])
      await post(`${kind}/edit`, { id, name: body.name }).expect(200)
      const elsewhere = await kit.newProject()
      await post(`${kind}/create`, body, withKey(elsewhere.secretKey)).expect(200)
    })

    test('made at the same time get one name between them', async () => {
      const both = await Promise.all([1, 2, 3].map(() => post(`${kind}/create`, body)))
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409, 409])
      expect((await list(kind)).count).toBe(1)
    })

    test('of another project are not there', async () => {
      const { id } = dataOf(await post(`${kind}/create`, body).expect(200))
      const theirs = withKey((await kit.newProject()).secretKey)
      for (const answer of [
        await post(`${kind}/edit`, { id, name: 'Mine' }, theirs),
        await post(`${kind}/delete`, { id }, theirs),
        await post(`${kind}/delete`, { id: 999_999 }),
      ]) {
        expectRefusal(answer, 404)
        expect(messageOf(answer)).toEqual([404, `${word} not found`])
      }
      expect(await list(kind, theirs)).toEqual({ count: 0, [kind]: [] })
      expect((await list(kind)).count).toBe(1)
    })
  })

  test.each([
    ['goals/create', { trigger: SIGNUP }, 'name is required'],
    ['goals/create', { name: '  ', trigger: SIGNUP }, 'name is required'],
    ['goals/create', { name: 'n'.repeat(101), trigger: SIGNUP }, 'name must be 100 characters or less'],
    ['goals/create', { name: 'x' }, /^trigger.type must be one of: event, page, engaged, scroll$/],
    ['goals/create', { name: 'x', trigger: 'signup' }, /^trigger.type must be one of/],
    ['goals/create', { name: 'x', trigger: { type: 'click' } }, /^trigger.type must be one of/],
    ['goals/create', { name: 'x', trigger: { type: 'event' } }, /^trigger.event must be the name of an event/],
    ['goals/create', { name: 'x', trigger: { type: 'event', event: ' ' } }, /^trigger.event must be the name/],
    ['goals/create', { name: 'x', trigger: { type: 'page', page: 'thanks' } }, /^trigger.page must be a pattern/],
    ['goals/create', { name: 'x', trigger: { type: 'engaged', seconds: 0 } }, /^trigger.seconds must be a whole/],
    ['goals/create', { name: 'x', trigger: { type: 'scroll', page: '/', percent: 101 } }, /^trigger.percent must be/],
    ['goals/edit', { name: 'x' }, 'id is required'],
    ['goals/edit', { id: 1 }, 'Nothing to update. Provide name or trigger.'],
    ['goals/delete', { id: 'one' }, 'id is required'],
    ['funnels/create', { name: 'x', steps: [SIGNUP] }, 'steps must be a list of 2 to 10 triggers'],
    ['funnels/create', { name: 'x', steps: Array(11).fill(SIGNUP) }, 'steps must be a list of 2 to 10 triggers'],
    ['funnels/create', { name: 'x', steps: [SIGNUP, { type: 'page' }] }, /^trigger.page must be a pattern/],
    ['funnels/edit', { id: 1, steps: null }, 'Nothing to update. Provide name or steps.'],
    ['segments/create', { name: 'x' }, 'filter is required'],
    ['segments/create', { name: 'x', filter: '  ' }, 'filter is required'],
    ['segments/create', { name: 'x', filter: 'contry is AT' }, /^filter: there is no dimension "contry"/],
    ['segments/create', { name: 'x', filter: 'not segment is y' }, /^The filter of a segment may not name other/],
    ['segments/edit', { id: 1 }, 'Nothing to update. Provide name or filter.'],
  ])('%s refuses %j', async (path, body, sentence) => {
    const answer = await post(path, body)
    expectRefusal(answer, 400)
    expect(messageOf(answer)[1]).toEqual(
      expect.stringMatching(typeof sentence === 'string' ? `^${sentence}$` : sentence),
    )
  })

  test('the longest that may be is kept whole', async () => {
    const page = `/${'é'.repeat(499)}`
    const steps = Array.from({ length: 10 }, () => ({ type: 'scroll', page, percent: 100 }))
    expect(dataOf(await post('funnels/create', { name: '🎯'.repeat(100), steps }).expect(200))).toMatchObject({
      name: '🎯'.repeat(100),
      steps,
    })
    const filter = `page is ${'"🎯 "|'.repeat(660)}x`
    expect(messageOf(await post('segments/create', { name: 'x', filter }))[1]).toMatch(/at most 200 values/)
    const long = `page is ${Array.from({ length: 200 }, () => `/${'🎯'.repeat(8)}`).join('|')}`
    expect(dataOf(await post('segments/create', { name: 'x', filter: long }).expect(200)).filter).toBe(long)
  })

  test('there is room for so many, and a deleted project leaves none', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => ({
      project_id: project.id,
      name: `Goal ${n}`,
      definition: JSON.stringify({ kind: 'event', name: 'x' }),
      created_at: 0,
      updated_at: 0,
    }))
    await kit.app.db.write((tx) => tx.insertInto('goals').values(rows).execute())
    expect(messageOf(await post('goals/create', GOAL))).toEqual([
      409,
      'A project has at most 100 goals. Delete one first.',
    ])
    await post('funnels/create', FUNNEL).expect(200)
    await post('segments/create', SEGMENT).expect(200)
    await kit.app.store.delete(project.id, 'Shop')
    for (const table of ['goals', 'funnels', 'segments'] as const) {
      const left = kit.app.db.read.selectFrom(table).select('id').where('project_id', '=', project.id)
      expect(await left.execute()).toEqual([])
    }
  })
})
