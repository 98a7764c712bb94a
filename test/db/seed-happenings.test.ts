import { verifyChain } from '../../lib/audits/verify.ts'
import type { Db, Engine } from '../../lib/db/open-db.ts'
import type { IdentityMode } from '../../lib/projects/project.ts'
import { ISSUES } from '../../lib/seed/issues.data.ts'
import { linkCode } from '../../lib/seed/seed-links.ts'
import { seedTraffic } from '../../lib/seed/seed-traffic.ts'
import { SHORT_LINKS } from '../../lib/seed/short-links.data.ts'
import type { SeedTotals } from '../../lib/seed/totals.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { SEED_UNTIL, seedProject, seedStream } from '../kit/seed-project.ts'

const LINKS = Object.keys(SHORT_LINKS).length

/** A seeded database of its own, and what was planned for it. */
async function seeded(
  engine: Engine,
  wish: { days: number; views: number; identity?: IdentityMode },
  look: (db: Db, added: SeedTotals, planned: ReturnType<typeof seedStream>) => Promise<void>,
): Promise<void> {
  const { days, views, identity = 'daily' } = wish
  const { db, drop } = await freshDb(engine)
  const planned = seedStream({ project: { identity }, days, views })
  try {
    const { project } = planned
    const added = await seedTraffic({ db, project, days, viewsPerDay: views, until: SEED_UNTIL, seed: 1 })
    await look(db, added, planned)
  } finally {
    await drop()
  }
}

type Table = 'pageviews' | 'error_events' | 'link_clicks' | 'audit_entries' | 'events'

async function rowsIn(db: Db, table: Table): Promise<number> {
  const count = db.read.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('rows'))
  return (await count.executeTakeFirstOrThrow()).rows
}

const isByPerson = ({ by }: { by: string }) => by === 'person'

describe.each(engines)('%s', (engine) => {
  test('what was planned is in the tables, and nothing else', () =>
    seeded(engine, { days: 10, views: 200 }, async (db, added, { of, pageviews }) => {
      const planned = {
        views: pageviews.length,
        errors: of('error').length,
        links: LINKS,
        clicks: of('click').length,
        audits: of('audit').length,
        events: of('event').length,
      }
      expect(added).toMatchObject(planned)
      expect(Object.values(planned).every((count) => count > 5)).toBe(true)
      expect({
        views: await rowsIn(db, 'pageviews'),
        errors: await rowsIn(db, 'error_events'),
        clicks: await rowsIn(db, 'link_clicks'),
        audits: await rowsIn(db, 'audit_entries'),
        events: await rowsIn(db, 'events'),
      }).toEqual({ ...planned, links: undefined })

      const { rows } = await db.read
        .selectFrom('issues')
        .select(({ fn }) => fn.sum<number | string>('occurrences').as('rows'))
        .executeTakeFirstOrThrow()
      expect(Number(rows)).toBe(planned.errors)
      const links = await db.read.selectFrom('links').select(['clicks', 'destination']).execute()
      expect(links.reduce((sum, { clicks }) => sum + clicks, 0)).toBe(of('click').filter(isByPerson).length)
      expect(links.every(({ destination }) => /^https:\/\/shop\.example\/.*\?utm_source=/.test(destination))).toBe(true)

      const verified = await verifyChain(db.read, 1)
      expect(verified).toMatchObject({ outcome: 'verified', entries: planned.audits, faultCount: 0 })
    }))

  test.each(['daily', 'cookie', 'cache'] as const)(
    'mode %s: clicks lead to visits, where that can be known',
    (identity) =>
      seeded(engine, { days: 7, views: 150, identity }, async (db, _, { of }) => {
        const joined = await db.read
          .selectFrom('link_clicks')
          .innerJoin('visits', 'visits.id', 'link_clicks.visit')
          .select(['link_clicks.kind', 'link_clicks.page', 'visits.entry_page', 'visits.project_id'])
          .execute()
        const people = of('click').filter(isByPerson)
        expect(people.length).toBeGreaterThan(10)
        expect(joined).toHaveLength(identity === 'cache' ? 0 : people.length)
        expect(joined.filter(({ kind, page, entry_page }) => kind !== 'person' || page !== entry_page)).toEqual([])
      }),
  )

  test('events happen in visits, and errors of browsers in views', () =>
    seeded(engine, { days: 7, views: 150, identity: 'cookie' }, async (db, { events }) => {
      const seen = await db.read
        .selectFrom('events')
        .innerJoin('pageviews', 'pageviews.id', 'events.view')
        .select(['events.visit', 'pageviews.visit as seenIn', 'events.page', 'pageviews.page as seen'])
        .execute()
      expect(seen).toHaveLength(events)
      expect(seen.filter((row) => row.visit !== row.seenIn || row.page !== row.seen)).toEqual([])
      const errors = await db.read
        .selectFrom('error_events')
        .leftJoin('pageviews', 'pageviews.id', 'error_events.view')
        .select(['error_events.visitor', 'pageviews.visitor as seenBy'])
        .execute()
      expect(errors.filter(({ visitor, seenBy }) => visitor !== (seenBy ?? 0))).toEqual([])
    }))

  test('issues have a history: one resolved for good, one that came back, one ignored, one looked into', () =>
    seeded(engine, { days: 28, views: 250 }, async (db, _, { calendar }) => {
      const rows = await db.read.selectFrom('issues').selectAll().execute()
      expect(rows.length).toBeGreaterThan(10)
      expect(rows.length).toBeLessThanOrEqual(ISSUES.length)
      const of = (type: string, message: string) =>
        rows.find((row) => row.type === type && row.message.startsWith(message))
      const gone = of('QuotaExceededError', 'Failed')
      expect(gone).toMatchObject({ status: 'resolved', regressed_at: 0 })
      expect(gone?.resolved_at).toBeGreaterThan(gone?.last_seen ?? Infinity)

      const back = of('RangeError', 'Invalid')
      const release = calendar.find(({ sinceRelease }) => sinceRelease === 0)?.start ?? Infinity
      expect(back?.status).toBe('open')
      expect(back?.resolved_at).toBeGreaterThan(back?.first_seen ?? Infinity)
      expect(back?.resolved_at).toBeLessThan(release)
      expect(back?.regressed_at).toBeGreaterThan(release)

      expect(of('Error', 'ResizeObserver')?.status).toBe('ignored')
      expect(of('TypeError', 'Failed to fetch')?.status).toBe('investigating')
      expect(rows.filter(({ status }) => status === 'open').length).toBeGreaterThan(5)
    }))

  test("somebody else's link has the code: the next one is taken, and kept", async () => {
    const { db, drop } = await freshDb(engine)
    try {
      const taken = linkCode(1, 'flyer', 0)
      const row = { destination: 'https://other.example/', label: '', is_active: 1, clicks: 0 }
      await db.write((tx) =>
        tx
          .insertInto('links')
          .values({ ...row, project_id: 2, code: taken, created_at: 1, updated_at: 1 })
          .execute(),
      )
      const options = { db, project: seedProject(), days: 2, viewsPerDay: 60, until: SEED_UNTIL, seed: 1 }
      expect((await seedTraffic(options)).links).toBe(LINKS)
      expect((await seedTraffic({ ...options, seed: 2, again: true })).links).toBe(0)
      const links = await db.read.selectFrom('links').select(['project_id', 'code', 'clicks']).execute()
      expect(links.filter((link) => link.project_id === 1).map(({ code }) => code)).toContain(linkCode(1, 'flyer', 1))
      expect(links.find(({ code }) => code === taken)).toMatchObject({ project_id: 2, clicks: 0 })
    } finally {
      await drop()
    }
  })

  test('records without any page view are in the way, too', async () => {
    const { db, drop } = await freshDb(engine)
    try {
      const row = { issue: 1, visitor: 0, visit: 0, view: 0, severity: 'error', environment: 'production', url: '' }
      await db.write((tx) =>
        tx
          .insertInto('error_events')
          .values({ ...row, project_id: 1, at: SEED_UNTIL - 1000, id: 1, agent: 0, place: 0, stack: '', context: '' })
          .execute(),
      )
      const options = { db, project: seedProject(), days: 2, viewsPerDay: 60, until: SEED_UNTIL, seed: 1 }
      const there = 'Project "Corner shop" already has 1 error in these days, and made-up ones'
      await expect(seedTraffic(options)).rejects.toThrow(there)
      expect(await db.read.selectFrom('links').select('id').execute()).toEqual([])
      expect((await seedTraffic({ ...options, until: SEED_UNTIL - 1000 })).views).toBeGreaterThan(0)
    } finally {
      await drop()
    }
  })
})
