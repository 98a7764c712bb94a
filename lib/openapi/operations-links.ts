import type * as z from 'zod'
import { linkSentences } from '../links/link-answers.ts'
import {
  createLinkInput,
  deleteLinkInput,
  editLinkInput,
  linkDetailInput,
  linkListInput,
  QR_FORMATS,
  QR_SIZES,
} from '../links/link-input.ts'
import { linkCreated, linkDeleted, linkEdited, linkList, linkShape } from './answers-links.ts'
import type { JsonSchema } from './json-schema.ts'
import { requestSchema } from './json-schema.ts'
import type { Answer, Operation, Parameter } from './operation.ts'

import { whole, word } from './question-parameters.ts'

/** `/api/links/*`, and where the links lead. */

const ABOUT: Readonly<Record<string, string>> = {
  code: 'Of the link. Upper and lower case are different codes.',
  limit: 'How many to list; without it all.',
  cursor: 'The `next_cursor` of the piece before.',
}

/** The fields of a query string. */
function parametersOf(schema: z.ZodObject): readonly Parameter[] {
  const { properties, required = [] } = requestSchema(schema) as {
    properties: Readonly<Record<string, JsonSchema>>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...field }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    description: ABOUT[name] ?? String(description),
    schema: { type: 'string', ...field },
  }))
}

const WRONG_DESTINATION = [
  'destination_url is not a valid URL',
  'destination_url must be 2048 characters or less',
  'destination_url points back at this redirector. Give the address where people should arrive.',
]

const SPRING = { destination_url: 'https://shop.example/spring', label: 'Spring mail' }

const MANAGEMENT: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/links/create',
    id: 'createLink',
    tag: 'Links',
    summary: 'Make a short link',
    description: 'With a random code of 8 characters, or with one of your own. It works when this is answered.',
    key: 'secret',
    limit: 'links/write',
    body: {
      name: 'LinkCreate',
      schema: createLinkInput,
      examples: {
        random: { summary: 'With a random code', value: SPRING },
        own: { summary: 'With a code of your own', value: { ...SPRING, code: 'spring-mail' } },
      },
    },
    answers: { 200: { description: 'Made.', data: linkCreated, message: linkSentences.created } },
    refusals: {
      400: ['destination_url is required', ...WRONG_DESTINATION],
      409: ['The code "spring-mail" is taken by another link. Choose another one.'],
    },
  },
  {
    method: 'get',
    path: '/api/links/list',
    id: 'listLinks',
    tag: 'Links',
    summary: 'All links',
    key: 'secret',
    limit: 'links/read',
    parameters: parametersOf(linkListInput),
    answers: { 200: { description: 'All, or a piece of them.', data: linkList, message: linkSentences.listed } },
    refusals: { 400: ['cursor must be a next_cursor that this list gave'] },
  },
  {
    method: 'get',
    path: '/api/links/detail',
    id: 'getLink',
    tag: 'Links',
    summary: 'One link',
    key: 'secret',
    limit: 'links/read',
    parameters: parametersOf(linkDetailInput),
    answers: { 200: { description: 'The link.', data: linkShape, message: linkSentences.found } },
    refusals: { 400: ['code query parameter is required'], 404: ['Link not found'] },
  },
  {
    method: 'get',
    path: '/api/links/qr',
    id: 'linkQr',
    tag: 'Links',
    summary: 'A link as a QR code',
    description: 'Black on white, with its quiet zone. It leads to `/l/<code>`, the shortest address of the link.',
    key: 'secret',
    limit: 'links/read',
    parameters: [
      ...parametersOf(linkDetailInput),
      word('format', 'Of the picture.', QR_FORMATS, 'svg'),
      whole('size', 'Width and height in pixels.', QR_SIZES.least, QR_SIZES.most, QR_SIZES.usual),
    ],
    answers: { 200: { description: 'The picture.', files: ['image/svg+xml', 'image/png'] } },
    refusals: {
      400: [
        'code query parameter is required',
        'format must be one of: svg, png',
        'size must be a whole number from 64 to 2048',
      ],
      404: ['Link not found'],
    },
  },
  {
    method: 'post',
    path: '/api/links/edit',
    id: 'editLink',
    tag: 'Links',
    summary: 'Change a link',
    description: 'What is left out, or null, stays as it is. The code itself stays for ever.',
    key: 'secret',
    limit: 'links/write',
    body: {
      name: 'LinkEdit',
      schema: editLinkInput,
      examples: { off: { summary: 'Switch it off', value: { code: 'k3JxPq9Z', is_active: false } } },
    },
    answers: { 200: { description: 'Changed.', data: linkEdited, message: linkSentences.edited } },
    refusals: {
      400: [
        'code is required',
        'Nothing to update. Provide destination_url, label, or is_active.',
        'destination_url cannot be empty',
        'is_active must be a boolean',
        ...WRONG_DESTINATION,
      ],
      404: ['Link not found'],
    },
  },
  {
    method: 'post',
    path: '/api/links/delete',
    id: 'deleteLink',
    tag: 'Links',
    summary: 'Delete a link and its clicks',
    key: 'secret',
    limit: 'links/write',
    body: { name: 'LinkDelete', schema: deleteLinkInput },
    answers: { 200: { description: 'Gone.', data: linkDeleted, message: linkSentences.deleted } },
    refusals: { 400: ['code is required'], 404: ['Link not found'] },
  },
]

const HEADERS: Answer['headers'] = {
  Location: { description: 'Where the link leads.', schema: { type: 'string' } },
  'X-Micrologs-Dropped': {
    description: 'Why the click was not counted.',
    schema: { type: 'string', enum: ['rate-limit'] },
  },
}

type Lead = Pick<Operation, 'path' | 'id' | 'summary' | 'parameters'>

/** People follow links by GET; a form leads on as well. */
const leads = ({ id, summary, ...lead }: Lead): Operation[] =>
  (['get', 'post'] as const).map((method) => ({
    ...lead,
    method,
    id: method === 'get' ? id : `${id}ByPost`,
    summary: method === 'get' ? summary : `${summary}, by POST`,
    tag: 'Links',
    description:
      'Counts the click: by a person, a bot, a link preview, or a HEAD request. Over the limit people still get where they want to go, but are not counted.',
    key: 'none',
    limit: 'redirect',
    refusesInText: true,
    answers: { 302: { description: 'On the way.', headers: HEADERS } },
    refusals: {
      400: ['Missing link code', 'Invalid destination URL'],
      404: ['Link not found'],
    },
  }))

export const LINK_OPERATIONS: readonly Operation[] = [
  ...MANAGEMENT,
  ...leads({
    path: '/l/{code}',
    id: 'followLink',
    summary: 'Follow a short link',
    parameters: [{ name: 'code', in: 'path', required: true, description: 'Of the link.', schema: { type: 'string' } }],
  }),
  ...leads({
    path: '/api/redirect',
    id: 'redirect',
    summary: 'Follow a short link as Micrologs writes it',
    parameters: [
      { name: 'c', in: 'query', required: true, description: 'Code of the link.', schema: { type: 'string' } },
    ],
  }),
]
