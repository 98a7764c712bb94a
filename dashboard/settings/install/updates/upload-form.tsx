import { useId, useState } from 'preact/hooks'
import type { ReleaseList, ReleaseTaken } from '../../../../lib/wire/releases.ts'
import type { ApiFault } from '../../../api/fault.ts'
import { installRelease } from '../../../api/releases.ts'
import { useSending } from '../../../api/use-sending.ts'
import { bytes } from '../../../format.ts'
import { texts } from '../../../language.ts'
import { sentenceOf } from '../../../parts/form.tsx'
import { Icon } from '../../../parts/icon.tsx'

interface UploadFormProps {
  readonly list: ReleaseList
  readonly onTaken: (taken: ReleaseTaken) => void
}

/** Takes the zip of a newer version, dropped or chosen. */
export function UploadForm({ list, onTaken }: UploadFormProps) {
  const id = useId()
  const words = texts.updates
  const [zip, setZip] = useState<File>()
  const [isOver, setOver] = useState(false)
  const { isSending, fault, attempt, forget } = useSending()
  const isTooLarge = zip !== undefined && zip.size > list.max_bytes
  const take = (file: File | undefined) => {
    forget()
    setZip(file)
  }
  const submit = async () => {
    if (zip === undefined || isTooLarge) return
    const taken = await attempt(() => installRelease(zip))
    if (taken !== undefined) onTaken(taken)
  }
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <label
        for={id}
        class={isOver ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer?.files[0])
        }}
      >
        <Icon name="upload" />
        <span>
          <b>{zip === undefined ? words.choose : zip.name}</b>
          <span class="soft">{zip === undefined ? words.drop : bytes(zip.size)}</span>
        </span>
        <input
          id={id}
          class="for-ears"
          type="file"
          accept=".zip,application/zip"
          onChange={(event) => take(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="hint">{list.keys.length === 0 ? words.noKeys : words.keys(list.keys.join(', '))}</p>
      {isTooLarge && (
        <p class="fault" role="alert">
          {words.tooLarge(bytes(list.max_bytes))}
        </p>
      )}
      {fault && (
        <p class="fault" role="alert">
          {saidOf(fault)}
        </p>
      )}
      <div class="row">
        <button type="submit" class="primary" disabled={zip === undefined || isTooLarge} aria-disabled={isSending}>
          {isSending ? words.sending : words.install}
          {isSending && <span class="spinner" aria-hidden="true" />}
        </button>
      </div>
    </form>
  )
}

/** A refusal without a sentence is not ours: somebody stands in between. */
const saidOf = (fault: ApiFault): string =>
  fault.message === '' && [403, 406, 413].includes(fault.status) ? texts.updates.blocked : sentenceOf(fault)
