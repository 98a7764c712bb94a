import { insertRows } from '../../lib/db/dialect.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { LinkStore } from '../../lib/links/link-store.ts'
import { makeLinkStore, readTargets } from '../../lib/links/link-store.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines, freshDb } from '../kit/databases.ts'

describe.each(engines)('%s', (engine) => {
  let db: Db
  let clock: MovedClock
  let store: LinkStore
  let changed: string[]
  let drop: () => Promise<void>
  beforeEach(async () => {
    ;({ db, drop } = await freshDb(engine))
    clock = clockAt('2026-03-10T12:00:00Z')
    changed = []
    const note = (code: string) => Promise.resolve(void changed.push(code))
    store = makeLinkStore({ db, clock, changed: note })
  })
  afterEach(() => drop())

  const wish = (code?: string, more: { label?: string; destination?: string } = {}) => ({
    destination: 'https://shop.example/spring?a=b#c',
    label: '',
    code,
    ...more,
  })
  const notFound = { code: 'not_found', message: 'Link not found' }

  test('what is created is found', async () => {
    const link = await store.create(1, wish(undefined, { label: 'Spring 🌷', destination: 'https://müller.example/ä' }))
    expect(link).toEqual({
      id: expect.any(Number) as number,
      code: expect.stringMatching(/^[A-Za-z0-9]{8}$/) as string,
      destination: 'https://müller.example/ä',
      label: 'Spring 🌷',
      isActive: true,
      clicks: 0,
      createdAt: clock.now(),
    })
    expect(await store.find(1, link.code)).toEqual(link)
    expect(changed).toEqual([link.code])
    expect(await readTargets(db.read, [link.code, 'other'])).toEqual(
      new Map([[link.code, { id: link.id, project: 1, destination: link.destination, isActive: true }]]),
    )
  })

  test('the longest of everything fits', async () => {
    const destination = `https://a.example/${'x'.repeat(2030)}`
    const link = await store.create(1, wish('c'.repeat(64), { destination, label: '🌷'.repeat(255) }))
    expect(await store.find(1, link.code)).toEqual(link)
  })

  test('an own code is taken once, whoever asks', async () => {
    await store.create(1, wish('spring'))
    const taken = { code: 'conflict', status: 409, message: /^The code "spring" is taken by another link\. Choose/ }
    for (const project of [1, 2]) {
      const fault = await store.create(project, wish('spring')).catch((thrown: unknown) => thrown)
      expect(fault).toMatchObject({ code: taken.code, status: taken.status })
      expect((fault as Error).message).toMatch(taken.message)
    }
    expect((await store.list(2, {})).links).toEqual([])
  })

  test('of many that want one code at the same moment, one gets it', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => store.create(i + 1, wish('same'))))
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Error)
    expect(refused).toHaveLength(7)
    for (const fault of refused) expect(fault).toMatchObject({ code: 'conflict' })
  })

  test('upper and lower case are different codes', async () => {
    const [lower, upper] = [await store.create(1, wish('spring')), await store.create(1, wish('Spring'))]
    expect((await store.find(1, 'spring')).id).toBe(lower.id)
    expect((await store.find(1, 'Spring')).id).toBe(upper.id)
    await expect(store.find(1, 'SPRING')).rejects.toMatchObject(notFound)
    expect([...(await readTargets(db.read, ['Spring', 'SPRING'])).keys()]).toEqual(['Spring'])
  })

  test.each(['other', '', 'spring ', ' spring', 'spring\u0000', "x' or '1'='1", 'spring%', 'x'.repeat(65)])(
    'nothing is found for %j',
    async (code) => {
      await store.create(1, wish('spring'))
      await expect(store.find(1, code)).rejects.toMatchObject(notFound)
      await expect(store.edit(1, code, { label: 'x' })).rejects.toMatchObject(notFound)
      await expect(store.delete(1, code)).rejects.toMatchObject(notFound)
    },
  )

  test('another project’s link is none', async () => {
    await store.create(1, wish('spring'))
    await expect(store.find(2, 'spring')).rejects.toMatchObject(notFound)
    await expect(store.edit(2, 'spring', { isActive: false })).rejects.toMatchObject(notFound)
    await expect(store.delete(2, 'spring')).rejects.toMatchObject(notFound)
    expect(await store.list(2, {})).toEqual({ links: [] })
    expect(await store.find(1, 'spring')).toMatchObject({ isActive: true })
    expect(changed).toEqual(['spring'])
  })

  test('an edit changes what it names', async () => {
    const made = await store.create(1, wish('spring', { label: 'old' }))
    await db.write((tx) => tx.updateTable('links').set({ clicks: 7 }).execute())
    clock.advance(1000)
    const asked = { destination: undefined, label: 'new', isActive: undefined }
    expect(await store.edit(1, 'spring', asked)).toEqual({ ...made, label: 'new', clicks: 7 })
    expect(await store.edit(1, 'spring', { destination: 'https://b.example/', isActive: false })).toMatchObject({
      destination: 'https://b.example/',
      label: 'new',
      isActive: false,
    })
    expect(await store.edit(1, 'spring', { label: '', isActive: true })).toMatchObject({ label: '', isActive: true })
    expect(await store.find(1, 'spring')).toMatchObject({ clicks: 7, createdAt: made.createdAt })
    const row = await db.read.selectFrom('links').select('updated_at').executeTakeFirstOrThrow()
    expect(row.updated_at).toBe(clock.now())
    expect(changed).toHaveLength(4)
  })

  test('a list of 250 in pieces: each once, newest first, also while new ones come in', async () => {
    const codes = Array.from({ length: 250 }, (_, i) => `code-${i}`)
    const rows = codes.map((code) => ({ project_id: 1, code, ...ROW }))
    await db.write((tx) => insertRows(tx, engine, 'links', rows))
    await store.create(2, wish('foreign'))
    const newestFirst = [...codes].reverse()
    expect((await store.list(1, {})).links.map(({ code }) => code)).toEqual(newestFirst)
    expect(await store.list(1, { limit: 250 })).not.toHaveProperty('after')
    expect((await store.list(1, { limit: 249 })).after).toBeDefined()

    const seen: string[] = []
    const sizes: number[] = []
    for (let after: number | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const piece = await store.list(1, { limit: 60, after })
      seen.push(...piece.links.map(({ code }) => code))
      sizes.push(piece.links.length)
      after = piece.after
      await store.create(1, wish(`late-${sizes.length}`))
    }
    expect(sizes).toEqual([60, 60, 60, 60, 10])
    expect(seen).toEqual(newestFirst)
    expect((await store.list(1, { after: 1 })).links).toEqual([])
  })

  test('a delete takes its clicks along, all of them, and nothing else', async () => {
    const [gone, stays] = [await store.create(1, wish('gone')), await store.create(1, wish('stays'))]
    const clicksOf = (link: number, project: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({
        project_id: project,
        at: 1000 + (i % 3000),
        id: i + 1,
        link,
        ...CLICK,
      }))
    await db.write(async (tx) => {
      await insertRows(tx, engine, 'link_clicks', clicksOf(gone.id, 1, 4500))
      await insertRows(tx, engine, 'link_clicks', clicksOf(gone.id, 2, 2))
      await insertRows(
        tx,
        engine,
        'link_clicks',
        clicksOf(stays.id, 1, 3).map((click) => ({ ...click, id: click.id + 10_000 })),
      )
    })
    await store.delete(1, 'gone')
    await expect(store.find(1, 'gone')).rejects.toMatchObject(notFound)
    await expect(store.delete(1, 'gone')).rejects.toMatchObject(notFound)
    expect((await store.list(1, {})).links.map(({ code }) => code)).toEqual(['stays'])
    const left = await db.read.selectFrom('link_clicks').select(['project_id', 'link']).orderBy('project_id').execute()
    expect(left).toEqual([
      ...Array.from({ length: 3 }, () => ({ project_id: 1, link: stays.id })),
      ...Array.from({ length: 2 }, () => ({ project_id: 2, link: gone.id })),
    ])
    // Told once that it leads nowhere any more, and once that it is gone.
    expect(changed).toEqual(['gone', 'stays', 'gone', 'gone'])
    await store.create(2, wish('gone'))
    expect(await store.find(2, 'gone')).toMatchObject({ isActive: true })
  })
})

const ROW = { destination: 'https://a.example/', label: '', is_active: 1, clicks: 0, created_at: 1, updated_at: 1 }
const CLICK = { kind: 'person', visitor: 1, visit: 0, page: 0, source: 0, agent: 0, place: 0 }
