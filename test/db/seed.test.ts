import { HOUR } from '../../lib/core/clock.ts'
import type { Db, Engine } from '../../lib/db/open-db.ts'
import type { Dimension } from '../../lib/reports/engine.ts'
import { rangeOf } from '../../lib/reports/range.ts'
import { partsEngine } from '../../lib/reports/parts-engine.ts'
import { seedTraffic } from '../../lib/seed/seed-traffic.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { SEED_UNTIL, seedProject } from '../kit/seed-project.ts'

const DIMENSIONS = 'page device os browser country region city channel referrer campaign'.split(' ') as Dimension[]
/** Four weeks that hold a change of the clock. */
const MONTH = { project: seedProject(), days: 28, viewsPerDay: 40, until: Date.parse('2026-11-01T20:00Z'), seed: 1 }

async function used<T>(engine: Engine, work: (db: Db) => Promise<T>): Promise<T> {
  const { db, drop } = await freshDb(engine)
  try {
    return await work(db)
  } finally {
    await drop()
  }
}

const WEEK = { project: seedProject({ identity: 'cookie' }), days: 7, viewsPerDay: 120, until: SEED_UNTIL, seed: 1 }

const NOTHING = { views: 0, visits: 0, visitors: 0, errors: 0, links: 0, clicks: 0, audits: 0, events: 0 }

/** Everything but what the writer draws: the visits' ids, the salts of audit entries and so their hashes. */
const contents = async (db: Db) => ({
  views: await db.read
    .selectFrom('pageviews')
    .innerJoin('pages', 'pages.id', 'pageviews.page')
    .leftJoin('sources', 'sources.id', 'pageviews.source')
    .select(['at', 'pageviews.id', 'visitor', 'is_entry', 'pages.url', 'sources.url as source'])
    .orderBy('at')
    .orderBy('pageviews.id')
    .execute(),
  visits: await db.read
    .selectFrom('visits')
    .select(['started_at', 'visitor', 'last_at', 'views', 'engaged_ms', 'is_first'])
    .orderBy('started_at')
    .orderBy('visitor')
    .execute(),
  dropped: await db.read.selectFrom('dropped_counts').selectAll().orderBy('day').orderBy('reason').execute(),
  issues: await db.read.selectFrom('issues').selectAll().orderBy('fingerprint').execute(),
  errors: await db.read
    .selectFrom('error_events')
    .select(['at', 'id', 'visitor', 'view', 'severity', 'environment', 'url', 'stack', 'context'])
    .orderBy('at')
    .orderBy('id')
    .execute(),
  links: await db.read.selectFrom('links').selectAll().orderBy('id').execute(),
  clicks: await db.read
    .selectFrom('link_clicks')
    .innerJoin('pages', 'pages.id', 'link_clicks.page')
    .select(['at', 'link_clicks.id', 'link', 'kind', 'visitor', 'pages.url'])
    .orderBy('at')
    .orderBy('link_clicks.id')
    .execute(),
  events: await db.read
    .selectFrom('events')
    .innerJoin('texts', 'texts.id', 'events.name')
    .select(['at', 'events.id', 'visitor', 'view', 'texts.value as name', 'props'])
    .orderBy('at')
    .orderBy('events.id')
    .execute(),
  audits: await db.read
    .selectFrom('audit_entries')
    .select(['sequence', 'at', 'message', 'action', 'actor', 'target', 'tenant', 'outcome', 'external_id', 'context'])
    .orderBy('sequence')
    .execute(),
})

describe.each(engines)('%s', (engine) => {
  test('fills every report with the shape of a real site', () =>
    used(engine, async (db) => {
      const seen: [number, number][] = []
      const added = await seedTraffic({ ...MONTH, db, onProgress: (done, total) => seen.push([done, total]) })
      expect(seen.length).toBeGreaterThan(2)
      expect(seen.at(-1)).toEqual([added.views, added.views])
      expect(seen.every(([done, total], index) => total === added.views && done >= (seen[index - 1]?.[0] ?? 0))).toBe(
        true,
      )

      const scope = { project: 1, range: rangeOf('Europe/Vienna', '2026-10-05', '2026-11-01') }
      const reports = partsEngine(db)
      const totals = await reports.totals(scope, ['pageviews', 'visitors', 'visits', 'bounces', 'duration'])
      expect(totals).toMatchObject({ pageviews: added.views, visitors: added.visitors, visits: added.visits })
      expect(totals.bounces / totals.visits).toBeGreaterThan(0.3)
      expect(totals.bounces / totals.visits).toBeLessThan(0.6)
      expect(totals.duration / totals.visits).toBeGreaterThan(60_000)

      const days = await reports.perDay(scope, ['pageviews'])
      expect(days).toHaveLength(28)
      const onDays = (numbers: number[]) =>
        days.filter(({ day }) => numbers.includes(new Date(day).getUTCDay())).map(({ pageviews }) => pageviews)
      const quietest = (views: number[]) => views.sort((a, b) => a - b)[1] ?? 0
      expect(quietest(onDays([0, 6]))).toBeLessThan(quietest(onDays([1, 2, 3, 4])))
      const [first, second] = days.map(({ pageviews }) => pageviews).sort((a, b) => b - a)
      expect(first).toBeGreaterThan(2 * (second ?? 0))

      for (const dimension of DIMENSIONS) {
        const rows = await reports.breakdown(scope, dimension, ['pageviews'])
        expect([dimension, rows.length > 1]).toEqual([dimension, true])
      }
      const { reasons, newest } = await reports.dropped(scope, 10)
      expect(reasons.length).toBeGreaterThan(1)
      expect(newest).toHaveLength(10)
    }))

  test('the same seed gives the same rows everywhere, stopped on the way or not', () =>
    used(engine, async (db) => {
      const options = { ...WEEK, db }
      const whole = await used('sqlite', async (other) => {
        const added = await seedTraffic({ ...options, db: other })
        return { added, ...(await contents(other)) }
      })
      const onProgress = () => {
        throw new Error('stopped')
      }
      await expect(seedTraffic({ ...options, onProgress })).rejects.toThrow('stopped')
      const seen: number[] = []
      const rest = await seedTraffic({ ...options, onProgress: (done) => seen.push(done) })
      expect(rest.views).toBeGreaterThan(0)
      expect(rest.views).toBeLessThan(whole.added.views)
      expect(seen[0]).toBeGreaterThan(whole.added.views - rest.views)
      expect({ added: whole.added, ...(await contents(db)) }).toEqual(whole)
    }))

  test('a second run adds nothing, a later one what came since, another one is refused', () =>
    used(engine, async (db) => {
      const options = { ...WEEK, days: 2, viewsPerDay: 60, db }
      const first = await seedTraffic(options)
      expect(await seedTraffic(options)).toEqual(NOTHING)
      const later = await seedTraffic({ ...options, until: SEED_UNTIL + 4 * HOUR })
      expect(later.views).toBeGreaterThan(0)
      const [row] = await db.read
        .selectFrom('pageviews')
        .select(({ fn }) => fn.countAll().as('views'))
        .execute()
      expect(row?.views).toBe(first.views + later.views)

      await expect(seedTraffic({ ...options, seed: 2 })).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(
          /^Project "Corner shop" already has \d+ page views,.+ \d+ audit entries and \d+ custom events in these days/,
        ) as string,
      })
      expect((await seedTraffic({ ...options, seed: 2, again: true })).views).toBeGreaterThan(50)
      const other = await seedTraffic({ ...options, project: seedProject({ id: 2, name: 'Another' }) })
      expect(other.views).toBe(first.views)
    }))
})

test.each([
  [{ days: 0 }, 'days'],
  [{ days: 1.5 }, 'days'],
  [{ days: 4000 }, 'days'],
  [{ viewsPerDay: 0 }, 'views per day'],
  [{ viewsPerDay: NaN }, 'views per day'],
  [{ seed: 0.5 }, 'seed'],
  [{ until: NaN }, 'until'],
])('%p is refused', (wrong, name) =>
  used('sqlite', async (db) => {
    await expect(seedTraffic({ ...WEEK, ...wrong, db })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(name) as string,
    })
  }),
)
