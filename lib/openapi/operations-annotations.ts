import * as z from 'zod'
import { createAnnotationInput, deleteAnnotationInput, editAnnotationInput } from '../goals/annotation-input.ts'
import type { AnnotationAnswer, AnnotationList, AnnotationMark } from '../wire/annotations.ts'
import { range } from './answers-visits.ts'
import type { Operation } from './operation.ts'
import { QUESTION_WRONG, RANGE } from './question-parameters.ts'
import { count, rowId, shape } from './shape.ts'

/** `/api/annotations/*`: what happened at a time. */

const at = z.string().meta({
  description: 'A day, or a day and a time, in the project’s time zone.',
  examples: ['2026-11-20', '2026-11-20 09:30:00'],
})
const text = z.string()

const annotation = shape<AnnotationAnswer>()('Annotation', z.strictObject({ id: rowId, at, text }))

const mark = shape<AnnotationMark>()(
  'AnnotationMark',
  z.union([
    z.strictObject({ kind: z.literal('note'), at, text, id: rowId }),
    z.strictObject({ kind: z.literal('release'), at, text }),
    z.strictObject({ kind: z.literal('link'), at, text, code: z.string() }),
  ]),
)

const list = shape<AnnotationList>()(
  'AnnotationList',
  z.strictObject({
    range,
    count,
    annotations: z
      .array(mark)
      .meta({ description: 'In the order of time; at most 500 of each kind. New kinds may come.' }),
  }),
)

const gone = shape<{ id: number }>()('AnnotationDeleted', z.strictObject({ id: rowId }))

const write = { method: 'post', tag: 'Goals', key: 'secret', limit: 'saved/write' } as const
const AT = 'at must be a day (2026-11-20) or a time (2026-11-20 09:30) of the project’s time zone'

export const ANNOTATION_OPERATIONS: readonly Operation[] = [
  {
    ...write,
    ...{ path: '/api/annotations/create', id: 'createAnnotation' },
    summary: 'Write down what happened',
    body: { name: 'AnnotationCreate', schema: createAnnotationInput },
    answers: { 200: { description: 'Written down.', data: annotation, message: 'Annotation created' } },
    refusals: {
      400: [AT, 'text is required'],
      409: ['A project has at most 2000 annotations. Delete one first.'],
    },
  },
  {
    ...{ method: 'get', tag: 'Goals', key: 'secret', limit: 'saved/read' },
    ...{ path: '/api/annotations/list', id: 'listAnnotations' },
    summary: 'What happened in a range',
    description:
      'What was written down; the first errors that named a release (`release`); and short links that were made (`link`).',
    parameters: RANGE,
    answers: { 200: { description: 'All of it.', data: list, message: 'Annotations fetched successfully' } },
    refusals: { 400: QUESTION_WRONG.slice(0, 2) },
  },
  {
    ...write,
    ...{ path: '/api/annotations/edit', id: 'editAnnotation' },
    summary: 'Change what was written down',
    body: { name: 'AnnotationEdit', schema: editAnnotationInput },
    answers: { 200: { description: 'Changed.', data: annotation, message: 'Annotation updated' } },
    refusals: { 400: [AT, 'Nothing to update. Provide at or text.'], 404: ['Annotation not found'] },
  },
  {
    ...write,
    ...{ path: '/api/annotations/delete', id: 'deleteAnnotation' },
    summary: 'Delete what was written down',
    body: { name: 'AnnotationDelete', schema: deleteAnnotationInput },
    answers: { 200: { description: 'Deleted.', data: gone, message: 'Annotation deleted' } },
    refusals: { 404: ['Annotation not found'] },
  },
]
