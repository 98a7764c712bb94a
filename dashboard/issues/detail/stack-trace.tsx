import { useState } from 'preact/hooks'
import { readable } from '../../format.ts'
import { texts } from '../../language.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import type { Frame } from './stack-frames.ts'
import { stackFrames } from './stack-frames.ts'

/** Where an error happened, frame by frame; those of libraries step back. As it was sent, for who wants that. */
export function StackTrace({ stack }: { stack: string | null }) {
  const words = texts.issue.stack
  const frames = stack === null ? [] : stackFrames(stack)
  const [isRaw, setRaw] = useState(false)
  const showsRaw = isRaw || frames.length === 0
  return (
    <section class="card">
      <header class="card-head">
        <h2>{words.title}</h2>
        {stack !== null && (
          <span class="row">
            {frames.length > 0 && (
              <button type="button" class="quiet" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
                {words.raw}
              </button>
            )}
            <CopyButton text={stack} label={texts.words.copy} />
          </span>
        )}
      </header>
      {stack === null ? (
        <p class="soft">{words.none}</p>
      ) : showsRaw ? (
        <pre class="code-block" tabIndex={0}>
          {stack}
        </pre>
      ) : (
        <ol class="frames">
          {frames.map((frame, at) => (
            <FrameLine key={at} frame={frame} />
          ))}
        </ol>
      )}
    </section>
  )
}

function FrameLine({ frame: { fn, file, line, column, isOwn } }: { frame: Frame }) {
  const place = [readable(file), line, column].filter((part) => part !== undefined).join(':')
  return (
    <li class={isOwn ? 'frame own' : 'frame'}>
      <b>{fn === '' ? texts.issue.stack.anonymous : fn}</b>
      <span class="place">{place}</span>
    </li>
  )
}
