import { HOUR, MINUTE, SECOND } from '../core/clock.ts'
import type { AuditRecord } from '../spool/records.ts'
import type { Resolved } from '../writer/terms.ts'
import type { SeedDay } from './calendar.ts'
import { instantsOf, isWeekend } from './calendar.ts'
import type { Deed } from './deeds.data.ts'
import { DEEDS, STAFF } from './deeds.data.ts'
import type { Random } from './random.ts'
import { sampler } from './sampler.ts'
import type { Scene } from './visit-records.ts'

const MOST_A_DAY = 40
const PER_VIEW = 1 / 16
/** The shop's office keeps shorter hours than its visitors, and fewer people at weekends. */
const OFFICE = [0, 0, 0, 0, 0, 0, 1, 6, 20, 30, 30, 28, 14, 24, 28, 26, 20, 10, 3, 1, 0, 0, 0, 0]
const AT_WEEKENDS = 0.3

/** Share of log-ins with a wrong password before the right one. */
const MISTYPED = 0.12
/** Nights on which somebody tries passwords. */
const ATTACKED = 0.05
const NIGHT = [10, 20, 30, 30, 20, 6, ...Array.from({ length: 18 }, () => 0)]

const drawActor = sampler(STAFF)
const drawDeed = sampler(DEEDS)

/** What the people who run the shop did on a day: in sittings that begin with a log-in. */
export function auditRecords(scene: Scene, day: SeedDay, random: Random): Resolved<AuditRecord>[] {
  const expected = Math.min(MOST_A_DAY, day.views * PER_VIEW) * (isWeekend(day.date) ? AT_WEEKENDS : 1)
  const count = Math.floor(expected + random.fraction())
  const deeds = [...releaseOn(day), ...attackOn(scene, day, random)]
  const inOffice = instantsOf(scene.project.timeZone, day, OFFICE)
  while (deeds.length < count) deeds.push(...sitting(inOffice(random), random))
  return deeds.slice(0, count).map((done) => recordOf(scene, done, random))
}

interface Done {
  readonly at: number
  readonly actor: string
  readonly deed: Deed
}

const LOGIN = { action: 'user.login', target: '', context: { method: 'password' } } as const

function sitting(start: number, random: Random): Done[] {
  const actor = drawActor(random)
  let at = start
  const done: Done[] = []
  if (random.chance(MISTYPED)) {
    done.push({ at, actor, deed: { ...LOGIN, failure: 'wrong password' } })
    at += 5 * SECOND + Math.floor(random.exponential(10 * SECOND))
  }
  done.push({ at, actor, deed: LOGIN })
  const deeds = 1 + random.below(5)
  for (let number = 0; number < deeds; number++) {
    at += 20 * SECOND + Math.floor(random.exponential(6 * MINUTE))
    done.push({ at, actor, deed: drawDeed(random)(random) })
  }
  return done
}

/** The robot that puts a new version live, while most visitors sleep. */
const releaseOn = ({ start, sinceRelease }: SeedDay): Done[] =>
  sinceRelease === 0 ? [{ at: start + 4 * HOUR, actor: 'deploy', deed: RELEASE }] : []

const RELEASE: Deed = { action: 'release.deployed', target: '4.18.0', context: { from: '4.17.2', took_seconds: 94 } }

/** A handful of log-ins as the owner, by somebody who is not. */
function attackOn({ project }: Scene, day: SeedDay, random: Random): Done[] {
  if (!random.chance(ATTACKED)) return []
  const begin = instantsOf(project.timeZone, day, NIGHT)(random)
  const deed: Deed = { ...LOGIN, failure: 'wrong password' }
  return Array.from({ length: 5 + random.below(4) }, (_, number) => ({
    at: begin + number * 3 * SECOND,
    actor: 'owner',
    deed,
  }))
}

function recordOf({ project }: Scene, { at, actor, deed }: Done, random: Random): Resolved<AuditRecord> {
  const { action, target, context, tenant = '', externalId = '', failure } = deed
  return {
    v: 1,
    kind: 'audit',
    id: random.id(),
    at,
    project: { id: project.id },
    action,
    actor,
    target,
    tenant,
    outcome: failure === undefined ? 'success' : 'failure',
    externalId,
    context: JSON.stringify(failure === undefined ? context : { ...context, error: failure }),
  }
}
