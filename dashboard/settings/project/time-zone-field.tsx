import { useId } from 'preact/hooks'
import { texts } from '../../language.ts'

interface TimeZoneFieldProps {
  readonly value: string
  readonly onValue: (zone: string) => void
}

/** By IANA name, with all that the browser knows to choose from. */
export function TimeZoneField({ value, onValue }: TimeZoneFieldProps) {
  const id = useId()
  const words = texts.settings.general
  return (
    <div class="field">
      <label for={id}>{words.timeZone}</label>
      <input
        id={id}
        list={`${id}-zones`}
        value={value}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <datalist id={`${id}-zones`}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <p class="hint" id={`${id}-hint`}>
        {words.timeZoneHint}
      </p>
    </div>
  )
}
