import { texts } from '../language.ts'

/** A dot in the colour of a severity, with its name for who does not see it. */
export function SeverityMark({ severity }: { severity: string }) {
  const name = texts.issues.severities[severity] ?? severity
  return (
    <span class={`severity ${severity}`} title={name}>
      <span class="for-ears">{name}</span>
    </span>
  )
}
