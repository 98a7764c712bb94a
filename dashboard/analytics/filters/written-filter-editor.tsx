import { useState } from 'preact/hooks'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'

interface WrittenFilterEditorProps {
  readonly text: string
  readonly onApply: (text: string) => void
  readonly onClose: () => void
}

/** A filter as text, for what chips cannot say. */
export function WrittenFilterEditor({ text, onApply, onClose }: WrittenFilterEditorProps) {
  const [written, setWritten] = useState(text)
  return (
    <Dialog title={texts.filters.written} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          onApply(written.trim())
        }}
      >
        <Field
          label={texts.filters.written}
          hint={texts.filters.writtenHint}
          value={written}
          onValue={setWritten}
          spellcheck={false}
          autofocus
        />
        <button type="submit" class="primary">
          {texts.filters.apply}
        </button>
      </form>
    </Dialog>
  )
}
