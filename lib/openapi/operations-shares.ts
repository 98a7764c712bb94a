import { shareSentences as sentences } from '../accounts/share-answers.ts'
import { createShareInput, deleteShareInput, editShareInput, unlockShareInput } from '../accounts/share-input.ts'
import * as answers from './answers-shares.ts'
import type { Operation } from './operation.ts'
import { OF_PROJECT } from './question-parameters.ts'

/** `/api/shares/*`: dashboards for whoever has a link. */

const NO_SHARE = 'There is no such shared dashboard.'
const GONE = 'This link works no more. Ask whoever gave it to you for another one.'
const MOST = '50 shared dashboards are enough. Delete one first.'

const own = { tag: 'Shares', key: 'token', parameters: [OF_PROJECT] } as const
const write = { ...own, method: 'post', limit: 'accounts/write' } as const

export const SHARE_OPERATIONS: readonly Operation[] = [
  {
    ...own,
    ...{ method: 'get', limit: 'accounts/read', path: '/api/shares/list', id: 'listShares' },
    summary: 'Shared dashboards of a project',
    description: 'For who administers the project. Links are not among it: they are shown once.',
    answers: { 200: { description: 'All of them.', data: answers.shareList, message: sentences.listed } },
  },
  {
    ...write,
    ...{ path: '/api/shares/create', id: 'createShare' },
    summary: 'Share a dashboard',
    description:
      'Whoever has the link sees the figures of the project: `overview`, `breakdown`, `timeseries`, `live`, `goals`, `funnel`; no single visit, no issue, no audit entry. For who administers the project.',
    body: {
      name: 'ShareCreate',
      schema: createShareInput,
      examples: {
        client: { summary: 'For a client', value: { name: 'For the client', password: 'let me look', days: 90 } },
      },
    },
    answers: { 200: { description: 'Shared.', data: answers.shareMade, message: sentences.made } },
    refusals: { 400: ['name is required', 'password must have 4 to 200 characters'], 409: [MOST] },
  },
  {
    ...write,
    ...{ path: '/api/shares/edit', id: 'editShare' },
    summary: 'Change a shared dashboard',
    description: 'What is left out stays as it is.',
    body: {
      name: 'ShareEdit',
      schema: editShareInput,
      examples: { renew: { summary: 'A new link', value: { id: 3, renew: true } } },
    },
    answers: {
      200: {
        description: 'Changed; with the link when it is a new one.',
        data: answers.shareEdited,
        message: sentences.edited,
      },
    },
    refusals: {
      400: ['id must be a number', 'Nothing to update. Provide name, password, embed, panels, days or renew.'],
      404: [NO_SHARE],
    },
  },
  {
    ...write,
    ...{ path: '/api/shares/delete', id: 'deleteShare' },
    summary: 'Share a dashboard no more',
    body: { name: 'ShareDelete', schema: deleteShareInput },
    answers: { 200: { description: 'Deleted.', data: answers.shareDeleted, message: sentences.deleted } },
    refusals: { 404: [NO_SHARE] },
  },
  {
    ...{ method: 'get', tag: 'Shares', key: 'share', limit: 'shares/open', path: '/api/shares/open', id: 'openShare' },
    summary: 'What a link shows',
    description: 'Or that it asks for a password.',
    answers: { 200: { description: 'There is such a dashboard.', data: answers.shared, message: sentences.found } },
    refusals: { 404: [GONE] },
  },
  {
    ...{
      method: 'post',
      tag: 'Shares',
      key: 'share',
      limit: 'session/open',
      path: '/api/shares/unlock',
      id: 'unlockShare',
    },
    summary: 'Give the password of a shared dashboard',
    description:
      'For each dashboard 6 attempts a minute, 20 in a quarter of an hour and 100 a day are looked at, whoever makes them.',
    body: { name: 'ShareUnlock', schema: unlockShareInput },
    answers: { 200: { description: 'Right.', data: answers.shareUnlocked, message: sentences.unlocked } },
    refusals: { 400: ['password is required'], 401: ['The password is wrong.'], 404: [GONE] },
  },
]
