import { sql } from 'kysely'
import { insertRows } from '../db/dialect.ts'
import type { Numbers } from '../db/dictionaries.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import type { ClickRecord } from '../spool/records.ts'
import type { Step } from '../visits/join-clicks.ts'
import { joinClicks } from '../visits/join-clicks.ts'
import { nearbyOf } from './nearby-clicks.ts'
import type { Resolved } from './terms.ts'
import { agentTerm, pageTerm, placeTerm, sourceTerm } from './terms.ts'
import type { CountedView } from './views.ts'

type Click = Resolved<ClickRecord>

/**
 * Writes the uses of links, adds those by people to the links' own counts, and joins clicks to the visits they led to,
 * whichever of the two came first. `views` are those of the batch that were counted. For each project with any of these,
 * one query looks for what was stored before; what another process is storing at this very moment is not seen.
 */
export async function writeClicks(
  tx: Writer,
  engine: Engine,
  numbers: Numbers,
  all: readonly Click[],
  views: readonly CountedView[],
): Promise<void> {
  const clicks = await ofKnownLinks(tx, all)
  const projects = new Set([...clicks, ...views.map(({ view }) => view)].map(({ project }) => project.id))
  for (const project of [...projects].sort((a, b) => a - b)) {
    const fresh = clicks.filter((click) => click.project.id === project)
    const seen = views.filter(({ view }) => view.project.id === project)
    await writeOfProject(tx, engine, numbers, project, fresh, seen)
  }
  await countUp(tx, clicks.filter(isByPerson))
}

/** A link may have been deleted while its clicks were in the spool. */
async function ofKnownLinks(tx: Writer, clicks: readonly Click[]): Promise<readonly Click[]> {
  const asked = [...new Set(clicks.map(({ link }) => link))]
  if (asked.length === 0) return clicks
  const found = await tx.selectFrom('links').select('id').where('id', 'in', asked).execute()
  const known = new Set(found.map(({ id }) => id))
  return clicks.filter(({ link }) => known.has(link))
}

const isByPerson = (click: Click) => click.by === 'person'

async function writeOfProject(
  tx: Writer,
  engine: Engine,
  numbers: Numbers,
  project: number,
  clicks: readonly Click[],
  views: readonly CountedView[],
): Promise<void> {
  const people = clicks.filter(isByPerson).map((click) => ({ ...stepOf(click), id: click.id }))
  const nearby = await nearbyOf(
    tx,
    project,
    people,
    views.map(({ view, visit }) => ({ ...stepOf(view), id: view.id, visit })),
  )
  const joined = joinClicks([...nearby.clicks, ...people], nearby.views)
  const visits = new Map([...joined].map(([{ id }, visit]) => [id, visit]))
  await insertRows(
    tx,
    engine,
    'link_clicks',
    clicks.map((click) => rowOf(numbers, click, visits.get(click.id) ?? 0)),
  )
  for (const { at, id } of nearby.clicks) {
    const visit = visits.get(id)
    if (visit === undefined) continue
    // Another process may have been first.
    const open = tx.updateTable('link_clicks').set({ visit }).where('visit', '=', 0)
    await open.where('project_id', '=', project).where('at', '=', at).where('id', '=', id).execute()
  }
}

const stepOf = (record: {
  readonly at: number
  readonly page: { readonly host: string }
  readonly visitor: number
  readonly prior?: number
  readonly device?: number
}): Step => ({
  at: record.at,
  host: record.page.host,
  visitors: [record.visitor, record.prior, record.device].filter((id) => id !== undefined),
})

function rowOf(numbers: Numbers, click: Click, visit: number) {
  const project = click.project.id
  return {
    project_id: project,
    at: click.at,
    id: click.id,
    link: click.link,
    kind: click.by,
    visitor: click.visitor,
    visit,
    page: numbers(pageTerm(project, click.page)),
    source: numbers(sourceTerm(project, click.source)),
    agent: numbers(agentTerm(project, click.agent)),
    place: numbers(placeTerm(project, click.place)),
  }
}

/** In the order of the links' numbers, since each row is locked from here on. */
async function countUp(tx: Writer, clicks: readonly Click[]): Promise<void> {
  const counts = new Map<number, number>()
  for (const { link } of clicks) counts.set(link, (counts.get(link) ?? 0) + 1)
  for (const [link, count] of [...counts].sort(([a], [b]) => a - b))
    await tx
      .updateTable('links')
      .set({ clicks: sql<number>`clicks + ${count}` })
      .where('id', '=', link)
      .execute()
}
