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
    description:
      'How far a project has come, for people who are signed in (`?project=`). Of the oldest project also for whoever sits at the machine that runs this, or holds the setup token that was printed at the start.',
    key: 'setup',
    limit: 'first-steps',
    parameters: [
      {
        name: 'project',
        in: 'query',
        description: 'For people who are signed in: its number, where they may see several.',
        schema: { type: 'integer', minimum: 1 },
      },
    ],
    answers: { 200: { description: 'How far it is.', data: firstSteps, message: 'First steps fetched successfully' } },
    refusals: {
      400: ['project is required: its number, as in ?project=1 or in the header X-Project'],
      403: [
        'The first steps are shown only on the machine that runs Micrologs, or with the setup token in X-Setup-Token.',
      ],
      404: ['There is no project that is switched on. Make one first.'],
    },
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
