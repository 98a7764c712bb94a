import { useEffect, useState } from 'preact/hooks'
import type { ReleaseTaken } from '../../../../lib/wire/releases.ts'
import { askReleases } from '../../../api/releases.ts'
import { texts } from '../../../language.ts'

interface WaitingProps {
  readonly taken: ReleaseTaken
  readonly onEnd: () => void
}

/** Hosts notice within ten seconds; the request that asks is also the one that starts the new process. */
const LOOK_EVERY_MS = 1500
const PATIENCE_MS = 90_000

/** Until the version that was taken answers, or it is plain that it will not. */
export function Waiting({ taken: { version, restarts }, onEnd }: WaitingProps) {
  const words = texts.updates
  const [state, setState] = useState<'waiting' | 'there' | 'late'>('waiting')
  useEffect(() => {
    if (state !== 'waiting') return
    const timer = setInterval(() => {
      askReleases().then(
        ({ running }) => {
          if (running === version) setState('there')
        },
        // It is between two processes.
        () => undefined,
      )
    }, LOOK_EVERY_MS)
    const end = setTimeout(() => setState('late'), PATIENCE_MS)
    return () => {
      clearInterval(timer)
      clearTimeout(end)
    }
  }, [version, state])
  if (state === 'there')
    return (
      <div class="outcome" role="status">
        <p>
          <strong>{words.runs(version)}</strong> {words.reloadWhy}
        </p>
        <button type="button" class="primary" onClick={() => location.reload()}>
          {words.reload}
        </button>
      </div>
    )
  if (state === 'late')
    return (
      <div class="outcome" role="alert">
        <p>
          <strong>{words.late(version)}</strong> {words.lateWhy}
        </p>
        <button type="button" class="plain" onClick={onEnd}>
          {texts.words.close}
        </button>
      </div>
    )
  return (
    <div class="outcome" role="status">
      <p>
        <strong>{words.taken(version)}</strong> {restarts ? words.waiting : words.restartIt}
      </p>
      <span class="spinner" aria-hidden="true" />
    </div>
  )
}
