import type { FunnelReport } from '../../../lib/wire/explore.ts'
import { number, percent } from '../../format.ts'
import { texts } from '../../language.ts'
import { triggerName } from './trigger-name.ts'

/** The steps of a funnel as columns that grow shorter. */
export function FunnelChart({ report }: { report: FunnelReport }) {
  const { steps, conversion_rate } = report
  const most = Math.max(1, ...steps.map(({ reached }) => reached))
  return (
    <div class="funnel">
      {conversion_rate !== null && <p class="funnel-rate">{texts.goals.wholeRate(percent(conversion_rate))}</p>}
      <ol class="funnel-steps">
        {steps.map(({ step, trigger, reached, rate, lost }) => (
          <li key={step}>
            <div class="funnel-column" aria-hidden="true">
              <span style={{ height: `${(reached / most) * 100}%` }} />
            </div>
            <p class="funnel-name" title={triggerName(trigger)}>
              {triggerName(trigger)}
            </p>
            <p>
              <b class="number">{number(reached)}</b> <span class="soft">{rate === null ? '' : percent(rate)}</span>
            </p>
            {step > 1 && <p class="hint">{texts.goals.lost(number(lost))}</p>}
          </li>
        ))}
      </ol>
    </div>
  )
}
