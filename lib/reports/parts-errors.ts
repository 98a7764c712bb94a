import type { Db } from '../db/open-db.ts'
import { localDay } from '../core/time-zone.ts'
import type { ErrorsEngine, IssueFacts } from './engine-errors.ts'
import { issueRows } from './rows-errors.ts'
import { bucketsOf } from './scan/buckets.ts'
import { ErrorCounter } from './scan/error-counter.ts'
import { periodOf } from './scan/period.ts'
import { firstOf } from './scan/ranking.ts'
import type { Scope } from './scope.ts'
import type { ScopeBatches } from './scope-batches.ts'

/** Counts come from parts and open rows; what an issue is, and the newest events word by word, from their tables. */
export function errorsEngine(db: Db, batches: ScopeBatches): ErrorsEngine {
  const rows = issueRows(db)
  const counted = (scope: Scope, issue: number | undefined) =>
    batches.ask(scope, () => {
      const period = periodOf(scope.range)
      const buckets = bucketsOf(scope.range.zone, 'day', 1, period)
      const counter = new ErrorCounter(period, buckets, issue)
      return { counters: [counter], answer: () => ({ counter, starts: buckets.starts }) }
    })
  return {
    census: rows.census,
    issues: rows.issues,
    issue: rows.issue,
    byId: rows.byId,
    events: rows.events,
    async totals(scope, issue) {
      const { byIssue } = (await counted(scope, issue)).counter
      return { events: [...byIssue.values()].reduce((a, b) => a + b, 0), issues: byIssue.size }
    },
    async perDay(scope, issue) {
      const { counter, starts } = await counted(scope, issue)
      return [...counter.byBucket]
        .sort(([a], [b]) => a - b)
        .map(([bucket, events]) => ({
          day: localDay(scope.range.zone, starts[bucket] ?? 0),
          events,
          issues: counter.issuesByBucket.get(bucket) ?? 0,
        }))
    },
    async top(scope, most, issue) {
      const { byIssue } = (await counted(scope, issue)).counter
      const events = (id: number) => byIssue.get(id) ?? 0
      const ids = firstOf(byIssue.keys(), most, (a, b) => events(a) > events(b) || (events(a) === events(b) && a < b))
      const facts = new Map(
        (await rows.byId(ids)).map((issueFacts): [number, IssueFacts] => [issueFacts.id, issueFacts]),
      )
      return ids.flatMap((id) => {
        const known = facts.get(id)
        return known === undefined ? [] : [{ ...known, events: events(id) }]
      })
    },
  }
}
