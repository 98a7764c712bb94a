import { useEffect, useRef, useState } from 'preact/hooks'
import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import { texts } from '../language.ts'

const SAID_MS = 3000

/** The tag, and a button that copies it. Where the browser does not allow that, it is selected to be copied by hand. */
export function Tag({ tag, identity }: { tag: string; identity: FirstSteps['project']['identity'] }) {
  const code = useRef<HTMLElement>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(tag)
      setSaid(texts.steps.tag.copied)
    } catch {
      // Without HTTPS there is no clipboard.
      if (code.current) getSelection()?.selectAllChildren(code.current)
      setSaid(texts.steps.tag.selected)
    }
  }

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
        <button type="button" onClick={() => void copy()}>
          {said === '' ? texts.steps.tag.copy : said}
        </button>
        <span class="for-ears" role="status">
          {said}
        </span>
      </div>
      <p class="soft">{texts.steps.tag.identity[identity]}</p>
    </>
  )
}
