import type { ApiFault } from '../api/fault.ts'
import { texts } from '../language.ts'

interface NoticeProps {
  readonly fault: ApiFault
  /** Offers to ask again. */
  readonly onAgain?: () => void
}

/** What happened, why, and what to do. The server's own sentence goes with faults that only it can explain. */
export function Notice({ fault, onAgain }: NoticeProps) {
  const { title, about } = texts.faults[fault.kind]
  const tellsMore = ['failed', 'invalid', 'forbidden', 'missing'].includes(fault.kind) && fault.message !== ''
  return (
    <div class="notice" role="alert">
      <strong>{title}</strong>
      <p>{about}</p>
      {tellsMore && <p lang="en">{fault.message}</p>}
      {onAgain && (
        <button type="button" class="plain" onClick={onAgain}>
          {texts.words.again}
        </button>
      )}
    </div>
  )
}
