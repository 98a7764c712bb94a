import { DAY, HOUR, MINUTE, SECOND } from '../../lib/core/clock.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { OpenClick, OpenError, OpenEvent, OpenStay, OpenView, OpenVisit } from '../../lib/sealed-days/open-rows.ts'
import { dice } from './raw-rows.ts'

/** Everything of a made-up project, for counting by hand and for putting into a database. */
export interface World {
  readonly visits: OpenVisit[]
  readonly views: OpenView[]
  readonly stays: OpenStay[]
  readonly events: OpenEvent[]
  readonly clicks: OpenClick[]
  readonly errors: OpenError[]
  readonly firstSeen: ReadonlyMap<number, number>
}

/** Texts by number, from 1 on. Numbers are those of one database with one project. */
export const TEXTS = {
  pages: [
    ['https://a.example/', 'a.example', '/'],
    ['https://a.example/blog', 'a.example', '/blog'],
    ['https://a.example/blog/one', 'a.example', '/blog/one'],
    ['https://a.example/blog/two', 'a.example', '/blog/two'],
    ['https://a.example/prices', 'a.example', '/prices'],
    ['https://a.example/done', 'a.example', '/done'],
    ['https://b.example/', 'b.example', '/'],
    ['https://b.example/%C3%BCber', 'b.example', '/%C3%BCber'],
  ],
  agents: [
    ['desktop', 'Windows', '11', 'Firefox', '140'],
    ['desktop', 'Windows', '10', 'Chrome', '139'],
    ['desktop', 'macOS', '', 'Safari', '26'],
    ['mobile', 'iOS', '26', 'Safari', '26'],
    ['mobile', 'Android', '16', 'Chrome', '139'],
    ['unknown', '', '', '', ''],
  ],
  places: [
    ['DE', 'Land Berlin', 'Berlin'],
    ['DE', 'Bavaria', 'Munich'],
    ['AT', 'Vienna', 'Vienna'],
    ['AT', 'Vienna', ''],
    ['XK', '', 'Prizren'],
  ],
  sources: [
    ['search', 'Google', 'https://www.google.com/'],
    ['search', 'Bing', 'https://www.bing.com/'],
    ['social', 'Mastodon', 'https://mastodon.social/'],
    ['internal', '', 'https://a.example/'],
    ['email', 'newsletter', ''],
  ],
  campaigns: [
    ['news', 'email', 'launch', '', '', ''],
    ['news', 'email', 'launch', 'footer', '', ''],
    ['ads', 'cpc', '', '', 'tools', 'gclid'],
  ],
  texts: [
    ['Home'],
    ['Blog'],
    ['Ünder'],
    ['Prices'],
    ['signup'],
    ['buy'],
    ['buy'.toUpperCase()],
    ['de-AT'],
    ['en'],
    ['1920x1080'],
    ['390x844'],
    ['800x600'],
  ],
} as const

export const EVENT_NAMES = [5, 6, 7] as const
const LANGUAGES = [0, 8, 9]
const SCREENS = [0, 10, 11, 12]
const PROPS = [
  '',
  '',
  '{"plan":"pro","seats":3}',
  '{"plan":"free","ok":true}',
  '{"revenue":"19.99","currency":"EUR"}',
  '{"revenue":{"amount":5,"currency":"usd"},"plan":"pro"}',
  '{"plan":{"nested":1},"seats":null}',
]

export interface WorldPlan {
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly visits: number
}

/** The same for the same plan. Visits over midnight have another visitor after it, and a few change their place. */
export function makeWorld({ seed, from, to, visits }: WorldPlan): World {
  const roll = dice(seed)
  const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T
  const world = { visits: [], views: [], stays: [], events: [], clicks: [], errors: [] } as unknown as World
  const firstSeen = new Map<number, number>()
  const seen = (visitor: number, at: number) => firstSeen.set(visitor, Math.min(at, firstSeen.get(visitor) ?? at))
  let ids = 1000
  // Edges of days and hours are where counting goes wrong.
  const instant = () => {
    const at = from + roll(to - from)
    return roll(3) === 0 ? Math.round(at / (15 * MINUTE)) * 15 * MINUTE - roll(2) : at
  }
  const people = Math.ceil(visits / 2)
  for (let count = 0; count < visits; count++) {
    const started_at = instant()
    const id = ++ids
    const visitor = 1000 + roll(people)
    const own = {
      source: roll(6),
      campaign: roll(4),
      place: roll(6),
      agent: roll(7),
      language: pick(LANGUAGES),
      screen: pick(SCREENS),
    }
    const length = roll(12) === 0 ? roll(20) * HOUR : roll(20) * MINUTE
    const times = [started_at]
    for (let more = roll(5); more > 0; more--) times.push(started_at + roll(length + 1))
    times.sort((a, b) => a - b)
    const pages: number[] = []
    let events = 0
    for (const at of times) {
      const self = Math.floor(at / DAY) === Math.floor(started_at / DAY) ? visitor : visitor + 100_000
      const view = ++ids
      const page = 1 + roll(8)
      pages.push(page)
      const place = roll(15) === 0 ? roll(6) : own.place
      const agent = roll(25) === 0 ? roll(7) : own.agent
      world.views.push({ at, id: view, visitor: self, visit: id, page, title: roll(5), ...own, place, agent })
      seen(self, at)
      if (roll(2) === 0)
        world.stays.push({ at, id: ++ids, view, visit: id, page, engaged_ms: roll(90) * SECOND, scroll: roll(101) })
      for (let more = roll(8) === 0 ? 1 + roll(2) : 0; more > 0; more--) {
        world.events.push({
          at,
          id: ++ids,
          name: pick(EVENT_NAMES),
          visitor: self,
          visit: id,
          page,
          props: pick(PROPS),
        })
        events++
      }
      if (roll(9) === 0) world.errors.push(anError(roll, at + roll(10) * MINUTE, ++ids, id, self))
    }
    if (roll(5) === 0) world.clicks.push(aClick(roll, started_at - roll(5 * MINUTE), ++ids, id, visitor))
    world.visits.push({
      started_at,
      id,
      visitor,
      last_at: (times.at(-1) ?? started_at) + roll(3) * MINUTE,
      views: times.length + (roll(20) === 0 ? 1 : 0),
      events,
      engaged_ms: roll(90_000),
      entry_page: pages.at(0) ?? 0,
      exit_page: pages.at(-1) ?? 0,
      is_first: 0,
      ...own,
    })
    seen(visitor, started_at)
  }
  for (let count = visits >> 3; count > 0; count--) {
    const visitor = 1000 + roll(people)
    const at = instant()
    world.events.push({ at, id: ++ids, name: pick(EVENT_NAMES), visitor, visit: 0, page: roll(9), props: pick(PROPS) })
    seen(visitor, at)
    world.errors.push(anError(roll, instant(), ++ids, 0, 0))
    world.clicks.push(aClick(roll, instant(), ++ids, 0, 500_000 + roll(20)))
  }
  for (const { visitor, at } of world.clicks) seen(visitor, at)
  return { ...world, firstSeen }
}

type Roll = (below: number) => number

const anError = (roll: Roll, at: number, id: number, visit: number, visitor: number): OpenError => ({
  ...{ at, id, visit, visitor },
  ...{ issue: 1 + roll(4), severity: 'error', environment: 'production', agent: roll(7), place: roll(6) },
})

const aClick = (roll: Roll, at: number, id: number, visit: number, visitor: number): OpenClick => ({
  ...{ at, id, visit, visitor },
  link: 1 + roll(3),
  kind: ['person', 'person', 'person', 'bot', 'preview', 'head'][roll(6)] ?? 'person',
  ...{ page: 1 + roll(8), source: roll(6), agent: roll(7), place: roll(6) },
})

/** Puts a world into an empty database, as rows that are not sealed. */
export async function insertWorld(db: Db, world: World): Promise<void> {
  const project_id = 1
  const dictionary = (rows: readonly (readonly string[])[], columns: readonly string[]) =>
    rows.map((texts, index) => ({
      ...{ id: index + 1, project_id, hash: index + 1 },
      ...Object.fromEntries(columns.map((column, at) => [column, texts[at] ?? ''])),
    }))
  const tables: [string, object[]][] = [
    ['pages', dictionary(TEXTS.pages, ['url', 'host', 'path'])],
    ['agents', dictionary(TEXTS.agents, ['device', 'os', 'os_version', 'browser', 'browser_version'])],
    ['places', dictionary(TEXTS.places, ['country', 'region', 'city'])],
    ['sources', dictionary(TEXTS.sources, ['channel', 'name', 'url'])],
    [
      'campaigns',
      dictionary(TEXTS.campaigns, ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'click_id']),
    ],
    ['texts', dictionary(TEXTS.texts, ['value'])],
    ['links', [1, 2, 3].map(aLink)],
    ['issues', [1, 2, 3, 4].map(anIssue)],
    ['visits', world.visits.map((row) => ({ project_id, ...row }))],
    ['pageviews', world.views.map((row) => ({ project_id, is_entry: 0, ...row }))],
    ['engagements', world.stays.map((row) => ({ project_id, ...row }))],
    ['events', world.events.map((row) => ({ project_id, view: 0, ...row }))],
    ['link_clicks', world.clicks.map((row) => ({ project_id, ...row }))],
    ['error_events', world.errors.map((row) => ({ project_id, view: 0, url: '', stack: '', context: '', ...row }))],
    ['visitors', [...world.firstSeen].map(([visitor, at]) => aVisitor(visitor, at))],
  ]
  await db.write(async (tx) => {
    for (const [table, rows] of tables) await insertRows(tx, db.engine, table as 'visits', rows as never[])
  })
}

const aVisitor = (visitor: number, first_seen: number) => ({
  ...{ project_id: 1, visitor, first_seen, last_seen: first_seen },
  ...{ visit: 0, visit_started_at: 0, last_view_at: first_seen, last_page: 0, recent: '' },
})

const aLink = (id: number) => ({
  ...{ id, project_id: 1, code: `code${id}`, destination: 'https://a.example/', label: '', is_active: 1, clicks: 0 },
  ...{ created_at: id, updated_at: id },
})

const anIssue = (id: number) => ({
  ...{
    id,
    project_id: 1,
    fingerprint: `f${id}`,
    fingerprint_version: 1,
    type: 'E',
    message: `m${id}`,
    file: '',
    line: 0,
  },
  ...{ severity: 'error', environment: 'production', status: 'open', occurrences: 1 },
  ...{ first_seen: 1, last_seen: 1, resolved_at: 0, regressed_at: 0 },
})
