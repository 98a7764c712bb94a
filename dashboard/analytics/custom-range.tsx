import { useState } from 'preact/hooks'
import type { OverviewReport } from '../../lib/wire/explore.ts'
import { texts } from '../language.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { changeQuery } from '../routing/use-place.ts'

interface CustomRangeProps {
  readonly overview: OverviewReport | undefined
  readonly onClose: () => void
}

/** Two days, both inside; it begins with those that are shown. */
export function CustomRange({ overview, onClose }: CustomRangeProps) {
  const [from, setFrom] = useState(overview?.range.from.slice(0, 10) ?? '')
  const [to, setTo] = useState(overview?.range.to.slice(0, 10) ?? '')
  const words = texts.analytics.custom
  const isBackwards = from !== '' && to !== '' && to < from
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (from === '' || to === '' || isBackwards) return
          onClose()
          changeQuery({ range: 'custom', from, to, interval: '' })
        }}
      >
        <div class="pair">
          <Field label={words.from} type="date" value={from} onValue={setFrom} required autofocus />
          <Field
            label={words.to}
            type="date"
            value={to}
            onValue={setTo}
            required
            fault={isBackwards ? words.backwards : undefined}
          />
        </div>
        <button type="submit" class="primary">
          {words.show}
        </button>
      </form>
    </Dialog>
  )
}
