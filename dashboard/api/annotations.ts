import type { AnnotationAnswer, AnnotationList } from '../../lib/wire/annotations.ts'
import type { Words } from './ask.ts'
import { ask, send } from './ask.ts'

/** `/api/annotations/*` of a project. */

export const askAnnotations = (words: Words) => ask<AnnotationList>('annotations/list', words)
export const addAnnotation = (project: number, given: { at: string; text: string }) =>
  send<AnnotationAnswer>('annotations/create', given, { project })
export const deleteAnnotation = (project: number, id: number) =>
  send<{ id: number }>('annotations/delete', { id }, { project })
