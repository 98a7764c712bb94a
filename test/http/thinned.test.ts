import type { VisitorsReport } from '../../lib/wire/reports.ts'
import { engines } from '../kit/databases.ts'
import type { ExploredShop } from '../kit/explored-shop.ts'
import { exploredShop, part } from '../kit/explored-shop.ts'

/** Days of which only totals are left, beside the five visits of the kit's shop on 9 and 10 March. */

const THINNED = { events: 2, duration: 100_000, engaged_duration: 90_000, visible_time: 60_000 }
const DAYS = [
  { day: '2026-02-27', pageviews: 10, visitors: 4, visits: 5, bounces: 1, ...THINNED },
  { day: '2026-03-01', pageviews: 20, visitors: 6, visits: 10, bounces: 4, ...THINNED },
] as const
const METRICS = 'metrics=visitors,visits,pageviews,events'
const RANGE = 'range=custom&from=2026-02-20&to=2026-03-10'
const MARK = { exact: false, thinned_until: '2026-03-01' }

describe.each(engines)('thinned days on %s', (engine) => {
  let shop: ExploredShop
  beforeAll(async () => {
    shop = await exploredShop(engine, true)
    const rows = DAYS.map((day) => ({ project_id: shop.project.id, ...day }))
    await shop.app.db.write((tx) => tx.insertInto('thinned_days').values(rows).execute())
  })
  afterAll(() => shop.close())

  test('are in totals and series of whole days, which say so', async () => {
    const answer = await shop.explore('timeseries', `${RANGE}&interval=day&${METRICS}`)
    expect(answer).toMatchObject({
      ...MARK,
      totals: { visitors: 15, visits: 20, pageviews: 38, events: 6 },
      rows: [
        { at: '2026-02-27', visitors: 4, visits: 5, pageviews: 10, events: 2 },
        { at: '2026-03-01', visitors: 6, visits: 10, pageviews: 20, events: 2 },
        { at: '2026-03-09', visitors: 2, visits: 2, pageviews: 3, events: 1 },
        { at: '2026-03-10', visitors: 3, visits: 3, pageviews: 5, events: 1 },
      ],
    })
  })

  test('are in the bucket that has them, be it a week or a month', async () => {
    const { rows } = await shop.explore('timeseries', `${RANGE}&interval=month&${METRICS}`)
    expect(rows).toMatchObject([
      { at: '2026-02-01', pageviews: 10 },
      { at: '2026-03-01', pageviews: 28 },
    ])
  })

  test('are in the totals of overview and breakdown, and in no list', async () => {
    const overview = await shop.explore('overview', `${RANGE}&panels=page&${METRICS}`)
    expect(overview).toMatchObject({ ...MARK, totals: { visitors: 15, pageviews: 38 } })
    const breakdown = await shop.explore('breakdown', `${RANGE}&dimension=page&metrics=visitors,pageviews`)
    expect(breakdown).toMatchObject({ ...MARK, totals: { visitors: 15, pageviews: 38 } })
    expect(breakdown.rows.reduce((sum, row) => sum + (row.pageviews ?? 0), 0)).toBe(8)
  })

  test('are left out of what their totals cannot tell', async () => {
    for (const more of [part('filter', 'country is AT'), 'range=custom&from=2026-03-02&to=2026-03-10']) {
      const answer = await shop.explore('timeseries', `${RANGE}&${METRICS}&${more}`)
      expect(answer).not.toHaveProperty('exact')
      expect(answer.totals.pageviews).toBeLessThan(9)
    }
  })

  test('are compared with, too', async () => {
    const compare =
      'range=custom&from=2026-03-09&to=2026-03-10&compare=custom&compare_from=2026-02-28&compare_to=2026-03-01'
    const answer = await shop.explore('timeseries', `${compare}&interval=day&${METRICS}`)
    expect(answer).toMatchObject({ ...MARK, totals: { pageviews: 8 }, compare: { totals: { pageviews: 20 } } })
  })

  test('`all` begins with the first of them', async () => {
    const answer = await shop.explore('timeseries', `range=all&interval=day&${METRICS}`)
    expect(answer).toMatchObject({ range: { from: '2026-02-27 00:00:00' }, totals: { pageviews: 38 } })
  })

  test('are in the report that Micrologs has', async () => {
    const answer = await shop.analytics(`visitors?${RANGE}`).expect(200)
    const { data } = answer.body as { data: VisitorsReport }
    expect(data).toMatchObject({
      ...MARK,
      unique_visitors: 15,
      total_pageviews: 38,
      total_sessions: 20,
    })
    expect(data.over_time).toHaveLength(4)
  })
})
