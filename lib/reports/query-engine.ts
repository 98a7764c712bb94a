import type { Db } from '../db/open-db.ts'
import type {
  AnswerOf,
  Ask,
  Breakdown as BreakdownAnswer,
  BreakdownAsk,
  BreakdownRow,
  CohortsAsk,
  QueryEngine,
  QueryQuestion,
  SeriesAsk,
} from './query.ts'
import type { Ask as ScanAsk } from './scan/batch.ts'
import { answerTogether } from './scan/batch.ts'
import type { Breakdown, ValueRow } from './scan/breakdown.ts'
import { bucketsOf } from './scan/buckets.ts'
import { cohortsTally } from './scan/cohorts.ts'
import { DeedBreakdown } from './scan/deed-breakdown.ts'
import { deedDimension } from './scan/deed-values.ts'
import { DictionaryReader } from './scan/dictionary-reader.ts'
import { FilterSelector } from './scan/filter-selector.ts'
import { FunnelCounter } from './scan/funnel.ts'
import { GoalsCounter } from './scan/goals-counter.ts'
import { newestTitles } from './scan/newest-titles.ts'
import type { PartSource } from './scan/part-source.ts'
import type { Dictionaries } from './scan/query-plan.ts'
import { isOfDeeds, QueryPlan, wishOf } from './scan/query-plan.ts'
import { seriesTally } from './scan/totals.ts'
import { ValueIndexes } from './scan/value-index.ts'
import { MOST_ROW_BYTES } from './scan/visitor-rows.ts'
import { NO_FILTER } from './scan/work.ts'
import { thinnedDays } from './thinned-days.ts'

/** Answers free questions from sealed parts and from the rows that are not sealed yet, as one. */
export function queryEngine(db: Db, mostRowBytes = MOST_ROW_BYTES): QueryEngine {
  const reader = new DictionaryReader(db.read)
  const dictionaries = { reader, indexes: new ValueIndexes(reader) }
  return {
    thinned: (scope) => thinnedDays(db.read, scope),
    async answer<const A extends readonly Ask[]>(question: QueryQuestion, asks: A) {
      const answers = await answerTogether(db.read, question.scope.project, () =>
        planned(question, asks, dictionaries, mostRowBytes),
      )
      // The first is the plan's own.
      return answers.slice(1) as { [I in keyof A]: AnswerOf<A[I]> }
    },
  }
}

function planned(question: QueryQuestion, asks: readonly Ask[], dictionaries: Dictionaries, mostRowBytes: number) {
  const plan = new QueryPlan(question, dictionaries, mostRowBytes)
  const { filter, goals } = question
  const own = asks.map((ask) => scanAsk(ask, plan, question))
  const counters = plan.close()
  const shared: ScanAsk<unknown> = { counters, more: () => plan.more(), answer: () => undefined }
  const selector = filter === undefined ? NO_FILTER : new FilterSelector(filter, goals, plan.reader)
  return { selector, asks: [shared, ...own] }
}

function scanAsk(ask: Ask, plan: QueryPlan, question: QueryQuestion): ScanAsk<unknown> {
  switch (ask.ask) {
    case 'totals':
      return { counters: [], answer: plan.totals(ask) }
    case 'series':
      return series(ask, plan)
    case 'breakdown':
      return isOfDeeds(ask.dimension) ? deeds(ask, plan, question) : breakdown(ask, plan)
    case 'goals': {
      const counter = new GoalsCounter(question.goals, plan.periodOf({}), plan.reader)
      return { counters: question.goals.length === 0 ? [] : [counter], answer: () => counter.rows() }
    }
    case 'funnel': {
      const counter = new FunnelCounter(ask.steps, ask.within, plan.periodOf({}), plan.reader)
      return { counters: [counter], answer: () => counter.answer() }
    }
    case 'cohorts':
      return cohorts(ask, plan)
  }
}

function series(ask: SeriesAsk, plan: QueryPlan): ScanAsk<unknown> {
  const period = plan.periodOf(ask)
  const buckets = bucketsOf(plan.rangeOf(ask).zone, ask.interval, ask.weekStart, period)
  const tally = seriesTally(buckets, period, ask.sums, { name: plan.newName('series'), goal: plan.goalOf(ask) })
  const answer = () => tally.answer().map(({ bucket, sums }) => ({ at: buckets.starts[bucket], sums }))
  return { counters: [tally.counter], answer }
}

function cohorts(ask: CohortsAsk, plan: QueryPlan): ScanAsk<unknown> {
  const period = plan.periodOf({})
  const buckets = bucketsOf(plan.rangeOf({}).zone, ask.interval, ask.weekStart, period)
  const tally = cohortsTally(buckets, period)
  const answer = () => tally.answer().map(({ bucket, ...row }) => ({ at: buckets.starts[bucket], ...row }))
  return { counters: [tally.counter], answer }
}

function deeds(ask: BreakdownAsk, plan: QueryPlan, { goals }: QueryQuestion): ScanAsk<BreakdownAnswer> {
  const period = plan.periodOf(ask)
  const since = ask.sums.includes('newVisitors') ? plan.sinceOf(period) : undefined
  const dimension = deedDimension(ask.dimension, goals, plan.reader)
  const counter = new DeedBreakdown(dimension, wishOf(ask, plan.goalOf(ask)), period, since)
  const totals = plan.totals(ask)
  const answer = () => ({ count: counter.size, rows: counter.rows().map((row) => rowOf(row, [])), totals: totals() })
  return { counters: [counter], answer }
}

function breakdown(ask: BreakdownAsk, plan: QueryPlan): ScanAsk<BreakdownAnswer> {
  const found = plan.breakdown(ask)
  const totals = plan.totals(ask)
  return {
    counters: [],
    answer: async (source) => {
      const rows = found.rows()
      const isPage = found.plan.column === 'view.page' && ask.dimension.name === 'page'
      const titles = isPage ? await titlesOf(found, ask, plan, source) : undefined
      // Where there is one host, it says nothing.
      const fields = found.plan.fields.map((field) => (field === 'host' && !found.hasSeveral(1) ? '' : field))
      const named = rows.map((row) => rowOf(row, fields, titles && { title: titles.get(row.value) ?? '' }))
      return { count: found.count, rows: named, totals: totals() }
    },
  }
}

async function titlesOf(found: Breakdown, ask: BreakdownAsk, plan: QueryPlan, source: PartSource) {
  const numbers = await newestTitles(source, plan.periodOf(ask), found.listedIds())
  const texts = await plan.reader.textsOf('texts', numbers.values())
  return new Map([...numbers].map(([value, number]) => [value, texts.get(number)?.[0] ?? '']))
}

/** `fields` names the texts behind the value; an empty name leaves one out. */
function rowOf({ texts, sums }: ValueRow, fields: readonly string[], more: object = {}): BreakdownRow {
  const named = fields.flatMap((field, at) => (field === '' ? [] : [[field, texts[at + 1] ?? ''] as const]))
  return { value: texts[0] ?? '', fields: { ...Object.fromEntries(named), ...more }, sums }
}
