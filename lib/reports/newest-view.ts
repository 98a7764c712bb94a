import type { Db } from '../db/open-db.ts'
import type { NewestView } from '../wire/first-steps.ts'
import { referrerCategory } from './referrer-category.ts'

/** The newest page view of a project; undefined while there is none. Reads one row from the end of the table's key. */
export async function newestView(db: Db, project: number): Promise<NewestView | undefined> {
  const row = await db.read
    .selectFrom('pageviews')
    .leftJoin('pages', 'pages.id', 'pageviews.page')
    .leftJoin('texts as titles', 'titles.id', 'pageviews.title')
    .leftJoin('agents', 'agents.id', 'pageviews.agent')
    .leftJoin('places', 'places.id', 'pageviews.place')
    .leftJoin('sources', 'sources.id', 'pageviews.source')
    .select(['pageviews.at', 'pages.url', 'titles.value as title', 'places.country', 'sources.channel'])
    .select(['agents.browser', 'agents.os', 'agents.device'])
    .where('pageviews.project_id', '=', project)
    .orderBy('pageviews.at', 'desc')
    .orderBy('pageviews.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    row && {
      url: row.url ?? '',
      page_title: row.title ?? '',
      at: new Date(row.at).toISOString(),
      browser: row.browser ?? '',
      os: row.os ?? '',
      device_type: row.device ?? '',
      country: row.country ?? '',
      channel: referrerCategory(row.channel ?? ''),
    }
  )
}

/** How many page views a project has. Stops counting at `most`, so that it costs the same whatever there is. */
export async function countViews(db: Db, project: number, most: number): Promise<number> {
  const { views } = await db.read
    .selectFrom((from) =>
      from.selectFrom('pageviews').select('pageviews.id').where('project_id', '=', project).limit(most).as('some'),
    )
    .select(({ fn }) => fn.countAll<number>().as('views'))
    .executeTakeFirstOrThrow()
  return views
}
