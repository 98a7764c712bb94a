import { useState } from 'preact/hooks'
import type { Diagnosis } from '../../lib/wire/diagnostics.ts'
import { askDiagnosticsWith } from '../api/diagnostics.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { sentenceOf } from '../parts/form.tsx'
import { CheckItem } from './check-item.tsx'
import { ReachChecks } from './reach-checks.tsx'

/** What matters before anybody is there; the rest is for later. */
const WANTED = [
  ...['node', 'storage', 'database', 'database-limits', 'clock'],
  ...['public-address', 'base-path', 'client-address'],
]

/** Below the first form: whether this host will do. What only the server knows is told to who has the code. */
export function FirstRunChecks({ code }: { readonly code: string }) {
  const words = texts.hostChecks
  const [checks, setChecks] = useState<readonly Diagnosis[]>()
  const { isSending, fault, attempt } = useSending()
  const look = async () => {
    const found = await attempt(() => askDiagnosticsWith(code.trim()))
    if (found !== undefined) setChecks(found.checks)
  }
  return (
    <section class="first-run-checks" aria-labelledby="first-run-checks">
      <h2 id="first-run-checks">{words.title}</h2>
      <p class="soft">{words.about}</p>
      <ReachChecks />
      {checks !== undefined && (
        <ul class="items">
          {WANTED.flatMap((id) => checks.find((check) => check.id === id) ?? []).map((check) => (
            <CheckItem key={check.id} check={check} />
          ))}
        </ul>
      )}
      {fault && (
        <p class="fault" role="alert">
          {sentenceOf(fault, words.wrongCode)}
        </p>
      )}
      <button
        type="button"
        class="plain"
        disabled={code.trim() === ''}
        aria-disabled={isSending}
        onClick={() => void look()}
      >
        {checks === undefined ? words.look : texts.install.diagnostics.again}
        {isSending && <span class="spinner" aria-hidden="true" />}
      </button>
      {code.trim() === '' && <p class="hint">{words.needsCode}</p>}
    </section>
  )
}
