import { ago, moment } from '../format.ts'
import { instantOf } from '../zone.ts'

interface WhenProps {
  /** As reports give it: `2026-11-20 09:15:04`, of the project's time zone; or ISO 8601. */
  readonly at: string
  /** Undefined while nobody has told: then the time stands as it came. */
  readonly zone: string | undefined
}

/** How long ago something was; when exactly, for who points at it. */
export function When({ at, zone }: WhenProps) {
  const instant = at.includes('T') ? at : zone === undefined ? undefined : instantOf(at, zone)
  if (instant === undefined) return <time>{at}</time>
  return (
    <time dateTime={instant} title={moment(instant)}>
      {ago(instant)}
    </time>
  )
}
