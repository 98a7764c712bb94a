import { SECOND } from '../core/clock.ts'
import { NO_AGENT, NO_PLACE } from '../ingest/enrich.ts'
import type { ErrorRecord } from '../spool/records.ts'
import type { Resolved } from '../writer/terms.ts'
import type { SeedDay } from './calendar.ts'
import { instantsOf } from './calendar.ts'
import type { SeedIssue } from './issues.data.ts'
import { ISSUES } from './issues.data.ts'
import type { Random } from './random.ts'
import type { Scene, SeenView } from './visit-records.ts'

/** For each page view, when the weights of the issues add up to 100; with the burst about one for 150 views. */
const ERRORS_PER_VIEW = 1 / 170

type SeedError = Resolved<ErrorRecord>
type Text = Pick<SeedError, 'type' | 'message' | 'file' | 'line'>

/** What makes an error belong to an issue: the same texts for every error of it. */
export const traitsOf = ({ type, message, file, line }: SeedIssue, host: string): Text => ({
  type,
  message,
  file: file.replaceAll('{host}', host),
  line,
})

/** Errors of the browsers in which a day's views were seen, and of the shop's backend. */
export function errorRecords(scene: Scene, day: SeedDay, views: readonly SeenView[], random: Random): SeedError[] {
  const instant = instantsOf(scene.project.timeZone, day)
  return ISSUES.flatMap((issue) => {
    const expected = day.views * ERRORS_PER_VIEW * (issue.weight(day) / 100)
    // What somebody is to look into must have happened, however few views there are.
    const least = issue.becomes !== undefined && day.progress === 0 ? 1 : 0
    // Chance rounds: most issues happen less than once a day.
    const count = Math.max(least, Math.floor(expected + random.fraction()))
    return Array.from({ length: count }, () => {
      if (issue.sections === undefined) return backendError(scene, day, issue, instant(random), random)
      const view = viewFor(issue, views, random)
      return view && browserError(scene, day, issue, view, random)
    }).filter((record) => record !== undefined)
  })
}

/** A view in which it can happen, if there is one. */
function viewFor({ sections, browsers }: SeedIssue, views: readonly SeenView[], random: Random): SeenView | undefined {
  const first = random.below(views.length)
  for (let tried = 0; tried < views.length; tried++) {
    const view = views[(first + tried) % views.length]
    if (view === undefined || sections?.includes(view.seen.section) !== true) continue
    if (browsers?.(view.person.agent) !== false) return view
  }
  return undefined
}

function browserError(scene: Scene, day: SeedDay, issue: SeedIssue, view: SeenView, random: Random): SeedError {
  // Most come while the page is being built.
  const at = view.at + Math.min(view.dwell - 1, Math.floor(random.exponential(4 * SECOND)))
  const { agent, place, screen } = view.person
  const context = { release: releaseOn(day), viewport: screen, online: true, logged_in: random.chance(0.2) }
  const happened = { page: view.seen.page.url, view: view.id, agent, place }
  return { ...commonOf(scene, issue, at, random), ...view.visitor(at), ...happened, context: JSON.stringify(context) }
}

function backendError(scene: Scene, day: SeedDay, issue: SeedIssue, at: number, random: Random): SeedError {
  const host = hostOf(scene)
  const route = issue.route ?? ''
  const context = {
    release: releaseOn(day),
    server: `web-${1 + random.below(2)}`,
    ...(route === '' ? { job: 'hourly' } : { request: requestId(random), duration_ms: 20 + random.below(900) }),
  }
  const happened = { page: route === '' ? '' : `https://${host}${route}`, view: 0, agent: NO_AGENT, place: NO_PLACE }
  return { ...commonOf(scene, issue, at, random), ...happened, context: JSON.stringify(context) }
}

function commonOf(scene: Scene, issue: SeedIssue, at: number, random: Random) {
  const host = hostOf(scene)
  const traits = traitsOf(issue, host)
  const { severity, environment } = issue
  const frames = issue.frames.replaceAll('{host}', host)
  // Safari tells where, and not what.
  const stack = frames === '' ? null : frames.startsWith(' ') ? `${traits.type}: ${traits.message}\n${frames}` : frames
  const project = { id: scene.project.id }
  return {
    v: 1 as const,
    kind: 'error' as const,
    id: random.id(),
    at,
    project,
    ...traits,
    stack,
    severity,
    environment,
  }
}

const hostOf = ({ site }: Scene) => site.at('/').page.host
const releaseOn = ({ sinceRelease }: SeedDay) => (sinceRelease < 0 ? '4.17.2' : '4.18.0')
const requestId = (random: Random) => random.id().toString(36)
