import { texts } from '../language.ts'

/** Grey lines in place of what is on its way; `lines` about as many as there will be. */
export function Skeleton({ lines = 5 }: { lines?: number }) {
  return (
    <div class="skeleton" role="status" aria-label={texts.words.loading}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} style={{ width: `${90 - ((index * 37) % 55)}%` }} />
      ))}
    </div>
  )
}
