import type { Project } from '../../lib/projects/project.ts'
import { seedDays } from '../../lib/seed/calendar.ts'
import type { SeedRecord } from '../../lib/seed/day-records.ts'
import type { LinkNumbers } from '../../lib/seed/seed-links.ts'
import { SHORT_LINKS } from '../../lib/seed/short-links.data.ts'
import { makeSite } from '../../lib/seed/site.ts'
import { countViews, traffic } from '../../lib/seed/traffic.ts'

export const SEED_UNTIL = Date.parse('2026-11-20T15:00Z')

/** A project as the seed needs it; it is in no table. */
export const seedProject = (changes: Partial<Project> = {}): Project => ({
  id: 1,
  name: 'Corner shop',
  publicKey: '0'.repeat(32),
  secretHash: '0'.repeat(64),
  domains: ['shop.example'],
  identity: 'daily',
  timeZone: 'Europe/Vienna',
  isActive: true,
  honoursOptOut: true,
  browserAudits: false,
  keepDays: 0,
  detailDays: 0,
  ignoredAddresses: [],
  ignoredPaths: [],
  ignoredHosts: [],
  ignoredCountries: [],
  createdAt: 1,
  updatedAt: 1,
  ...changes,
})

/** Links as they are numbered in an empty database. */
const LINKS = Object.fromEntries(Object.keys(SHORT_LINKS).map((name, index) => [name, index + 1])) as LinkNumbers

export interface StreamOptions {
  readonly project?: Partial<Project>
  readonly days?: number
  readonly views?: number
  readonly until?: number
  readonly seed?: number
}

/** What the seed would write, without a database. */
export function seedStream({
  project: changes,
  days = 30,
  views = 60,
  until = SEED_UNTIL,
  seed = 1,
}: StreamOptions = {}) {
  const project = seedProject(changes)
  const scene = { project, seed, site: makeSite('shop.example'), links: LINKS }
  const calendar = seedDays({ zone: project.timeZone, until, days, viewsPerDay: views, seed })
  const records = [...traffic(scene, calendar, until)]
  const of = <K extends SeedRecord['kind']>(kind: K) =>
    records.filter((record): record is Extract<SeedRecord, { kind: K }> => record.kind === kind)
  return { calendar, records, of, pageviews: of('pageview'), count: countViews(scene, calendar, until), project, scene }
}
