import type { ReportRange } from '../../lib/wire/report-parts.ts'
import { daySpan } from '../format.ts'
import { texts } from '../language.ts'
import type { RangeName } from './ranges.ts'
import { RANGE_NAMES } from './ranges.ts'

interface RangePickerProps {
  readonly range: RangeName
  readonly onChoose: (range: RangeName) => void
  /** The days that the figures below are of. */
  readonly span?: ReportRange
}

/** The choice of range, and the days it stands for. */
export function RangePicker({ range, onChoose, span }: RangePickerProps) {
  return (
    <div class="ranges">
      <div class="range-buttons" role="group" aria-label={texts.report.range}>
        {RANGE_NAMES.map((name) => (
          <button type="button" key={name} aria-pressed={name === range} onClick={() => onChoose(name)}>
            {texts.report.ranges[name]}
          </button>
        ))}
      </div>
      {span && <p class="soft">{daySpan(span.from.slice(0, 10), span.to.slice(0, 10))}</p>}
    </div>
  )
}
