import type { Response } from 'supertest'
import { EXPLORE_REPORTS } from '../../lib/reports/explore/catalogue.ts'
import { expectRefusal } from '../kit/app.ts'
import type { ExploredShop } from '../kit/explored-shop.ts'
import { exploredShop, part } from '../kit/explored-shop.ts'

/** What the reports that are asked freely refuse, and how they are given as files. */

let shop: ExploredShop
beforeAll(async () => {
  shop = await exploredShop('sqlite', false)
  await shop.save('goals', { name: 'Sign-up', trigger: { type: 'event', event: 'signup' } })
})
afterAll(() => shop.close())

const messageOf = (answer: Response) => (answer.body as { message: string }).message

test.each([
  ['overview?range=Today', /^range must be today, yesterday, a number of days/],
  ['overview?range=custom', /^from and to must both be given/],
  ['overview?compare=before', /^compare must be previous/],
  ['overview?interval=second', /^interval must be one of: minute, hour, day, week, month$/],
  ['overview?range=30d&interval=minute', /^interval=minute would make 43,200 buckets/],
  [
    'timeseries?interval=minute&range=1d&compare=custom&compare_from=2020-01-01&compare_to=2020-02-01',
    /^interval=minute would make/,
  ],
  ['overview?week=friday', 'week must be monday or sunday'],
  ['overview?fill=yes', 'fill must be one of: 0, 1'],
  [
    'overview?panels=page,weather',
    /^panels must be some of: page, hostname, .*property:<name>, goal, link, goals, dropped$/,
  ],
  [
    `overview?panels=${Array.from({ length: 21 }, (_, n) => `property:p${n}`).join(',')}`,
    'panels may name at most 20 dimensions',
  ],
  ['overview?limit=0', 'limit must be a whole number from 1 to 100'],
  ['overview?metrics=visitors,clicks', /^metrics must be some of: visitors, visits, /],
  ['overview?metrics=,', /^metrics must be some of/],
  ['overview?metrics=revenue', 'The metric revenue is about a goal: name it with goal='],
  ['overview?goal=Rent', 'There is no goal "Rent"'],
  ['overview?segment=Far', 'There is no segment "Far"'],
  [`overview?${part('filter', 'country AT')}`, /^filter: "is", .* was expected at character 9, but there is "AT"\.$/],
  [`overview?${part('filter', 'goal is Rent')}`, 'There is no goal "Rent"'],
  ['breakdown', /^dimension must be one of: page, hostname, /],
  ['breakdown?dimension=property', /^dimension must be one of/],
  ['breakdown?dimension=page&limit=1001', 'limit must be a whole number from 1 to 1,000'],
  ['breakdown?dimension=page&limit=ten', 'limit must be a whole number from 1 to 1,000'],
  ['breakdown?dimension=page&offset=-1', 'offset must be a whole number from 0 to 1,000,000'],
  ['breakdown?dimension=page&cursor=x', 'cursor must be a next_cursor that this list gave'],
  ['breakdown?dimension=page&cursor=WzUwXQ&offset=1', 'Give offset or cursor, not both'],
  [
    'breakdown?dimension=page&sort=bounce_rate',
    'sort must be one of: visitors, visits, pageviews, events, new_visitors, conversions',
  ],
  ['breakdown?dimension=page&sort=conversions', 'sort=conversions is about a goal: name it with goal='],
  ['breakdown?dimension=page&sort=new_visitors', /^sort=new_visitors needs a project that knows visitors again/],
  ['breakdown?dimension=page&order=up', 'order must be one of: desc, asc'],
  ['live?limit=101', 'limit must be a whole number from 1 to 100'],
  ['funnel', /^Name a saved funnel \(funnel=\), or give 2 to 10 times step=/],
  ['funnel?step=page:/', /^Name a saved funnel/],
  [`funnel?${Array.from({ length: 11 }, () => 'step=page:/').join('&')}`, /^Name a saved funnel/],
  ['funnel?step=page:pricing&step=event:x', /^step must be event:<name>, page:<pattern>/],
  ['funnel?step=page:/&step=scroll:101:/', /^step must be/],
  ['funnel?step=page:/&step=engaged:0', /^step must be/],
  ['funnel?step=page:/&step=goal:Rent', 'There is no goal "Rent"'],
  ['funnel?step=page:/&step=event:x&funnel=1', 'Give funnel or step, not both'],
  ['funnel?step=page:/&step=event:x&within=day', 'within must be one of: visit, visitor'],
  ['timeseries?format=xlsx', 'format must be one of: json, csv, ndjson'],
  ['timeseries?format=csv&table=pages', 'table must be one of: rows'],
])('%s is refused', async (path, sentence) => {
  const answer = await shop.analytics(path)
  expectRefusal(answer, 400)
  const said =
    typeof sentence === 'string'
      ? messageOf(answer) === sentence || messageOf(answer)
      : sentence.test(messageOf(answer)) || messageOf(answer)
  expect(said).toBe(true)
})

test('a funnel and a retention that there is none of', async () => {
  const funnel = await shop.analytics('funnel?funnel=Gone')
  expectRefusal(funnel, 404)
  expect(messageOf(funnel)).toBe('There is no funnel "Gone"')
  const retention = await shop.analytics('retention?interval=minute', shop.cookies)
  expect([retention.status, messageOf(retention)]).toEqual([400, 'interval must be one of: week, day, month'])
  const many = await shop.analytics('retention?interval=day&range=12mo', shop.cookies)
  expect(many.status).toBe(200)
})

test('parameters that are none are ignored, and of several the last counts', async () => {
  const { totals } = await shop.explore('timeseries', 'range=x&range=2d&metrics=pageviews&nothing=1&filter=&segment=')
  expect(totals).toEqual({ pageviews: 8 })
})

test('method, rate, key, range: checked in this order, with and without .php', async () => {
  for (const name of Object.keys(EXPLORE_REPORTS)) {
    for (const suffix of ['', '.php']) {
      const path = `/api/analytics/${name}${suffix}`
      const posted = await shop.post(`${path}?range=x`, {})
      expectRefusal(posted, 405)
      expect(posted.headers.allow).toBe('GET, HEAD')
      expectRefusal(await shop.get(`${path}?range=x`), 401)
      expectRefusal(await shop.get(`${path}?range=x`, { 'X-API-Key': shop.project.publicKey }), 401)
      expectRefusal(await shop.analytics(`${name}${suffix}?range=x`), 400)
    }
  }
})

test.each([
  ['overview?range=2d', 'at,visitors,visits,pageviews,bounce_rate,engaged_time,views_per_visit', 4],
  ['overview?range=2d&table=totals', 'visitors,visits,pageviews,bounce_rate,engaged_time,views_per_visit', 1],
  ['overview?range=2d&table=country', 'value,fields.country_name,visitors,pageviews', 2],
  ['overview?range=2d&table=goals', 'id,name,conversions,visitors,visits,conversion_rate,revenue.EUR', 1],
  ['breakdown?range=2d&dimension=country', 'value,fields.country_name,visitors,visits,bounce_rate', 2],
  [
    'breakdown?range=yesterday&dimension=utm_source&compare=previous',
    'value,visitors,visits,bounce_rate,compare.visitors,compare.visits,compare.bounce_rate,change.visitors,change.visits,change.bounce_rate',
    2,
  ],
  ['breakdown?range=2d&dimension=country&goal=Sign-up&metrics=revenue', 'value,fields.country_name,revenue.EUR', 2],
  ['timeseries?range=2d&fill=1&interval=day', 'at,visitors,visits,pageviews', 2],
  ['live', 'at,visitors,pageviews', 30],
  ['live?table=countries', 'value,fields.country_name,visitors,pageviews', 1],
  ['goals?range=2d', 'id,name,conversions,visitors,visits,conversion_rate,revenue.EUR', 1],
  [
    'funnel?step=page:/pricing&step=event:signup',
    'step,name,reached,rate,step_rate,lost,trigger.type,trigger.page,trigger.event',
    2,
  ],
  ['metrics', 'name,unit,definition,needs,is_sortable', 17],
  ['metrics?table=dimensions', 'name,of,definition', 28],
])('%s as CSV', async (path, head, rows) => {
  const answer = await shop.analytics(`${path}${path.includes('?') ? '&' : '?'}format=csv`)
  const lines = answer.text.split('\r\n')
  expect([answer.status, lines[0], lines.length - 2]).toEqual([200, head, rows])
  const name = path.split('?')[0] ?? ''
  expect(answer.headers['content-disposition']).toMatch(
    new RegExp(`^attachment; filename="micrologs-${name}[-\\d]*\\.csv"$`),
  )
})

test('retention as CSV is a row for each bucket of each cohort', async () => {
  const { text } = await shop.analytics('retention?from=2026-03-02&to=2026-03-10&format=csv', shop.cookies)
  expect(text).toBe(
    [
      'at,visitors,weeks_later,returned,rate',
      '2026-03-02,2,0,2,100',
      '2026-03-02,2,1,1,50',
      '2026-03-09,1,0,1,100',
      '',
    ].join('\r\n'),
  )
})

test('every metric and every dimension is told', async () => {
  const { metrics, dimensions } = await shop.explore('metrics', '')
  expect(metrics[0]).toEqual({
    name: 'visitors',
    unit: 'count',
    definition: 'Distinct visitors with a page view.',
    needs: null,
    is_sortable: true,
  })
  expect(dimensions.find(({ name }) => name === 'property')).toEqual({
    name: 'property',
    of: 'event',
    definition: 'A property of custom events, with its name: property:plan.',
  })
})
