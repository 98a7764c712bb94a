import { useEffect, useState } from 'preact/hooks'
import { texts } from '../language.ts'
import { Icon } from './icon.tsx'

const SAID_MS = 3000

interface CopyButtonProps {
  readonly text: string
  readonly label: string
  /** Where the text stands: selected to be copied by hand where the browser does not allow more. */
  readonly shownIn?: { readonly current: HTMLElement | null }
}

export function CopyButton({ text, label, shownIn }: CopyButtonProps) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid(texts.words.copied)
    } catch {
      // Without HTTPS there is no clipboard.
      if (shownIn?.current) getSelection()?.selectAllChildren(shownIn.current)
      setSaid(texts.words.selected)
    }
  }
  return (
    <button type="button" class="plain copy" onClick={() => void copy()}>
      <Icon name={said === '' ? 'copy' : 'check'} />
      {said === '' ? label : said}
      <span class="for-ears" role="status">
        {said}
      </span>
    </button>
  )
}
