import { statusInput } from '../issues/status-input.ts'
import { statusUpdated } from './answers-errors.ts'
import type { Operation } from './operation.ts'

/** What is done to groups of errors. */
export const ERROR_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/track/errors-update-status',
    id: 'updateErrorStatus',
    tag: 'Errors',
    summary: 'Set the status of groups of errors',
    description:
      'Up to 100 at once. Any status may follow any other. An error in a `resolved` group opens it again and marks it as a regression, until somebody sets a status.',
    key: 'secret',
    limit: 'errors/write',
    body: {
      name: 'ErrorsUpdateStatus',
      schema: statusInput,
      examples: { resolved: { summary: 'Two are done', value: { ids: [7, 9], status: 'resolved' } } },
    },
    answers: {
      200: {
        description: 'Done, for those that are the project’s.',
        data: statusUpdated,
        message: '2 error groups marked as resolved.',
        example: { updated: 2, ids: [7, 9], status: 'resolved' },
      },
    },
    refusals: {
      400: [
        'status is required and must be one of: open, investigating, resolved, ignored',
        'ids (array) or id (integer) is required',
        'No valid IDs provided',
        'Maximum 100 IDs per request',
      ],
      404: ['No matching error groups found for this project'],
    },
  },
]
