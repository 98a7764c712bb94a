import {
  acceptInput,
  createInvitationInput,
  createTokenInput,
  invitationInput,
  revokeTokenInput,
  setOwnerInput,
  setRoleInput,
  tokenInput,
  userInput,
} from '../accounts/account-input.ts'
import { accountSentences as sentences } from '../accounts/account-sentences.ts'
import {
  gone,
  invitationList,
  invitationLook,
  invitationMade,
  sessionState,
  signInLink,
  tokenList,
  tokenMade,
  userChanged,
  userDeleted,
  userList,
} from './answers-accounts.ts'
import type { Operation, Parameter } from './operation.ts'

/** `/api/users/*`, `/api/invitations/*` and `/api/tokens/*`: who may what. */

const people = { tag: 'People', key: 'session', limit: 'accounts/write' } as const
const read = { method: 'get', tag: 'People', key: 'session', limit: 'accounts/read' } as const
const newcomer = { method: 'post', tag: 'People', key: 'page', limit: 'session/open' } as const

const ofProject: Parameter = {
  name: 'project',
  in: 'query',
  description: 'Only of this project, for who administers it. Without it all, for owners.',
  schema: { type: 'integer', minimum: 1 },
}

const NO_USER = 'There is no such user.'
const LAST_OWNER = 'This is the only owner of the install. Make another one first.'
const NO_INVITATION = 'The invitation was used or revoked, or is too old. Ask for another one.'

export const ACCOUNT_OPERATIONS: readonly Operation[] = [
  {
    ...read,
    ...{ path: '/api/users/list', id: 'listUsers' },
    summary: 'People',
    parameters: [ofProject],
    answers: { 200: { description: 'Oldest first.', data: userList, message: sentences.users } },
  },
  {
    ...people,
    ...{ method: 'post', path: '/api/users/role', id: 'setRole' },
    summary: 'Make somebody a viewer, member or administrator of a project',
    description:
      'Administrators change the roles of people who belong to the project; owners may also add any user. New people come by invitation.',
    body: {
      name: 'UserRole',
      schema: setRoleInput,
      examples: { admin: { summary: 'An administrator', value: { user: 2, project: 1, role: 'admin' } } },
    },
    answers: { 200: { description: 'Done.', data: userChanged, message: sentences.userChanged } },
    refusals: { 400: ['role must be one of: viewer, member, admin'], 404: [NO_USER] },
  },
  {
    ...people,
    ...{ method: 'post', path: '/api/users/owner', id: 'setOwner' },
    summary: 'Make somebody an owner of the install, or no longer',
    body: { name: 'UserOwner', schema: setOwnerInput },
    answers: { 200: { description: 'Done.', data: userChanged, message: sentences.userChanged } },
    refusals: { 400: ['is_owner must be a boolean'], 404: [NO_USER], 409: [LAST_OWNER] },
  },
  {
    ...people,
    ...{ method: 'post', path: '/api/users/sign-in-link', id: 'makeSignInLink' },
    summary: 'A link with which somebody signs in once',
    description: 'For who forgot the password; good for a day. A second factor is still asked for.',
    body: { name: 'UserSignInLink', schema: userInput },
    answers: { 200: { description: 'The link.', data: signInLink, message: sentences.linkMade } },
    refusals: { 400: ['user must be a number'], 404: [NO_USER] },
  },
  {
    ...people,
    ...{ method: 'post', path: '/api/users/delete', id: 'deleteUser' },
    summary: 'Delete an account',
    description: 'With its sessions and tokens. What the person did stays in the audit log.',
    body: { name: 'UserDelete', schema: userInput },
    answers: { 200: { description: 'Gone.', data: userDeleted, message: sentences.userDeleted } },
    refusals: { 400: ['user must be a number'], 404: [NO_USER], 409: [LAST_OWNER] },
  },
  {
    ...people,
    ...{ method: 'post', path: '/api/invitations/create', id: 'invite' },
    summary: 'Invite somebody by a link',
    description: 'The answer holds the link, this once. It works once.',
    body: {
      name: 'InvitationCreate',
      schema: createInvitationInput,
      examples: {
        member: { summary: 'A member of project 1', value: { project: 1, role: 'member' } },
        owner: { summary: 'An owner of the install', value: { role: 'owner', email: 'ada@shop.example', days: 1 } },
      },
    },
    answers: { 200: { description: 'Made.', data: invitationMade, message: sentences.invited } },
    refusals: {
      400: [
        'role must be one of: viewer, member, admin, owner',
        'project is required, but for the role owner, which is of the whole install',
      ],
    },
  },
  {
    ...read,
    ...{ path: '/api/invitations/list', id: 'listInvitations' },
    summary: 'Invitations that are still good',
    parameters: [ofProject],
    answers: { 200: { description: 'Newest first.', data: invitationList, message: sentences.invitations } },
  },
  {
    ...people,
    ...{ method: 'post', path: '/api/invitations/revoke', id: 'revokeInvitation' },
    summary: 'Revoke an invitation',
    body: { name: 'InvitationRevoke', schema: invitationInput },
    answers: { 200: { description: 'Gone.', data: gone, message: sentences.invitationRevoked } },
    refusals: { 400: ['id must be a number'], 404: ['There is no such invitation.'] },
  },
  {
    ...newcomer,
    ...{ path: '/api/invitations/look', id: 'lookAtInvitation' },
    summary: 'What an invitation is to',
    body: { name: 'InvitationLookUp', schema: tokenInput },
    answers: { 200: { description: 'What it is to.', data: invitationLook, message: sentences.invitationFound } },
    refusals: { 400: ['token is required'], 404: [NO_INVITATION] },
  },
  {
    ...newcomer,
    ...{ path: '/api/invitations/accept', id: 'acceptInvitation' },
    summary: 'Accept an invitation',
    body: {
      name: 'InvitationAccept',
      schema: acceptInput,
      examples: {
        newcomer: {
          summary: 'Somebody new',
          value: { token: 'Zm9vYmFyYmF6', email: 'ada@shop.example', password: 'correct horse battery' },
        },
      },
    },
    answers: { 200: { description: 'Accepted, and signed in.', data: sessionState, message: sentences.accepted } },
    refusals: {
      400: ['email and password are required. Who has an account signs in first.'],
      403: ['This invitation is for another e-mail address.'],
      404: [NO_INVITATION],
      409: ['This e-mail address has an account already. Sign in, then open the invitation again.'],
    },
  },
  {
    ...read,
    ...{ path: '/api/tokens/list', id: 'listTokens' },
    summary: 'API tokens',
    parameters: [
      {
        name: 'all',
        in: 'query',
        description: 'Those of everybody, for owners.',
        schema: { type: 'string', enum: ['1'] },
      },
    ],
    answers: { 200: { description: 'One’s own; newest first.', data: tokenList, message: sentences.tokens } },
  },
  {
    ...people,
    ...{ method: 'post', path: '/api/tokens/create', id: 'createToken' },
    summary: 'Make an API token',
    description:
      'For programs. It may what its maker may at the time it is used, less what its scope and its projects leave out. The answer holds it, this once.',
    body: {
      name: 'TokenCreate',
      schema: createTokenInput,
      examples: {
        export: { summary: 'Reads everything', value: { name: 'Nightly export', scope: 'read', projects: 'all' } },
      },
    },
    answers: { 200: { description: 'Made.', data: tokenMade, message: sentences.tokenMade } },
    refusals: {
      400: ['name is required', 'scope must be one of: read, write, admin'],
      409: ['100 tokens are enough. Revoke one first.'],
    },
  },
  {
    ...people,
    ...{ method: 'post', path: '/api/tokens/revoke', id: 'revokeToken' },
    summary: 'Revoke an API token',
    body: { name: 'TokenRevoke', schema: revokeTokenInput },
    answers: { 200: { description: 'Gone.', data: gone, message: sentences.tokenRevoked } },
    refusals: { 400: ['id must be a number'], 404: ['There is no such token.'] },
  },
]
