import type { DroppedRecord, DropReason } from '../spool/records.ts'
import type { Resolved } from '../writer/terms.ts'
import type { SeedDay } from './calendar.ts'
import { BOTS } from './people.data.ts'
import { personOf } from './person.ts'
import type { Random } from './random.ts'
import { sampler } from './sampler.ts'
import type { Section } from './site.data.ts'
import type { Scene } from './visit-records.ts'

/** Dropped page views for each that counts: 8 % of all. */
const DROPPED_PER_VIEW = 0.08 / 0.92

const drawBot = sampler(BOTS)
const drawReason = sampler<DropReason>([
  [78, 'bot'],
  [9, 'no-accept-language'],
  [6, 'no-accept'],
  [7, 'opt-out'],
])
const drawSection = sampler<Section>([
  [40, 'product'],
  [35, 'blog'],
  [15, 'category'],
  [10, 'home'],
])

/** Requests that are not counted. Programs do not sleep: they come at any hour. */
export function droppedRecords(
  { project, site, seed }: Scene,
  day: SeedDay,
  random: Random,
): Resolved<DroppedRecord>[] {
  // Chance rounds, so that a site with few views has some too.
  const count = Math.floor(day.views * DROPPED_PER_VIEW + random.fraction())
  return Array.from({ length: count }, (_, number) => {
    const drawn = drawReason(random)
    const reason = drawn === 'opt-out' && !project.honoursOptOut ? 'bot' : drawn
    return {
      v: 1 as const,
      kind: 'dropped' as const,
      id: random.id(),
      at: day.start + random.below(day.end - day.start),
      project: { id: project.id },
      reason,
      userAgent: reason === 'bot' ? drawBot(random) : personOf(seed, `${day.date} dropped ${number}`).userAgent,
      page: site.page(drawSection(random), random).page.url,
    }
  })
}
