import type { ApiFault } from './api/fault.ts'
import { texts } from './language.ts'

/** What happened, why, and what to do. The server's own sentence goes with faults that only its log explains. */
export function Notice({ fault }: { fault: ApiFault }) {
  const { title, about } = texts.faults[fault.kind]
  return (
    <div class="notice" role="alert">
      <strong>{title}</strong>
      <p>{about}</p>
      {fault.kind === 'failed' && fault.message !== '' && <p lang="en">{fault.message}</p>}
    </div>
  )
}
