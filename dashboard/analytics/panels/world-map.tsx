import { SHAPES, SIZE } from 'world-shapes'
import { useState } from 'preact/hooks'
import type { ValueRow } from '../../../lib/wire/explore.ts'
import { country, number, percent } from '../../format.ts'
import { texts } from '../../language.ts'
import { numberOf } from '../metrics.ts'

interface WorldMapProps {
  /** Countries. */
  readonly rows: readonly ValueRow[]
  /** All visitors. */
  readonly total: number
  readonly onChoose: (row: ValueRow) => void
}

/** Classes of colour; the steps are those of the square root, so that small countries are told from none. */
const STEPS = 6

/** Countries coloured by their visitors. A picture of the list beside it: what it tells, the list tells to everybody. */
export function WorldMap({ rows, total, onChoose }: WorldMapProps) {
  const [pointed, setPointed] = useState<string>()
  const byCode = new Map(rows.map((row) => [row.value, row]))
  const most = Math.max(1, ...rows.map((row) => numberOf(row, 'visitors') ?? 0))
  const [first] = rows
  const shown = byCode.get(pointed ?? first?.value ?? '')
  const count = shown === undefined ? 0 : (numberOf(shown, 'visitors') ?? 0)
  const name = pointed ?? first?.value ?? ''
  return (
    <div class="map">
      <svg viewBox={`0 0 ${SIZE[0]} ${SIZE[1]}`} role="img" aria-label={texts.analytics.panels.mapAbout}>
        {SHAPES.map(([code, path], at) => {
          const row = byCode.get(code)
          const visitors = row === undefined ? 0 : (numberOf(row, 'visitors') ?? 0)
          const step = visitors === 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(visitors / most) * STEPS))
          return (
            <path
              key={at}
              d={path}
              class={`land step-${step}`}
              onPointerEnter={() => setPointed(code === '' ? undefined : code)}
              onPointerLeave={() => setPointed(undefined)}
              onClick={() => row && onChoose(row)}
            />
          )
        })}
      </svg>
      <p class="map-legend" aria-hidden="true">
        <b>{country(name)}</b> {number(count)} <span class="soft">{percent(share(count, total))}</span>
      </p>
    </div>
  )
}

const share = (count: number, total: number): number => (total === 0 ? 0 : Math.round((count / total) * 1000) / 10)
