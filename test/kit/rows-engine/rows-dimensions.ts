import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import { SECOND } from '../../../lib/core/clock.ts'
import { wholeDivision } from '../../../lib/db/dialect.ts'
import type { Engine } from '../../../lib/db/open-db.ts'
import type { Dimension, DimensionValues } from '../../../lib/reports/engine.ts'
import type { Range } from '../../../lib/reports/range.ts'

interface Ground {
  readonly engine: Engine
  readonly range: Range
}

/** How a dimension is read off page views. */
interface DimensionPlan<Field extends PropertyKey> {
  readonly fields: (ground: Ground) => Readonly<Record<Field, RawBuilder<unknown>>>
  readonly join: RawBuilder<unknown>
  /** What has no row. */
  readonly where?: RawBuilder<unknown>
  /** Where the dictionary's number stands for the whole value: cheaper than to group by the text. */
  readonly groupBy?: RawBuilder<unknown>
  /** What puts equal counts in order; all fields otherwise. */
  readonly ties?: RawBuilder<unknown>
}

const text = (column: string) => sql.ref<string>(column)

const AGENT = sql`left join agents on agents.id = pageviews.agent`
const PLACE = sql`join places on places.id = pageviews.place`
const SOURCE = sql`left join sources on sources.id = pageviews.source`

export const DIMENSIONS: { readonly [D in Dimension]: DimensionPlan<keyof DimensionValues[D]> } = {
  page: {
    fields: (ground) => ({ url: text('pages.url'), title: newestTitle(ground) }),
    join: sql`join pages on pages.id = pageviews.page`,
    groupBy: sql`pageviews.page, pages.url`,
    ties: text('pages.url'),
  },
  device: { fields: () => ({ device: sql`coalesce(nullif(agents.device, ''), 'unknown')` }), join: AGENT },
  os: { fields: () => ({ os: sql`coalesce(agents.os, '')` }), join: AGENT },
  browser: { fields: () => ({ browser: sql`coalesce(agents.browser, '')` }), join: AGENT },
  country: { fields: () => ({ country: text('places.country') }), join: PLACE, where: sql`places.country <> ''` },
  region: {
    fields: () => ({ country: text('places.country'), region: text('places.region') }),
    join: PLACE,
    where: sql`places.country <> '' and places.region <> ''`,
  },
  city: {
    fields: () => ({ country: text('places.country'), region: text('places.region'), city: text('places.city') }),
    join: PLACE,
    where: sql`places.country <> '' and places.city <> ''`,
  },
  channel: {
    fields: () => ({
      channel: sql`case when coalesce(sources.channel, '') in ('', 'internal') then 'direct' else sources.channel end`,
    }),
    join: SOURCE,
  },
  referrer: {
    fields: () => ({ url: text('sources.url') }),
    join: SOURCE,
    where: sql`sources.url <> '' and sources.channel not in ('direct', 'internal')`,
  },
  campaign: {
    fields: () => ({
      source: text('campaigns.utm_source'),
      medium: text('campaigns.utm_medium'),
      campaign: text('campaigns.utm_campaign'),
    }),
    join: sql`join campaigns on campaigns.id = pageviews.campaign`,
    where: sql`campaigns.utm_campaign <> ''`,
  },
}

/** Above every number that a dictionary gives. */
const TITLES = 2 ** 31

/**
 * The number of a group's newest title, in the same pass that counts: the greatest of (second of the range, title),
 * packed into one integer. A year has 2^25 seconds, so 56 of 63 bits are used. 0 where no view had a title.
 */
function newestTitle({ engine, range }: Ground): RawBuilder<number> {
  const second = wholeDivision(engine, sql<number>`(pageviews.at - ${sql.lit(range.start)})`, SECOND)
  const packed = sql`${second} * ${sql.lit(TITLES)} + pageviews.title`
  return sql`max(case when pageviews.title > 0 then ${packed} else 0 end) % ${sql.lit(TITLES)}`
}
