import { KeyForm } from './key-form.tsx'
import type { KeyFormProps } from './key-form.tsx'
import { texts } from './language.ts'

/** For readers who may not see the first steps, or cannot right now: it runs, and a key opens the reports. */
export function Closed({ keyForm }: { keyForm: KeyFormProps }) {
  return (
    <section class="card closed">
      <h1>{texts.closed.title}</h1>
      <p>{texts.closed.about}</p>
      <KeyForm {...keyForm} />
      <p class="soft">{texts.closed.setup}</p>
    </section>
  )
}
