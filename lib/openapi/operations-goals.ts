import type * as z from 'zod'
import {
  createFunnelInput,
  createGoalInput,
  createSegmentInput,
  deleteSavedInput,
  editFunnelInput,
  editGoalInput,
  editSegmentInput,
} from '../goals/goal-input.ts'
import { savedSentences } from '../goals/saved-answers.ts'
import {
  funnelList,
  funnelShape,
  goalList,
  goalShape,
  savedDeleted,
  segmentList,
  segmentShape,
} from './answers-goals.ts'
import type { Body, Operation } from './operation.ts'

/** `/api/goals/*`, `/api/funnels/*`, `/api/segments/*`. */

interface Kind {
  readonly words: keyof typeof savedSentences
  /** `Goal`: in names. */
  readonly name: string
  readonly about: string
  readonly most: number
  readonly create: z.ZodType
  readonly edit: z.ZodType
  readonly shape: z.ZodType
  readonly list: z.ZodType
  readonly examples: Body['examples']
  /** Sentences about what it is made of. */
  readonly wrong: readonly string[]
  readonly part: string
}

const TRIGGER = [
  'trigger.type must be one of: event, page, engaged, scroll',
  'trigger.event must be the name of an event, at most 100 characters',
  'trigger.page must be a pattern such as /thanks or /blog/*, beginning with / or *, at most 500 characters',
  'trigger.seconds must be a whole number from 1 to 86400',
  'trigger.percent must be a whole number from 1 to 100',
]

const KINDS: readonly Kind[] = [
  {
    words: 'goals',
    name: 'Goal',
    about:
      'Something that visits should do. Reports count it at once, also in all that was before: how often, by how many, and for how much money (properties `revenue` and `currency` of the goal’s event).',
    most: 100,
    create: createGoalInput,
    edit: editGoalInput,
    shape: goalShape,
    list: goalList,
    examples: {
      event: { summary: 'A custom event', value: { name: 'Sign-up', trigger: { type: 'event', event: 'signup' } } },
      page: { summary: 'A page', value: { name: 'Thanks', trigger: { type: 'page', page: '/thanks*' } } },
      scroll: {
        summary: 'A page read to the end',
        value: { name: 'Read', trigger: { type: 'scroll', page: '/blog/*', percent: 90 } },
      },
    },
    wrong: TRIGGER,
    part: 'trigger',
  },
  {
    words: 'funnels',
    name: 'Funnel',
    about: 'Steps that visits take one after the other; others may lie between.',
    most: 50,
    create: createFunnelInput,
    edit: editFunnelInput,
    shape: funnelShape,
    list: funnelList,
    examples: {
      shop: {
        summary: 'From prices to a sign-up',
        value: {
          name: 'Sign-up',
          steps: [
            { type: 'page', page: '/pricing' },
            { type: 'event', event: 'signup' },
          ],
        },
      },
    },
    wrong: ['steps must be a list of 2 to 10 triggers', ...TRIGGER],
    part: 'steps',
  },
  {
    words: 'segments',
    name: 'Segment',
    about: 'A filter with a name: `segment=<name>` in a report, or `segment is "<name>"` inside a filter.',
    most: 100,
    create: createSegmentInput,
    edit: editSegmentInput,
    shape: segmentShape,
    list: segmentList,
    examples: {
      readers: {
        summary: 'Readers from two countries',
        value: { name: 'Readers', filter: 'country is AT|DE and page matches /blog/*' },
      },
    },
    wrong: ['filter is required', 'The filter of a segment may not name other segments.'],
    part: 'filter',
  },
]

const NAME = ['name is required', 'name must be 100 characters or less']

function operationsOf(kind: Kind): Operation[] {
  const { words, name, about, most, create, edit, shape, list, examples, wrong, part } = kind
  const word = name.toLowerCase()
  const said = savedSentences[words]
  const common = { tag: 'Goals', key: 'secret' } as const
  const taken = `There is a ${word} named "${name}" already. Choose another name.`
  const missing = { 404: [`${name} not found`] }
  return [
    {
      ...common,
      method: 'post',
      path: `/api/${words}/create`,
      id: `create${name}`,
      summary: `Make a ${word}`,
      description: `${about} A project has at most ${most}.`,
      limit: 'saved/write',
      body: { name: `${name}Create`, schema: create, ...(examples && { examples }) },
      answers: { 200: { description: 'Made.', data: shape, message: said.created } },
      refusals: {
        400: [...NAME, ...wrong],
        409: [taken, `A project has at most ${most} ${words}. Delete one first.`],
      },
    },
    {
      ...common,
      method: 'get',
      path: `/api/${words}/list`,
      id: `list${name}s`,
      summary: `All ${words}`,
      limit: 'saved/read',
      answers: { 200: { description: 'All of the project.', data: list, message: said.listed } },
    },
    {
      ...common,
      method: 'post',
      path: `/api/${words}/edit`,
      id: `edit${name}`,
      summary: `Change a ${word}`,
      description: 'What is left out, or null, stays as it is.',
      limit: 'saved/write',
      body: { name: `${name}Edit`, schema: edit },
      answers: { 200: { description: 'Changed.', data: shape, message: said.edited } },
      refusals: {
        400: ['id is required', `Nothing to update. Provide name or ${part}.`, ...NAME, ...wrong],
        ...missing,
        409: [taken],
      },
    },
    {
      ...common,
      method: 'post',
      path: `/api/${words}/delete`,
      id: `delete${name}`,
      summary: `Delete a ${word}`,
      description: 'Nothing that was counted goes with it.',
      limit: 'saved/write',
      body: { name: `${name}Delete`, schema: deleteSavedInput },
      answers: { 200: { description: 'Gone.', data: savedDeleted, message: said.deleted } },
      refusals: { 400: ['id is required'], ...missing },
    },
  ]
}

export const GOAL_OPERATIONS: readonly Operation[] = KINDS.flatMap(operationsOf)
