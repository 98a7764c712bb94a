import type { GoalFigures, GoalRow, GoalsReport } from '../../wire/explore.ts'
import { percent } from '../rounding.ts'
import { change } from '../metrics.ts'
import type { Period } from '../periods/period.ts'
import { wirePeriod } from '../periods/period.ts'
import type { GoalRow as CountedGoal, Goal } from '../query.ts'
import type { Engines, ExploreQuestion, ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'

/** All goals of the project: how often each was reached, by how many, for how much. */
export const goals: ExploreReport<GoalsReport> = {
  message: 'Goals fetched successfully',
  answer: async (engines, question) => {
    const { period, comparison, filterText } = question
    const now = await counted(engines, question, period)
    const before = comparison && (await counted(engines, question, comparison))
    return {
      range: wirePeriod(period),
      filter: filterText,
      visitors: now.visitors,
      count: now.figures.length,
      goals: before ? compared(now.figures, before.figures) : now.figures,
      ...(before && { compare: { range: wirePeriod(comparison), visitors: before.visitors } }),
    }
  },
  tables: ({ goals: rows }) => [{ name: 'goals', columns: COLUMNS, rows }],
}

const COLUMNS = ['id', 'name', 'conversions', 'visitors', 'visits', 'conversion_rate']

async function counted({ query }: Engines, question: ExploreQuestion, period: Period) {
  const asks = [{ ask: 'totals', sums: ['visitors'] }, { ask: 'goals' }] as const
  const [totals, rows] = await query.answer(queryOf(question, period), asks)
  const visitors = totals.visitors ?? 0
  return { visitors, figures: goalFigures(question.goals, rows, visitors) }
}

/** In the order of the goals; of all visitors there were. */
export function goalFigures(all: readonly Goal[], rows: readonly CountedGoal[], visitors: number): GoalFigures[] {
  const found = new Map(rows.map((row) => [row.goal, row]))
  return all.map(({ id, name }) => {
    const row = found.get(id)
    return {
      id,
      name,
      conversions: row?.conversions ?? 0,
      visitors: row?.visitors ?? 0,
      visits: row?.visits ?? 0,
      conversion_rate: visitors === 0 ? null : percent(row?.visitors ?? 0, visitors),
      revenue: { ...row?.revenue },
    }
  })
}

const compared = (now: readonly GoalFigures[], before: readonly GoalFigures[]): GoalRow[] =>
  now.map((goal, at) => {
    const { id: _id, name: _name, ...then } = before[at] as GoalFigures
    return {
      ...goal,
      compare: then,
      change: {
        conversions: change(goal.conversions, then.conversions),
        visitors: change(goal.visitors, then.visitors),
        conversion_rate: change(goal.conversion_rate, then.conversion_rate),
      },
    }
  })
