import { HOUR } from '../core/clock.ts'
import type { SpoolRecord } from '../spool/records.ts'
import type { Resolved } from '../writer/terms.ts'
import { auditRecords } from './audit-records.ts'
import type { SeedDay } from './calendar.ts'
import { instantsOf } from './calendar.ts'
import { clickRecord, strayClicks } from './click-records.ts'
import type { Arrival, CrowdName } from './crowds.data.ts'
import { CROWDS, MIX } from './crowds.data.ts'
import { droppedRecords } from './dropped-records.ts'
import { errorRecords } from './error-records.ts'
import { guestsOf } from './guests.ts'
import { personOf } from './person.ts'
import { Random } from './random.ts'
import type { Sampler } from './sampler.ts'
import { sampler } from './sampler.ts'
import { SHORT_LINKS } from './short-links.data.ts'
import type { Section } from './site.data.ts'
import { visitEvents } from './visit-events.ts'
import type { Scene, SeenView, VisitPlan } from './visit-records.ts'
import { visitRecords } from './visit-records.ts'

export type SeedRecord = Resolved<SpoolRecord>

const MOST_VIEWS = 12
/** After the second view, each further one has this chance. */
const GOES_ON = 0.69
const REGULARS = 0.32

const CROWD = Object.fromEntries(
  Object.entries(CROWDS).map(([name, { arrivals, entries, bounce }]) => [
    name,
    { arrival: sampler(arrivals), entry: sampler(entries), bounce },
  ]),
) as Record<CrowdName, { arrival: Sampler<Arrival>; entry: Sampler<Section>; bounce: number }>
const newcomer = sampler(MIX.newcomers)
const regular = sampler(MIX.regulars)

/** From a click on a short link to the page it leads to. */
const SOONEST = 250
const REDIRECTED = 1200

/**
 * Everything that the visits beginning on a day leave in the spool, some of it after midnight, and what else happens on
 * it; in no order. A function of scene and day alone. Events, errors, programs on links and audits draw from streams of
 * their own, so that to change one of them leaves the page views as they are.
 */
export function dayRecords(scene: Scene, day: SeedDay): SeedRecord[] {
  if (day.views === 0) return []
  const random = (name: string) => new Random(name, scene.seed, day.date)
  const onDay = random('day')
  const eventful = random('events')
  const records: SeedRecord[] = []
  const views: SeenView[] = []
  for (const visit of visitsOn(scene, day, onDay)) {
    records.push(...visit.records, ...visitEvents(scene, visit.views, eventful))
    views.push(...visit.views)
  }
  return records.concat(
    droppedRecords(scene, day, onDay),
    errorRecords(scene, day, views, random('errors')),
    strayClicks(scene, day, random('clicks')),
    auditRecords(scene, day, random('audits')),
  )
}

interface MadeVisit {
  readonly records: readonly SeedRecord[]
  readonly views: readonly SeenView[]
}

function* visitsOn(scene: Scene, day: SeedDay, random: Random): Generator<MadeVisit> {
  const guests = guestsOf(day)
  const instant = instantsOf(scene.project.timeZone, day)
  for (let left = day.views; left > 0;) {
    const event = day.event !== undefined && random.chance(day.event.share) ? day.event : undefined
    const isNew = event?.name === 'spike' || !random.chance(REGULARS)
    const { name, earliest } = guests.draw(isNew, random)
    const crowd = CROWD[event?.name ?? (isNew ? newcomer : regular)(random)]
    const views = Math.min(left, random.chance(crowd.bounce) ? 1 : longVisit(random))
    const anyTime = event?.since === undefined ? instant(random) : surge(event.since, day.end, random)
    const arrival = crowd.arrival(random)
    const entry = scene.site.page(crowd.entry(random), random)
    const start = earliest ?? anyTime
    const visit = arrive(scene, { person: personOf(scene.seed, name), arrival, entry, start, views }, random)
    guests.planned(name, visit.records.at(-1)?.at ?? day.end)
    yield visit
    left -= views
  }
}

/** A visit; one by a short link begins with the click, on the page that the link leads to. */
function arrive(scene: Scene, plan: VisitPlan, random: Random): MadeVisit {
  const { link } = plan.arrival
  if (link === undefined) return visitRecords(scene, plan, random)
  const entry = scene.site.at(SHORT_LINKS[link].path)
  const click = clickRecord(scene, { ...plan, entry, link }, plan.start, random)
  const start = plan.start + SOONEST + random.below(REDIRECTED)
  const { records, views } = visitRecords(scene, { ...plan, entry, start }, random)
  return { records: [click, ...records], views }
}

function longVisit(random: Random): number {
  let views = 2
  while (views < MOST_VIEWS && random.chance(GOES_ON)) views++
  return views
}

/** Most come soon after the link is there. */
const surge = (since: number, end: number, random: Random) =>
  since + Math.floor(random.exponential(2.5 * HOUR) % (end - since))
