import { AppError } from '../../core/errors.ts'
import type { FunnelReport, FunnelStep } from '../../wire/explore.ts'
import type { Period } from '../periods/period.ts'
import { wirePeriod } from '../periods/period.ts'
import type { Deed } from '../query.ts'
import { percent } from '../rounding.ts'
import { namedOrNumbered } from '../saved.ts'
import { parseDeed, printDeed, triggerOf } from './deed-text.ts'
import type { Engines, ExploreQuestion, ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'
import { oneOf } from './parameters.ts'

interface Wish {
  readonly id: number | null
  readonly name: string | null
  readonly steps: readonly Deed[]
  readonly within: 'visit' | 'visitor'
}

/** How many took one step after the other, and where the others were lost. */
export const funnel: ExploreReport<FunnelReport> = {
  message: 'Funnel fetched successfully',
  answer: async (engines, question) => {
    const wish = await wishOf(question)
    const { period, comparison, filterText } = question
    const now = await reached(engines, question, wish, period)
    const before = comparison && (await reached(engines, question, wish, comparison))
    return {
      range: wirePeriod(period),
      filter: filterText,
      id: wish.id,
      name: wish.name,
      within: wish.within,
      conversion_rate: rateOf(now.at(-1), now[0]),
      steps: wish.steps.map((deed, at) => stepOf(deed, at, now, before)),
      ...(before && {
        compare: { range: wirePeriod(comparison), conversion_rate: rateOf(before.at(-1), before[0]) },
      }),
    }
  },
  tables: ({ steps }) => [
    { name: 'steps', columns: ['step', 'name', 'reached', 'rate', 'step_rate', 'lost'], rows: steps },
  ],
}

const FEWEST = 2
const MOST = 10

async function wishOf({ given, givenAll, goals, saved }: ExploreQuestion): Promise<Wish> {
  const within = oneOf('within', given('within'), ['visit', 'visitor'])
  const named = given('funnel')
  const steps = givenAll('step').map((text) => parseDeed(text, goals))
  if (named !== undefined) {
    if (steps.length > 0) throw new AppError('invalid_input', 'Give funnel or step, not both')
    const found = namedOrNumbered(await saved.funnels(), named)
    if (found === undefined) throw new AppError('not_found', `There is no funnel ${JSON.stringify(named)}`)
    return { ...found, within }
  }
  if (steps.length < FEWEST || steps.length > MOST) {
    throw new AppError(
      'invalid_input',
      `Name a saved funnel (funnel=), or give ${FEWEST} to ${MOST} times step=, such as step=page:/pricing&step=event:signup`,
    )
  }
  return { id: null, name: null, steps, within }
}

async function reached(
  { query }: Engines,
  question: ExploreQuestion,
  { steps, within }: Wish,
  period: Period,
): Promise<readonly number[]> {
  const [counts] = await query.answer(queryOf(question, period), [{ ask: 'funnel', steps, within }])
  return counts
}

const rateOf = (part = 0, whole = 0): number | null => (whole === 0 ? null : percent(part, whole))

function figuresAt(at: number, counts: readonly number[]) {
  const count = counts[at] ?? 0
  return { reached: count, rate: rateOf(count, counts[0]), step_rate: rateOf(count, counts[Math.max(0, at - 1)]) }
}

function stepOf(deed: Deed, at: number, now: readonly number[], before: readonly number[] | undefined): FunnelStep {
  const figures = figuresAt(at, now)
  return {
    step: at + 1,
    name: printDeed(deed),
    trigger: triggerOf(deed),
    ...figures,
    lost: at === 0 ? 0 : (now[at - 1] ?? 0) - figures.reached,
    ...(before && { compare: figuresAt(at, before) }),
  }
}
