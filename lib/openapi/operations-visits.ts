import { MOST_VISITS } from '../reports/visits/visits.ts'
import { forgetInput } from '../retention/forget-request.ts'
import { visitorForgotten, visitReport, visitsReport } from './answers-visit-rows.ts'
import { inQuery } from './in-query.ts'
import type { Operation } from './operation.ts'
import { FILTER, OF_PROJECT, QUESTION_WRONG, RANGE, text, whole } from './question-parameters.ts'

/** The visits behind a number. */
export const VISIT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/analytics/visits',
    id: 'listVisits',
    tag: 'Reports',
    summary: 'The visits behind a number',
    description: 'One by one, newest first, with the range and the filter of any other report.',
    key: 'secret',
    limit: 'analytics',
    parameters: [
      ...RANGE,
      ...FILTER,
      whole('limit', 'How many to list.', 1, MOST_VISITS, 25),
      text('cursor', 'The `next_cursor` of the piece before.', []),
    ],
    answers: {
      200: { description: 'A piece of the list.', data: visitsReport, message: 'Visits fetched successfully' },
    },
    refusals: { 400: [...QUESTION_WRONG, 'cursor must be a next_cursor that this list gave'] },
  },
  {
    method: 'get',
    path: '/api/analytics/visit',
    id: 'visitMoments',
    tag: 'Reports',
    summary: 'What happened in a visit',
    description: 'Page views, events, the click that led to it, errors and audit entries, in the order of time.',
    key: 'secret',
    limit: 'analytics',
    parameters: [
      inQuery('id', 'The number of the visit.', { type: 'integer', minimum: 1 }, true),
      text('at', 'A time in or near the visit, which makes it quick to find.', ['2026-11-01 09:30:00']),
    ],
    answers: { 200: { description: 'The visit.', data: visitReport, message: 'Visit fetched successfully' } },
    refusals: {
      400: ['id is required', 'id must be the number of a visit'],
      404: ['There is no such visit, or it is kept no longer.'],
    },
  },
  {
    method: 'post',
    path: '/api/visitors/forget',
    id: 'forgetVisitor',
    tag: 'Projects',
    summary: 'Forget a visitor',
    description:
      'Removes everything of one visitor: visits, page views, events, clicks and errors, also those in sealed days. Figures of the past change with it. What takes longer than some seconds is answered with `finished: false`; send `rest` until it is finished.',
    key: 'token',
    limit: 'visitors/forget',
    parameters: [OF_PROJECT],
    body: { name: 'VisitorForget', schema: forgetInput },
    answers: {
      200: {
        description: 'Gone, or as far as it got.',
        data: visitorForgotten,
        message: 'Visitor forgotten',
      },
    },
    refusals: {
      400: ['Say who: visit, the number of one of their visits, or cookie, the value of their cookie _ml_vid'],
      404: ['Nothing is known of this visitor in this project'],
    },
  },
]
