import { texts } from '../language.ts'
import { Choice } from '../parts/field.tsx'
import { changeQuery } from '../routing/use-place.ts'
import { LINK_RANGES } from './link-ranges.ts'

export function LinkRangeChoice({ range }: { range: string }) {
  return (
    <Choice
      label={texts.lists.range}
      isLabelHidden
      value={range}
      options={LINK_RANGES.map((name) => [name, texts.lists.ranges[name]] as const)}
      onValue={(chosen) => changeQuery({ range: chosen })}
    />
  )
}
