import { useRef } from 'preact/hooks'
import { CopyButton } from './copy-button.tsx'

interface SecretShownProps {
  /** What it is. */
  readonly label: string
  readonly secret: string
  /** Says that it is shown this once, or what it is for. */
  readonly about: string
  readonly copy: string
}

/** Something that is shown once, to be taken along. */
export function SecretShown({ label, secret, about, copy }: SecretShownProps) {
  const text = useRef<HTMLParagraphElement>(null)
  return (
    <div class="secret" role="status">
      <b>{label}</b>
      <p class="hint">{about}</p>
      <p class="code-line" ref={text}>
        {secret}
      </p>
      <CopyButton text={secret} label={copy} shownIn={text} />
    </div>
  )
}
