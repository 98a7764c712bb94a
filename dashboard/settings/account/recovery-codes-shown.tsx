import { texts } from '../../language.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Icon } from '../../parts/icon.tsx'

interface RecoveryCodesShownProps {
  readonly codes: readonly string[]
  readonly onDone: () => void
}

/** What gets one in without the telephone; shown once. */
export function RecoveryCodesShown({ codes, onDone }: RecoveryCodesShownProps) {
  const words = texts.account.secondFactor
  const text = codes.join('\n')
  return (
    <div class="secret" role="status">
      <b>{words.codes}</b>
      <p class="hint">{words.aboutCodes}</p>
      <ul class="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div class="row">
        <CopyButton text={text} label={texts.words.copy} />
        <a
          class="button plain"
          href={`data:text/plain,${encodeURIComponent(text)}`}
          download="micrologs-recovery-codes.txt"
        >
          <Icon name="download" />
          {words.saveCodes}
        </a>
        <button type="button" class="primary" onClick={onDone}>
          {words.kept}
        </button>
      </div>
    </div>
  )
}
