import type { Diagnosis } from '../../lib/wire/diagnostics.ts'
import { texts } from '../language.ts'

const BADGES = { ok: 'badge good', warn: 'badge warn', fail: 'badge bad' } as const

/** One thing that was looked at. The server's sentences are English, as everywhere. */
export function CheckItem({ check }: { readonly check: Diagnosis }) {
  const isWell = check.state === 'ok'
  return (
    <li class="item check-item">
      <span class={BADGES[check.state]}>{texts.install.diagnostics.marks[check.state]}</span>
      <div class="item-text" lang="en">
        <b>{check.title}</b>
        <span>{check.message}</span>
        {!isWell && <span class="hint">{check.meaning}</span>}
        {!isWell && <span>{check.advice}</span>}
      </div>
    </li>
  )
}
