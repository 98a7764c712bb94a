import { setImmediate as breathe } from 'node:timers/promises'
import { decodeCursor, pieceOf } from '../core/cursor.ts'
import { localTime } from '../core/time-zone.ts'
import { OUTCOMES } from '../spool/records.ts'
import type { AuditEntry, AuditsReport } from '../wire/record-reports.ts'
import type { AuditFilters, AuditRow } from './engine-audits.ts'
import { wireRange } from './range.ts'
import type { ReportEngine } from './engine.ts'
import type { Question, Report } from './report.ts'
import { limitOf } from './report.ts'

const DEFAULT_LIMIT = 50
const MOST_ENTRIES = 200
const TOP_ACTIONS = 20
const MOST_SEARCHED = 20_000
const PAGE = 1000

/**
 * The audit log, newest first. `action`, `actor`, `target`, `tenant` and `outcome` keep to entries with exactly that;
 * an outcome that there is none of is ignored, as the contract does with unknown words. `search` keeps to those that contain
 * a text; it is looked for in the newest 20,000 entries of the range, so that it takes no longer in a longer log.
 */
export const audits: Report<AuditsReport> = {
  message: 'Audit logs fetched successfully',
  answer: async (engine, question) => {
    const { scope } = question
    const limit = limitOf(question, DEFAULT_LIMIT, MOST_ENTRIES)
    const [at, sequence] = decodeCursor(question.given('cursor'), 2) ?? []
    const after = at === undefined || sequence === undefined ? undefined : { at, sequence }
    const search = await searchOf(engine, question)
    const [topActions, found] = await Promise.all([
      engine.audits.topActions(scope, TOP_ACTIONS),
      engine.audits.entries(scope, { filters: filtersOf(question), search, most: limit + 1, after }),
    ])
    const { rows, next } = pieceOf(found, limit, (row) => [row.at, row.sequence])
    return {
      range: wireRange(scope.range),
      count: rows.length,
      top_actions: topActions.map(({ action, count }) => ({ action, count })),
      logs: rows.map((row) => wireEntry(row, scope.range.zone)),
      ...(search !== undefined &&
        search.since > scope.range.start && { searched_since: localTime(scope.range.zone, search.since) }),
      ...next,
    }
  },
}

/** Everything that fits a question, page by page, whatever its limit: for files. */
export async function* allAudits(engine: ReportEngine, question: Question): AsyncGenerator<AuditEntry[]> {
  const { scope } = question
  const asked = { filters: filtersOf(question), search: await searchOf(engine, question), most: PAGE }
  let after: { at: number; sequence: number } | undefined
  for (;;) {
    const rows = await engine.audits.entries(scope, { ...asked, after })
    yield rows.map((row) => wireEntry(row, scope.range.zone))
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last
    // SQLite answers without ever leaving this thread; requests want their turn.
    await breathe()
  }
}

async function searchOf(engine: ReportEngine, { scope, given }: Question) {
  const text = given('search')?.trim() ?? ''
  if (text === '') return undefined
  return { text, since: (await engine.audits.floor(scope, MOST_SEARCHED)) ?? scope.range.start }
}

function filtersOf({ given }: Question): AuditFilters {
  // As it was stored: without white space around it.
  const text = (parameter: string) => given(parameter)?.trim() || undefined
  const outcome = OUTCOMES.find((known) => known === text('outcome'))
  return { action: text('action'), actor: text('actor'), target: text('target'), tenant: text('tenant'), outcome }
}

const wireEntry = (row: AuditRow, zone: string): AuditEntry => ({
  id: row.sequence,
  action: row.action,
  actor: row.actor,
  context: contextOf(row.context),
  created_at: localTime(zone, row.at),
  target: row.target,
  tenant: row.tenant,
  outcome: row.outcome,
  external_id: row.externalId,
  hash: row.hash,
})

/** As it was sent. In a log that somebody tampered with it may be no JSON; then as it is, so that the log can be read. */
function contextOf(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
