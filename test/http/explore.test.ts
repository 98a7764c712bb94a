import { engines } from '../kit/databases.ts'
import type { ExploredShop } from '../kit/explored-shop.ts'
import { exploredShop, part } from '../kit/explored-shop.ts'

/** The reports that are asked freely, from the request to the figures; counted by hand from the kit's five visits. */

const BOTH = { from: '2026-03-09 00:00:00', to: '2026-03-10 23:59:59' }
const TODAY = { from: '2026-03-10 00:00:00', to: '2026-03-10 23:59:59' }
/** Until it has the same time as now. */
const YESTERDAY = { from: '2026-03-09 00:00:00', to: '2026-03-09 11:59:59' }

const WORLDS = engines.flatMap((engine) => [
  [`${engine}, all in rows`, engine, false] as const,
  [`${engine}, what is settled sealed`, engine, true] as const,
])

describe.each(WORLDS)('%s', (_name, engine, isSealed) => {
  let shop: ExploredShop
  beforeAll(async () => {
    shop = await exploredShop(engine, isSealed)
    await shop.save('goals', { name: 'Sign-up', trigger: { type: 'event', event: 'signup' } })
    await shop.save('goals', { name: 'Blog', trigger: { type: 'page', page: '/blog/*' } })
    await shop.save('segments', { name: 'Near', filter: 'country is AT' })
    const steps = [
      { type: 'page', page: '/pricing' },
      { type: 'event', event: 'signup' },
    ]
    await shop.save('funnels', { name: 'Way in', steps })
  })
  afterAll(() => shop.close())

  test('what should be sealed is', async () => {
    const parts = await shop.app.db.read.selectFrom('sealed_parts').select('part').execute()
    expect(parts.length > 0).toBe(isSealed)
  })

  describe('timeseries', () => {
    test('tells metrics by bucket, with what they are compared with', async () => {
      const metrics = 'metrics=visitors,visits,pageviews,events,bounce_rate,engaged_time,scroll_depth,new_visitors'
      expect(await shop.explore('timeseries', `range=today&compare=previous&interval=hour&${metrics}`)).toEqual({
        range: TODAY,
        filter: null,
        interval: 'hour',
        rows: [
          { at: '2026-03-10 09:00', ...hour(2, 2, 3, 1, 50, 0, null) },
          { at: '2026-03-10 11:00', ...hour(1, 1, 2, 0, 0, 0, null) },
        ],
        totals: hour(3, 3, 5, 1, 33.3, 0, null),
        compare: {
          range: YESTERDAY,
          totals: hour(2, 2, 3, 1, 50, 15, 80),
          change: {
            visitors: 50,
            visits: 50,
            pageviews: 66.7,
            events: 0,
            bounce_rate: -33.4,
            engaged_time: -100,
            scroll_depth: null,
            new_visitors: null,
          },
          rows: [
            { at: '2026-03-09 10:00', ...hour(1, 1, 2, 1, 0, 30, 80) },
            { at: '2026-03-09 11:00', ...hour(1, 1, 1, 0, 100, 0, null) },
          ],
        },
      })
    })

    const hour = (
      visitors: number,
      visits: number,
      pageviews: number,
      events: number,
      bounce_rate: number,
      engaged_time: number,
      scroll_depth: number | null,
    ) => ({ visitors, visits, pageviews, events, bounce_rate, engaged_time, scroll_depth, new_visitors: null })

    test('fills buckets with nothing in them', async () => {
      const { rows, interval } = await shop.explore('timeseries', 'range=4d&metrics=visitors,bounce_rate&fill=1')
      expect([interval, rows]).toEqual([
        'day',
        [
          { at: '2026-03-07', visitors: 0, bounce_rate: null },
          { at: '2026-03-08', visitors: 0, bounce_rate: null },
          { at: '2026-03-09', visitors: 2, bounce_rate: 50 },
          { at: '2026-03-10', visitors: 3, bounce_rate: 33.3 },
        ],
      ])
    })

    test.each([
      ['week', 'monday', '2026-03-09'],
      ['week', 'sunday', '2026-03-08'],
      ['month', 'monday', '2026-03-01'],
    ])('by %s, weeks from %s, it begins with %s', async (interval, week, at) => {
      const { rows } = await shop.explore('timeseries', `range=all&interval=${interval}&week=${week}`)
      expect(rows).toEqual([{ at, visitors: 5, visits: 5, pageviews: 8 }])
    })

    test('all begins with the first thing there is', async () => {
      expect((await shop.explore('timeseries', 'range=all')).range).toEqual(BOTH)
    })

    test('takes times, too', async () => {
      const times = 'from=2026-03-10T09:30&to=2026-03-10T09:31'
      const { range, interval, rows } = await shop.explore('timeseries', `${times}&metrics=pageviews`)
      expect([range, interval, rows]).toEqual([
        { from: '2026-03-10 09:30:00', to: '2026-03-10 09:30:59' },
        'minute',
        [{ at: '2026-03-10 09:30', pageviews: 1 }],
      ])
    })
  })

  describe('breakdown', () => {
    const rows = async (query: string) => {
      const { rows: found } = await shop.explore('breakdown', `range=2d&${query}`)
      return found.map(({ value, visitors }) => [value, visitors])
    }

    test('tells the values of a dimension, with what they stand for', async () => {
      const { rows: pages, ...rest } = await shop.explore('breakdown', 'range=2d&dimension=page')
      expect(rest).toEqual({
        range: BOTH,
        filter: null,
        dimension: 'page',
        count: 3,
        totals: { visitors: 5, pageviews: 8, time_on_page: 4, scroll_depth: 80 },
      })
      expect(pages).toMatchObject([
        { value: '/', fields: { title: 'Welcome' }, visitors: 4, pageviews: 4, time_on_page: 8, scroll_depth: 80 },
        { value: '/pricing', fields: { title: 'Prices' }, visitors: 3, pageviews: 3, scroll_depth: null },
        { value: '/blog/one', fields: { title: 'One' }, visitors: 1, pageviews: 1, time_on_page: 0 },
      ])
    })

    test.each([
      [
        'dimension=country',
        [
          ['AT', 3],
          ['DE', 2],
        ],
      ],
      [
        'dimension=channel',
        [
          ['direct', 3],
          ['email', 1],
          ['organic_search', 1],
        ],
      ],
      [
        'dimension=utm_source',
        [
          ['', 4],
          ['news', 1],
        ],
      ],
      [
        'dimension=entry_page',
        [
          ['/', 4],
          ['/blog/one', 1],
        ],
      ],
      ['dimension=browser', [['Firefox', 5]]],
      ['dimension=event', [['signup', 2]]],
      [
        'dimension=property:plan',
        [
          ['free', 1],
          ['pro', 1],
        ],
      ],
      [
        'dimension=goal',
        [
          ['Sign-up', 2],
          ['Blog', 1],
        ],
      ],
      ['dimension=page&search=PRIC', [['/pricing', 3]]],
      ['dimension=page&limit=1', [['/', 4]]],
      ['dimension=page&limit=1&offset=1', [['/pricing', 3]]],
      [
        'dimension=page&sort=pageviews&order=asc',
        [
          ['/blog/one', 1],
          ['/pricing', 3],
          ['/', 4],
        ],
      ],
      [
        `dimension=page&${part('filter', 'country is DE')}`,
        [
          ['/', 2],
          ['/pricing', 1],
        ],
      ],
      [
        `dimension=page&${part('filter', 'channel is organic_search|email')}`,
        [
          ['/', 2],
          ['/pricing', 1],
        ],
      ],
      [
        `dimension=country&${part('filter', 'goal is Sign-up')}`,
        [
          ['AT', 1],
          ['DE', 1],
        ],
      ],
      [`dimension=country&${part('filter', 'property:plan is pro or page matches /blog/*')}`, [['AT', 2]]],
      [`dimension=country&${part('filter', 'not segment is Near')}`, [['DE', 2]]],
      ['dimension=country&segment=Near', [['AT', 3]]],
    ])('%s', async (query, expected) => {
      expect(await rows(query)).toEqual(expected)
    })

    test('comes in pieces', async () => {
      const first = await shop.explore('breakdown', 'range=2d&dimension=page&limit=2')
      const cursor = first.next_cursor ?? ''
      const second = await shop.explore('breakdown', `range=2d&dimension=page&limit=2&${part('cursor', cursor)}`)
      expect([first, second].map(({ rows: found }) => found.map(({ value }) => value))).toEqual([
        ['/', '/pricing'],
        ['/blog/one'],
      ])
      expect(second.next_cursor).toBeUndefined()
    })

    test('holds every row against what it was', async () => {
      const { rows: pages, compare } = await shop.explore(
        'breakdown',
        'range=today&compare=previous&dimension=page&metrics=visitors,bounce_rate',
      )
      expect(pages.map(({ fields: _fields, ...row }) => row)).toEqual([
        {
          value: '/',
          visitors: 2,
          bounce_rate: 0,
          compare: { visitors: 2, bounce_rate: 50 },
          change: { visitors: 0, bounce_rate: -100 },
        },
        {
          value: '/pricing',
          visitors: 2,
          bounce_rate: 0,
          compare: { visitors: 1, bounce_rate: 0 },
          change: { visitors: 100, bounce_rate: null },
        },
        {
          value: '/blog/one',
          visitors: 1,
          bounce_rate: 100,
          compare: { visitors: 0, bounce_rate: null },
          change: { visitors: null, bounce_rate: null },
        },
      ])
      expect(compare).toEqual({
        range: YESTERDAY,
        totals: { visitors: 2, bounce_rate: 50 },
        change: { visitors: 50, bounce_rate: -33.4 },
      })
    })

    test('tells conversions of a goal for the pages they happened on', async () => {
      const { rows } = await shop.explore(
        'breakdown',
        'range=2d&dimension=page&goal=Sign-up&metrics=visitors,conversions',
      )
      expect(rows.map(({ value, conversions }) => [value, conversions])).toEqual([
        ['/', 0],
        ['/pricing', 2],
        ['/blog/one', 0],
      ])
    })

    test('tells conversions of a goal for every value', async () => {
      const metrics = 'metrics=visitors,conversions,conversion_rate,revenue'
      const { rows: found, totals } = await shop.explore(
        'breakdown',
        `range=2d&dimension=country&goal=Sign-up&${metrics}`,
      )
      expect(found).toEqual([
        {
          value: 'AT',
          fields: { country_name: 'Austria' },
          visitors: 3,
          conversions: 1,
          conversion_rate: 33.3,
          revenue: { EUR: 20 },
        },
        {
          value: 'DE',
          fields: { country_name: 'Germany' },
          visitors: 2,
          conversions: 1,
          conversion_rate: 50,
          revenue: {},
        },
      ])
      expect(totals).toEqual({ visitors: 5, conversions: 2, conversion_rate: 40, revenue: { EUR: 20 } })
    })
  })

  test('overview is a dashboard in one call', async () => {
    const panels = 'panels=page,country,event,goals,dropped&limit=2'
    const answer = await shop.explore('overview', `range=2d&${panels}&metrics=visitors&compare=previous`)
    expect(answer).toEqual({
      range: BOTH,
      filter: null,
      interval: 'hour',
      totals: { visitors: 5 },
      series: [
        { at: '2026-03-09 10:00', visitors: 1 },
        { at: '2026-03-09 11:00', visitors: 1 },
        { at: '2026-03-10 09:00', visitors: 2 },
        { at: '2026-03-10 11:00', visitors: 1 },
      ],
      compare: {
        range: { from: '2026-03-07 00:00:00', to: '2026-03-08 11:59:59' },
        totals: { visitors: 0 },
        change: { visitors: null },
        series: [],
      },
      panels: [
        {
          dimension: 'page',
          count: 3,
          rows: [
            expect.objectContaining({ value: '/', visitors: 4, pageviews: 4 }) as object,
            expect.objectContaining({ value: '/pricing', visitors: 3, pageviews: 3 }) as object,
          ],
        },
        {
          dimension: 'country',
          count: 2,
          rows: [
            { value: 'AT', fields: { country_name: 'Austria' }, visitors: 3, pageviews: 5 },
            { value: 'DE', fields: { country_name: 'Germany' }, visitors: 2, pageviews: 3 },
          ],
        },
        { dimension: 'event', count: 1, rows: [{ value: 'signup', fields: {}, events: 2, visitors: 2 }] },
      ],
      goals: [
        expect.objectContaining({
          name: 'Sign-up',
          conversions: 2,
          conversion_rate: 40,
          revenue: { EUR: 20 },
        }) as object,
        expect.objectContaining({ name: 'Blog', conversions: 1, conversion_rate: 20, revenue: {} }) as object,
      ],
      dropped: { total: 0, by_reason: [] },
    })
    const usual = await shop.explore('overview', '')
    expect(usual.panels.map(({ dimension }) => dimension)).toEqual(
      'page entry_page source channel country device browser os event'.split(' '),
    )
  })

  test('live tells who is there', async () => {
    const live = await shop.explore('live', '')
    expect(live).toMatchObject({
      at: '2026-03-10 12:00:00',
      filter: null,
      last_5_minutes: { visitors: 1, pageviews: 1 },
      last_30_minutes: { visitors: 1, pageviews: 2 },
      countries: [{ value: 'AT', fields: { country_name: 'Austria' }, visitors: 1, pageviews: 2 }],
      pages: [
        { value: '/', visitors: 1, pageviews: 1 },
        { value: '/pricing', visitors: 1, pageviews: 1 },
      ],
    })
    expect(live.minutes).toHaveLength(30)
    expect(live.minutes.filter(({ pageviews }) => pageviews > 0)).toEqual([
      { at: '2026-03-10 11:50', visitors: 1, pageviews: 1 },
      { at: '2026-03-10 11:58', visitors: 1, pageviews: 1 },
    ])
    expect(live.minutes.at(-1)?.at).toBe('2026-03-10 12:00')
    const germans = await shop.explore('live', part('filter', 'country is DE'))
    expect(germans).toMatchObject({ last_30_minutes: { visitors: 0, pageviews: 0 }, filter: 'country is DE' })
  })

  test('goals are told with what they are compared with', async () => {
    const { visitors, count, goals, compare } = await shop.explore('goals', 'range=today&compare=previous')
    expect([visitors, count, compare]).toEqual([3, 2, { range: YESTERDAY, visitors: 2 }])
    expect(goals).toEqual([
      {
        id: expect.any(Number) as number,
        name: 'Sign-up',
        conversions: 1,
        visitors: 1,
        visits: 1,
        conversion_rate: 33.3,
        revenue: {},
        compare: { conversions: 1, visitors: 1, visits: 1, conversion_rate: 50, revenue: { EUR: 20 } },
        change: { conversions: 0, visitors: 0, conversion_rate: -33.4 },
      },
      {
        id: expect.any(Number) as number,
        name: 'Blog',
        conversions: 1,
        visitors: 1,
        visits: 1,
        conversion_rate: 33.3,
        revenue: {},
        compare: { conversions: 0, visitors: 0, visits: 0, conversion_rate: 0, revenue: {} },
        change: { conversions: null, visitors: null, conversion_rate: null },
      },
    ])
  })

  test('a funnel is the same, saved or as it comes', async () => {
    const saved = await shop.explore('funnel', `range=2d&${part('funnel', 'Way in')}`)
    expect(saved).toEqual({
      range: BOTH,
      filter: null,
      id: expect.any(Number) as number,
      name: 'Way in',
      within: 'visit',
      conversion_rate: 66.7,
      steps: [
        {
          step: 1,
          name: 'page:/pricing',
          trigger: { type: 'page', page: '/pricing' },
          reached: 3,
          rate: 100,
          step_rate: 100,
          lost: 0,
        },
        {
          step: 2,
          name: 'event:signup',
          trigger: { type: 'event', event: 'signup' },
          reached: 2,
          rate: 66.7,
          step_rate: 66.7,
          lost: 1,
        },
      ],
    })
    for (const last of ['event:signup', 'goal:Sign-up']) {
      const adHoc = await shop.explore('funnel', `range=2d&step=page:/pricing&step=${last}`)
      expect(adHoc).toEqual({ ...saved, id: null, name: null })
    }
    const backwards = await shop.explore('funnel', 'range=2d&step=event:signup&step=page:/pricing')
    expect(backwards.steps.map(({ reached }) => reached)).toEqual([2, 0])
    const { compare, steps } = await shop.explore('funnel', `range=today&compare=previous&${part('funnel', 'Way in')}`)
    expect([compare, steps.map((step) => step.compare)]).toEqual([
      { range: YESTERDAY, conversion_rate: 100 },
      [
        { reached: 1, rate: 100, step_rate: 100 },
        { reached: 1, rate: 100, step_rate: 100 },
      ],
    ])
  })

  test('who comes again is known by cookies only', async () => {
    const weeks = 'from=2026-03-02&to=2026-03-10'
    expect(await shop.explore('retention', weeks, shop.cookies)).toMatchObject({
      interval: 'week',
      cohorts: [
        { at: '2026-03-02', visitors: 2, returned: [2, 1], rates: [100, 50] },
        { at: '2026-03-09', visitors: 1, returned: [1], rates: [100] },
      ],
    })
    const refused = await shop.analytics(`retention?${weeks}`)
    expect([refused.status, (refused.body as { message: string }).message]).toEqual([
      409,
      'This project’s identity is "daily": a visitor is known for one day only, so nobody can tell who came again. Retention needs "cookie".',
    ])
    const { totals } = await shop.explore(
      'timeseries',
      'range=2d&metrics=visitors,new_visitors,returning_visitors',
      shop.cookies,
    )
    expect(totals).toEqual({ visitors: 2, new_visitors: 1, returning_visitors: 1 })
  })
})
