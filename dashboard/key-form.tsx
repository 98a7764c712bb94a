import type { TargetedSubmitEvent } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { texts } from './language.ts'
import { isSecretKey } from './secrets.ts'

export interface KeyFormProps {
  /** Gets a text that has the form of a secret key. */
  readonly onKey: (key: string) => void
  /** Why the last key was not good. */
  readonly fault?: string
}

/** Asks for the secret key. */
export function KeyForm({ onKey, fault }: KeyFormProps) {
  const input = useRef<HTMLInputElement>(null)
  const [formFault, setFormFault] = useState<string>()
  const said = formFault ?? fault
  useEffect(() => {
    if (fault !== undefined) input.current?.focus()
  }, [fault])

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = input.current?.value.trim() ?? ''
    const found = faultOf(given)
    setFormFault(found)
    if (found === undefined) onKey(given)
    else input.current?.focus()
  }

  return (
    <form class="key-form" onSubmit={submit} noValidate>
      <label for="secret-key">{texts.key.label}</label>
      <div class="key-row">
        <input
          id="secret-key"
          ref={input}
          type="password"
          autocomplete="off"
          spellcheck={false}
          aria-invalid={said !== undefined}
          aria-describedby={said === undefined ? 'key-lost' : 'key-fault key-lost'}
        />
        <button type="submit">{texts.key.open}</button>
      </div>
      {said !== undefined && (
        <p class="fault" id="key-fault" role="alert">
          {said}
        </p>
      )}
      <p class="soft" id="key-lost">
        {texts.key.lost}
      </p>
    </form>
  )
}

function faultOf(key: string): string | undefined {
  if (isSecretKey(key)) return undefined
  if (key === '') return texts.key.missing
  return /^[\da-f]{32}$/i.test(key) ? texts.key.isPublic : texts.key.malformed
}
