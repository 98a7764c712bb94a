import { texts } from '../../language.ts'
import { Choice } from '../../parts/field.tsx'
import { changeQuery } from '../../routing/use-place.ts'
import { ISSUE_RANGES } from '../issue-view.ts'

/** How far back the figures of an issue go. */
export function RangeChoice({ range }: { range: string }) {
  return (
    <Choice
      label={texts.lists.range}
      isLabelHidden
      value={range}
      options={ISSUE_RANGES.map((name) => [name, texts.lists.ranges[name]] as const)}
      onValue={(chosen) => changeQuery({ range: chosen })}
    />
  )
}
