import { HOUR } from '../core/clock.ts'
import type { SpoolRecord } from '../spool/records.ts'
import type { Resolved } from '../writer/terms.ts'
import type { SeedDay } from './calendar.ts'
import { instantsOf } from './calendar.ts'
import type { Arrival, CrowdName } from './crowds.data.ts'
import { CROWDS, MIX } from './crowds.data.ts'
import { droppedRecords } from './dropped-records.ts'
import { guestsOf } from './guests.ts'
import { personOf } from './person.ts'
import { Random } from './random.ts'
import type { Sampler } from './sampler.ts'
import { sampler } from './sampler.ts'
import type { Section } from './site.data.ts'
import type { Scene } from './visit-records.ts'
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

/**
 * Everything that the visits beginning on a day leave in the spool, some of it after midnight, in no order. A function
 * of scene and day alone.
 */
export function dayRecords(scene: Scene, day: SeedDay): SeedRecord[] {
  if (day.views === 0) return []
  const random = new Random('day', scene.seed, day.date)
  return [...visitsOn(scene, day, random)].flat().concat(droppedRecords(scene, day, random))
}

function* visitsOn(scene: Scene, day: SeedDay, random: Random): Generator<SeedRecord[]> {
  const guests = guestsOf(day)
  const instant = instantsOf(scene.project.timeZone, day)
  for (let left = day.views; left > 0;) {
    const event = day.event !== undefined && random.chance(day.event.share) ? day.event : undefined
    const isNew = event?.name === 'spike' || !random.chance(REGULARS)
    const { name, earliest } = guests.draw(isNew, random)
    const crowd = CROWD[event?.name ?? (isNew ? newcomer : regular)(random)]
    const views = Math.min(left, random.chance(crowd.bounce) ? 1 : longVisit(random))
    const anyTime = event?.since === undefined ? instant(random) : surge(event.since, day.end, random)
    const records = visitRecords(
      scene,
      {
        person: personOf(scene.seed, name),
        arrival: crowd.arrival(random),
        entry: scene.site.page(crowd.entry(random), random),
        start: earliest ?? anyTime,
        views,
      },
      random,
    )
    guests.planned(name, records.at(-1)?.at ?? day.end)
    yield records
    left -= views
  }
}

function longVisit(random: Random): number {
  let views = 2
  while (views < MOST_VIEWS && random.chance(GOES_ON)) views++
  return views
}

/** Most come soon after the link is there. */
const surge = (since: number, end: number, random: Random) =>
  since + Math.floor(random.exponential(2.5 * HOUR) % (end - since))
