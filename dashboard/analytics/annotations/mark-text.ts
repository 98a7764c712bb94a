import type { AnnotationMark } from '../../../lib/wire/annotations.ts'
import { texts } from '../../language.ts'

/** A mark in one line. */
export function markText(mark: AnnotationMark): string {
  return mark.kind === 'note' ? mark.text : `${texts.annotations.kinds[mark.kind]} ${mark.text}`
}
