import type { AnnotationAnswer, AnnotationList } from '../../lib/wire/annotations.ts'
import type { TestApp, TestProject } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'
import { dataOf } from '../kit/people.ts'

describe.each(engines)('annotations on %s', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  let project: TestProject
  beforeAll(async () => {
    clock = clockAt('2026-03-20T12:00:00Z')
    kit = await testApp(engine, { clock })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    clock.set('2026-03-20T12:00:00Z')
    project = await kit.newProject({ timeZone: 'Europe/Vienna' })
  })

  const post = (path: string, body: object, of = project) =>
    kit.post(`/api/${path}`, body, { 'X-API-Key': of.secretKey })
  const create = async (body: object) => dataOf<AnnotationAnswer>(await post('annotations/create', body).expect(200))
  const list = async (query = 'range=30d', of = project) =>
    dataOf<AnnotationList>(await kit.get(`/api/annotations/list?${query}`, { 'X-API-Key': of.secretKey }).expect(200))

  test('days and times are those of the project, and a list has those of its range', async () => {
    const sent = await create({ at: '2026-03-10', text: ' Newsletter sent ' })
    expect(sent).toEqual({ id: sent.id, at: '2026-03-10', text: 'Newsletter sent' })
    const moved = await create({ at: '2026-03-12 00:15', text: 'New server' })
    expect(moved).toEqual({ id: moved.id, at: '2026-03-12 00:15:00', text: 'New server' })
    expect(await list('range=custom&from=2026-03-10&to=2026-03-12')).toEqual({
      range: { from: '2026-03-10 00:00:00', to: '2026-03-12 23:59:59' },
      count: 2,
      annotations: [
        { kind: 'note', ...sent },
        { kind: 'note', ...moved },
      ],
    })
    expect((await list('range=custom&from=2026-03-11&to=2026-03-11')).count).toBe(0)
    expect((await list('range=custom&from=2026-03-12&to=2026-03-12')).count).toBe(1)
  })

  test('they are changed and deleted', async () => {
    const { id } = await create({ at: '2026-03-10', text: 'One' })
    const edited = await post('annotations/edit', { id, text: 'Two', at: '2026-03-11 08:00' }).expect(200)
    expect(dataOf(edited)).toEqual({ id, at: '2026-03-11 08:00:00', text: 'Two' })
    const again = await post('annotations/edit', { id, at: '2026-03-12' }).expect(200)
    expect(dataOf(again)).toEqual({ id, at: '2026-03-12', text: 'Two' })
    await post('annotations/delete', { id }).expect(200)
    expect((await list()).count).toBe(0)
    expectRefusal(await post('annotations/edit', { id, text: 'x' }), 404)
    expectRefusal(await post('annotations/delete', { id }), 404)
  })

  test('those of another project are not there', async () => {
    const { id } = await create({ at: '2026-03-10', text: 'Ours' })
    const other = await kit.newProject()
    expectRefusal(await post('annotations/edit', { id, text: 'Theirs' }, other), 404)
    expectRefusal(await post('annotations/delete', { id }, other), 404)
    expect((await list('range=30d', other)).count).toBe(0)
    expect((await list()).annotations).toMatchObject([{ text: 'Ours' }])
  })

  test('the first error of a release, and short links that were made, are there by themselves', async () => {
    clock.set('2026-03-05T10:00:00Z')
    await post('links/create', {
      destination_url: 'https://shop.example/',
      label: 'Spring mail',
      code: `m${project.id}`,
    })
    clock.set('2026-03-06T10:00:00Z')
    const report = (line: number, release: string) => post('track/error', { message: 'm', line, context: { release } })
    await report(1, '1.0.0').expect(200)
    clock.set('2026-03-07T10:00:00Z')
    await report(2, '1.0.0').expect(200)
    await report(1, '1.1.0').expect(200)
    clock.set('2026-03-08T10:00:00Z')
    await report(1, '1.1.0').expect(200)
    await create({ at: '2026-03-07', text: 'Before it all' })
    expect((await list()).annotations).toEqual([
      { kind: 'link', at: '2026-03-05 11:00:00', text: 'Spring mail', code: `m${project.id}` },
      { kind: 'release', at: '2026-03-06 11:00:00', text: '1.0.0' },
      { kind: 'note', at: '2026-03-07', text: 'Before it all', id: expect.any(Number) as number },
      { kind: 'release', at: '2026-03-07 11:00:00', text: '1.1.0' },
    ])
    clock.set('2026-03-20T12:00:00Z')
    expect((await list('range=custom&from=2026-03-07&to=2026-03-09')).annotations.map(({ text }) => text)).toEqual([
      'Before it all',
      '1.1.0',
    ])
  })

  test.each([
    [{ text: 'x' }],
    [{ at: '2026-03-10' }],
    [{ at: '2026-03-10', text: ' ' }],
    [{ at: '2026-02-31', text: 'x' }],
    [{ at: '1960-01-01', text: 'x' }],
    [{ at: '2026-03-10T25:00', text: 'x' }],
    [{ at: 'soon', text: 'x' }],
    [{ at: 7, text: 'x' }],
  ])('%j is refused', async (body) => {
    expectRefusal(await post('annotations/create', body), 400)
  })

  test('a range that is none is refused', async () => {
    expectRefusal(await kit.get('/api/annotations/list?range=ever', { 'X-API-Key': project.secretKey }), 400)
  })
})
