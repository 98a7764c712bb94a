import { cron, firstSteps, health } from './answers-install.ts'
import type { Answer, Operation } from './operation.ts'

/** What an install tells about itself, and what it gives to browsers. */

const UNCHANGED: Answer = { description: 'It is what the asker has.' }

const CRON = {
  path: '/api/cron',
  tag: 'Install',
  summary: 'Run the background work that is due',
  description:
    'For services that call an address by a timer, where no cron can run `node app.js tick`. Two calls at once never run one job twice.',
  key: 'cron',
  limit: 'cron',
  parameters: [
    { name: 'key', in: 'query', description: 'The key, where no header can be sent.', schema: { type: 'string' } },
  ],
  answers: { 200: { description: 'What is run now.', data: cron, message: 'Due jobs are run now' } },
  refusals: { 404: ['Not found'] },
} as const satisfies Partial<Operation>

export const INSTALL_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/health',
    id: 'health',
    tag: 'Install',
    summary: 'Whether everything works',
    description: 'Not in the envelope, and without a limit, so that monitors may ask it.',
    key: 'none',
    worksAlone: true,
    answers: {
      200: { description: 'Everything works, or only warns.', json: health },
      503: { description: 'Something does not work; `checks` says what, and what to do.', json: health },
    },
  },
  {
    method: 'get',
    path: '/api/first-steps',
    id: 'firstSteps',
    tag: 'Install',
    summary: 'From the tag to the first page view',
    description: 'How far a project has come: its tag, its newest page view, and how many there are.',
    key: 'secret',
    limit: 'first-steps',
    answers: { 200: { description: 'How far it is.', data: firstSteps, message: 'First steps fetched successfully' } },
  },
  { method: 'get', id: 'cron', ...CRON },
  { method: 'post', id: 'cronByPost', ...CRON },
  {
    method: 'get',
    path: '/snippet/micrologs.js',
    id: 'snippet',
    tag: 'Install',
    summary: 'The browser script',
    description: 'What the tag in a page loads. Kept by browsers for an hour, then asked for by its tag.',
    key: 'none',
    worksAlone: true,
    answers: { 200: { description: 'The script.', type: 'text/javascript' }, 304: UNCHANGED },
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    id: 'openapi',
    tag: 'Install',
    summary: 'This document',
    key: 'none',
    worksAlone: true,
    answers: { 200: { description: 'OpenAPI 3.1.', type: 'application/json' } },
  },
  {
    method: 'get',
    path: '/api/docs',
    id: 'docs',
    tag: 'Install',
    summary: 'This document as a page',
    key: 'none',
    worksAlone: true,
    answers: { 200: { description: 'A page for people.', type: 'text/html' } },
  },
]
