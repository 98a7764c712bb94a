import { useState } from 'preact/hooks'
import type { OverviewReport } from '../../lib/wire/explore.ts'
import { daySpan } from '../format.ts'
import { texts } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuGroup, MenuItem } from '../parts/menu.tsx'
import { useShortcut } from '../parts/shortcuts.tsx'
import { changeQuery } from '../routing/use-place.ts'
import { CustomRange } from './custom-range.tsx'
import type { View } from './view.ts'
import { RANGES } from './view.ts'

interface RangePickerProps {
  readonly view: View
  /** Tells which days the range is. */
  readonly overview: OverviewReport | undefined
}

const KEYS = { t: 'today', y: 'yesterday', w: '7d', m: '28d', q: '90d', a: 'all' } as const

export function RangePicker({ view, overview }: RangePickerProps) {
  const [isCustom, setCustom] = useState(false)
  const words = texts.analytics
  const span = overview && daySpan(overview.range.from.slice(0, 10), overview.range.to.slice(0, 10))
  const shown = (view.range === 'custom' ? span : undefined) ?? words.ranges[view.range]
  const choose = (range: string) => changeQuery({ range, from: '', to: '', interval: '' })
  return (
    <>
      {Object.entries(KEYS).map(([key, range]) => (
        <RangeKey key={key} shortcut={key} range={range} onChoose={choose} />
      ))}
      <Menu
        align="end"
        label={`${words.range}: ${shown}`}
        button={
          <>
            <Icon name="calendar" />
            {shown}
            <Icon name="down" />
          </>
        }
      >
        {(close) => (
          <>
            {RANGES.map((group) => (
              <MenuGroup key={group[0]}>
                {group.map((range) => (
                  <MenuItem
                    key={range}
                    isChosen={range === view.range}
                    onChoose={() => {
                      close()
                      choose(range)
                    }}
                  >
                    {words.ranges[range]}
                  </MenuItem>
                ))}
              </MenuGroup>
            ))}
            <MenuGroup>
              <MenuItem
                isChosen={view.range === 'custom'}
                onChoose={() => {
                  close()
                  setCustom(true)
                }}
              >
                {words.ranges.custom}
              </MenuItem>
            </MenuGroup>
          </>
        )}
      </Menu>
      {isCustom && <CustomRange overview={overview} onClose={() => setCustom(false)} />}
    </>
  )
}

interface RangeKeyProps {
  readonly shortcut: string
  readonly range: string
  readonly onChoose: (range: string) => void
}

function RangeKey({ shortcut, range, onChoose }: RangeKeyProps) {
  useShortcut(shortcut, texts.analytics.ranges[range] ?? range, () => onChoose(range))
  return null
}
