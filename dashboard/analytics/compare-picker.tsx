import type { OverviewReport } from '../../lib/wire/explore.ts'
import { daySpan } from '../format.ts'
import { texts } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuGroup, MenuItem } from '../parts/menu.tsx'
import { changeQuery } from '../routing/use-place.ts'
import type { View } from './view.ts'
import { COMPARES } from './view.ts'

interface ComparePickerProps {
  readonly view: View
  readonly overview: OverviewReport | undefined
}

/** What the figures are held against. */
export function ComparePicker({ view, overview }: ComparePickerProps) {
  const words = texts.analytics
  // Before the beginning there is nothing.
  if (view.range === 'all') return null
  const other = overview?.compare?.range
  const shown = words.compares[view.compare]
  return (
    <Menu
      align="end"
      label={`${words.compare}: ${shown}`}
      button={
        <>
          {shown}
          <Icon name="down" />
        </>
      }
    >
      {(close) => (
        <MenuGroup title={other && words.comparedWith(daySpan(other.from.slice(0, 10), other.to.slice(0, 10)))}>
          {COMPARES.map((compare) => (
            <MenuItem
              key={compare}
              isChosen={compare === view.compare}
              onChoose={() => {
                close()
                changeQuery({ compare: compare === 'previous' ? '' : compare })
              }}
            >
              {words.compares[compare]}
            </MenuItem>
          ))}
        </MenuGroup>
      )}
    </Menu>
  )
}
