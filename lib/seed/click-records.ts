import type { Page, Place } from '../core/enriched.ts'
import { hashId } from '../core/hashing.ts'
import { classifySource } from '../referrer/classify-source.ts'
import type { ClickKind, ClickRecord } from '../spool/records.ts'
import type { Resolved } from '../writer/terms.ts'
import type { SeedDay } from './calendar.ts'
import type { Arrival } from './crowds.data.ts'
import { BOTS } from './people.data.ts'
import type { Person } from './person.ts'
import { agentOf, deviceAt } from './person.ts'
import type { Random } from './random.ts'
import type { Sampler, Weighted } from './sampler.ts'
import { sampler } from './sampler.ts'
import type { LinkName } from './short-links.data.ts'
import { LINK_CHECKERS, PREVIEWS, SHORT_LINKS } from './short-links.data.ts'
import type { SeedPage } from './site.ts'
import type { Scene } from './visit-records.ts'
import { NO_CAMPAIGN } from './visit-records.ts'

/** Uses of links by programs, for each page view: about a third as many as by people. */
const STRAYS_PER_VIEW = 0.0065

/** Where a link was posted says the same wherever it leads. */
const NO_PAGE: Page = { url: '', host: '', path: '' }
const sourceOf = (referrer: string) =>
  classifySource({ referrer, page: NO_PAGE, ownDomains: [], campaign: NO_CAMPAIGN })

/** The click that a visit begins with, a moment before its first page view, as ingest would make it. */
export function clickRecord(
  { project, seed, links }: Scene,
  { person, entry, arrival, link }: { person: Person; entry: SeedPage; arrival: Arrival; link: LinkName },
  at: number,
  random: Random,
): Resolved<ClickRecord> {
  const somebody = random.id()
  return {
    v: 1,
    kind: 'click',
    id: random.id(),
    at,
    project: { id: project.id },
    // Without an address and without the browser's cache of the site nothing is left to know anybody by.
    ...(project.identity === 'cache' ? { visitor: somebody } : deviceAt(project.identity, seed, person.name)(at)),
    link: links[link],
    by: 'person',
    page: entry.page,
    source: sourceOf(arrival.referrer),
    agent: person.agent,
    place: person.place,
  }
}

const drawKind = sampler<Exclude<ClickKind, 'person'>>([
  [50, 'bot'],
  [34, 'preview'],
  [16, 'head'],
])
const drawProgram = { bot: sampler(BOTS), preview: sampler(PREVIEWS), head: sampler(LINK_CHECKERS) }

/** Where programs run. */
const drawPlace = sampler<Place>([
  [50, { country: 'US', region: 'Virginia', city: 'Ashburn' }],
  [30, { country: 'IE', region: 'Leinster', city: 'Dublin' }],
  [20, { country: 'US', region: '', city: '' }],
])

const namesWhere = (isUsed: (link: (typeof SHORT_LINKS)[LinkName]) => boolean): Sampler<LinkName> => {
  const names = Object.keys(SHORT_LINKS) as LinkName[]
  const rows: Weighted<LinkName> = names.filter((name) => isUsed(SHORT_LINKS[name])).map((name) => [1, name])
  return sampler(rows)
}
const drawAny = namesWhere(() => true)
const drawLasting = namesWhere(({ isCampaign }) => isCampaign !== true)

/** Uses of links by programs: they come at any hour, and no page view follows. */
export function strayClicks(scene: Scene, day: SeedDay, random: Random): Resolved<ClickRecord>[] {
  const { project, site, seed, links } = scene
  const drawLink = day.event?.name === 'campaign' ? drawAny : drawLasting
  const count = Math.floor(day.views * STRAYS_PER_VIEW + random.fraction())
  return Array.from({ length: count }, () => {
    const by = drawKind(random)
    const userAgent = drawProgram[by](random)
    const link = drawLink(random)
    const place = drawPlace(random)
    const { page } = site.at(SHORT_LINKS[link].path)
    return {
      v: 1 as const,
      kind: 'click' as const,
      id: random.id(),
      at: day.start + random.below(day.end - day.start),
      project: { id: project.id },
      visitor: hashId('seed stray', seed, userAgent, place.city, day.date),
      link: links[link],
      by,
      page,
      source: sourceOf(''),
      agent: agentOf(userAgent),
      place,
    }
  })
}
