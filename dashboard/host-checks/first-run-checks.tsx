import { useState } from 'preact/hooks'
import type { Diagnosis } from '../../lib/wire/diagnostics.ts'
import { askDiagnosticsWith } from '../api/diagnostics.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { sentenceOf } from '../parts/form.tsx'
import { CheckItem } from './check-item.tsx'
import { ReachChecks } from './reach-checks.tsx'

/** What matters before anybody is there; the rest is for later. */
const OF_HOST = ['node', 'storage', 'public-address', 'base-path', 'client-address']
const OF_DATABASE = ['database', 'database-limits', 'clock']

interface FirstRunChecksProps {
  readonly code: string
  /** Whether there is one to look at; else it is just being chosen. */
  readonly hasDatabase: boolean
}

/** Below the first form: whether this host will do. What only the server knows is told to who has the code. */
export function FirstRunChecks({ code, hasDatabase }: FirstRunChecksProps) {
  const words = texts.hostChecks
  const wanted = hasDatabase ? [...OF_DATABASE, ...OF_HOST] : OF_HOST
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
          {wanted
            .flatMap((id) => checks.find((check) => check.id === id) ?? [])
            .map((check) => (
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
