import { useState } from 'preact/hooks'
import type { AnnotationMark } from '../../../lib/wire/annotations.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import type { CurrentProject } from '../../session/session.ts'
import { AnnotationsDialog } from './annotations-dialog.tsx'

interface AnnotationsProps {
  readonly project: CurrentProject
  readonly marks: readonly AnnotationMark[]
  /** The last day of the range. */
  readonly day: string
  readonly onChange: () => void
}

/** How much happened in the range, and the way to all of it. */
export function Annotations({ project, marks, day, onChange }: AnnotationsProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" class="quiet" onClick={() => setOpen(true)}>
        {texts.annotations.open(number(marks.length))}
      </button>
      {isOpen && (
        <AnnotationsDialog
          project={project}
          marks={marks}
          day={day}
          onChange={onChange}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
