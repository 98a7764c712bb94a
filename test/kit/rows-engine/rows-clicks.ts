import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../../../lib/db/open-db.ts'
import type { ClicksEngine, LinkUses, UsedLink } from '../../../lib/reports/engine-clicks.ts'
import type { Scope } from '../../../lib/reports/scope.ts'
import { dayName, localDays } from './rows-metrics.ts'
import { countRows, timeOf } from './rows-query.ts'

const IS_CLICK = sql`link_clicks.kind = 'person'`

const usesBy = (kind: string) => sql<number>`sum(case when link_clicks.kind = ${sql.lit(kind)} then 1 else 0 end)`

/** Sums may be text, and NULL of nothing: the answers go through `Number`. */
const COUNTS = {
  clicks: usesBy('person'),
  visitors: sql<number>`count(distinct case when ${IS_CLICK} then link_clicks.visitor end)`,
  visits: sql<number>`count(distinct case when ${IS_CLICK} and link_clicks.visit > 0 then link_clicks.visit end)`,
}

export const clicksRows = (db: Db): ClicksEngine => ({
  links: (scope, piece) => linksByClicks(db, scope, piece),
  link: (project, code) =>
    db.read
      .selectFrom('links')
      .select(['id', 'code', 'label', 'destination', 'created_at as createdAt'])
      .where('project_id', '=', project)
      .where('code', '=', code)
      .executeTakeFirst(),
  uses: (scope, link) => usesOf(db, scope, link),
})

/** Uses are counted once, by link, and the links, few as they are, hung on to that. */
async function linksByClicks(
  db: Db,
  { project, range }: Scope,
  { limit, after }: Parameters<ClicksEngine['links']>[1],
): Promise<readonly UsedLink[]> {
  const clicks = sql`coalesce(used.clicks, 0)`
  const behind =
    after === undefined
      ? sql``
      : sql`and (${clicks} < ${after.clicks} or (${clicks} = ${after.clicks} and links.id < ${after.id}))`
  const { rows } = await sql<Readonly<Record<keyof UsedLink, unknown>>>`
    select links.id, links.code, links.label, links.destination, links.created_at as ${sql.ref('createdAt')},
      ${clicks} as clicks, coalesce(used.visitors, 0) as visitors, coalesce(used.visits, 0) as visits,
      coalesce(used.uses, 0) - ${clicks} as ${sql.ref('otherClicks')}
    from links left join (
      select link_clicks.link, count(*) as uses,
        ${COUNTS.clicks} as clicks, ${COUNTS.visitors} as visitors, ${COUNTS.visits} as visits
      from link_clicks
      where link_clicks.project_id = ${project}
        and link_clicks.at >= ${range.start} and link_clicks.at < ${range.end}
      group by link_clicks.link
    ) used on used.link = links.id
    where links.project_id = ${project} ${behind}
    order by ${clicks} desc, links.id desc
    ${limit === undefined ? sql`` : sql`limit ${sql.lit(limit)}`}`.execute(db.read)
  return rows.map(({ code, label, destination, ...numbers }) => ({
    ...{ code: String(code), label: String(label), destination: String(destination) },
    ...(numbersOf(numbers) as Omit<UsedLink, 'code' | 'label' | 'destination' | 'trend'>),
  }))
}

const numbersOf = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value ?? 0)]))

async function usesOf(db: Db, scope: Scope, link: number): Promise<LinkUses> {
  const ofLink = sql`link_clicks.link = ${link}`
  const by = async (fields: Record<string, RawBuilder<unknown>>, join?: RawBuilder<unknown>, where = sql``) =>
    countRows(db.read, scope, {
      from: 'link_clicks',
      fields,
      metrics: { clicks: sql`count(*)` },
      joins: join === undefined ? [] : [join],
      where: sql`${ofLink} and ${IS_CLICK} ${where}`,
      order: sql`count(*) desc, ${sql.join(Object.values(fields))}`,
    })
  const metrics = { ...COUNTS, bots: usesBy('bot'), previews: usesBy('preview'), heads: usesBy('head') }
  const [[totals], days, countries, channels, devices] = await Promise.all([
    countRows(db.read, scope, { from: 'link_clicks', metrics, where: ofLink }),
    by({ day: localDays(db.engine, scope.range)(timeOf('link_clicks')) }),
    by(
      { country: sql.ref('places.country') },
      sql`join places on places.id = link_clicks.place`,
      sql`and places.country <> ''`,
    ),
    by({ channel: sql`coalesce(sources.channel, '')` }, sql`left join sources on sources.id = link_clicks.source`),
    by(
      { device: sql`coalesce(nullif(agents.device, ''), 'unknown')` },
      sql`left join agents on agents.id = link_clicks.agent`,
    ),
  ])
  return {
    ...(numbersOf(totals ?? {}) as Omit<LinkUses, 'days' | 'countries' | 'channels' | 'devices'>),
    days: days
      .map(({ day, clicks }) => ({ day: dayName(Number(day)), clicks: Number(clicks) }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    countries: countries.map(({ country, clicks }) => ({ country: String(country), clicks: Number(clicks) })),
    channels: channels.map(({ channel, clicks }) => ({ channel: String(channel), clicks: Number(clicks) })),
    devices: devices.map(({ device, clicks }) => ({ device: String(device), clicks: Number(clicks) })),
  }
}
