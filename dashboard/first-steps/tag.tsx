import { useRef } from 'preact/hooks'
import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import { texts } from '../language.ts'
import { CopyButton } from '../parts/copy-button.tsx'

/** The tag, and a button that copies it. */
export function Tag({ tag, identity }: { tag: string; identity: FirstSteps['project']['identity'] }) {
  const code = useRef<HTMLElement>(null)
  return (
    <>
      <div class="tag">
        <pre tabIndex={0}>
          <code ref={code}>
            {tag.split(' ').map((word, index) => (
              <>
                {index > 0 && ' '}
                <span class="word">{word}</span>
              </>
            ))}
          </code>
        </pre>
        <CopyButton text={tag} label={texts.firstSteps.tag.copy} shownIn={code} />
      </div>
      <p class="soft">{texts.firstSteps.tag.identity[identity]}</p>
    </>
  )
}
