import {
  createInput,
  deleteInput,
  editInput,
  regenerateInput,
  toggleInput,
  verifyInput,
} from '../projects/project-input.ts'
import { sentences } from '../projects/project-answers.ts'
import {
  keysRotated,
  keyVerified,
  projectCreated,
  projectDeleted,
  projectEdited,
  projectList,
  projectToggled,
} from './answers-projects.ts'
import { glanceReport } from './answers-glance.ts'
import type { Operation } from './operation.ts'
import { text, whole } from './question-parameters.ts'

/** `/api/projects/*`: for who runs the install. */

const SHOP = { name: 'Shop', isActive: true } as Parameters<typeof sentences.toggled>[0]

export const PROJECT_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/projects/create',
    id: 'createProject',
    tag: 'Projects',
    summary: 'Make a project',
    description: 'The answer holds the secret key, this once. `node app.js project create` does the same.',
    key: 'admin',
    limit: 'projects/create',
    body: {
      name: 'ProjectCreate',
      schema: createInput,
      examples: {
        shop: {
          summary: 'A shop in Vienna',
          value: { name: 'Shop', allowed_domains: ['shop.example'], identity: 'daily', time_zone: 'Europe/Vienna' },
        },
      },
    },
    answers: { 200: { description: 'Made.', data: projectCreated, message: sentences.created } },
    refusals: {
      400: [
        'name is required',
        'name must be 100 characters or less',
        'allowed_domains must be a non-empty array',
        'Maximum 20 allowed domains per project',
        'No valid domains provided',
      ],
    },
  },
  {
    method: 'get',
    path: '/api/projects/list',
    id: 'listProjects',
    tag: 'Projects',
    summary: 'All projects',
    key: 'admin',
    limit: 'projects/list',
    answers: { 200: { description: 'All of them.', data: projectList, message: sentences.listed } },
  },
  {
    method: 'get',
    path: '/api/projects/glance',
    id: 'glanceAtProjects',
    tag: 'Projects',
    summary: 'Every project in few figures',
    description: 'Those that the asker may see, by number: how many came, compared with before, and what is open.',
    key: 'admin',
    limit: 'projects/glance',
    parameters: [
      text('range', 'Days, today among them: `1d` to `90d`. Without it `7d`.', ['7d', '28d']),
      whole('limit', 'How many projects.', 1, 100, 100),
      text('cursor', 'The `next_cursor` of the piece before.', []),
    ],
    answers: { 200: { description: 'As they are now.', data: glanceReport, message: sentences.glance } },
    refusals: {
      400: [
        'range must be a number of days from 1d to 90d, such as 7d',
        'limit must be a whole number from 1 to 100',
        'cursor must be a next_cursor that this list gave',
      ],
    },
  },
  {
    method: 'post',
    path: '/api/projects/edit',
    id: 'editProject',
    tag: 'Projects',
    summary: 'Change a project',
    description: 'What is left out, or null, stays as it is.',
    key: 'admin',
    limit: 'projects/edit',
    body: {
      name: 'ProjectEdit',
      schema: editInput,
      examples: { rename: { summary: 'Another name', value: { id: 1, name: 'Shop' } } },
    },
    answers: { 200: { description: 'Changed.', data: projectEdited, message: sentences.edited } },
    refusals: {
      400: ['id is required', 'Nothing to update. Provide name or allowed_domains.'],
      404: ['Project not found'],
    },
  },
  {
    method: 'post',
    path: '/api/projects/toggle',
    id: 'toggleProject',
    tag: 'Projects',
    summary: 'Switch a project on or off',
    description: 'While a project is off, none of its keys works; what it has counted stays.',
    key: 'admin',
    limit: 'projects/toggle',
    body: {
      name: 'ProjectToggle',
      schema: toggleInput,
      examples: { off: { summary: 'Off', value: { id: 1, is_active: false } } },
    },
    answers: { 200: { description: 'Done.', data: projectToggled, message: sentences.toggled(SHOP) } },
    refusals: { 400: ['id is required', 'is_active must be a boolean'], 404: ['Project not found'] },
  },
  {
    method: 'post',
    path: '/api/projects/regenerate-keys',
    id: 'regenerateKeys',
    tag: 'Projects',
    summary: 'New keys for a project',
    description: 'The old ones stop working at once.',
    key: 'admin',
    limit: 'projects/regenerate-keys',
    body: {
      name: 'ProjectRegenerateKeys',
      schema: regenerateInput,
      examples: { secret: { summary: 'Only the secret one', value: { id: 1, rotate_public: false } } },
    },
    answers: {
      200: { description: 'Done.', data: keysRotated, message: sentences.rotated({ secret: true, public: true }) },
    },
    refusals: {
      400: ['id is required', 'Nothing to rotate. Set rotate_secret and/or rotate_public to true.'],
      404: ['Project not found'],
    },
  },
  {
    method: 'post',
    path: '/api/projects/delete',
    id: 'deleteProject',
    tag: 'Projects',
    summary: 'Delete a project and all its data',
    key: 'admin',
    limit: 'projects/delete',
    body: {
      name: 'ProjectDelete',
      schema: deleteInput,
      examples: { shop: { summary: 'With its name', value: { id: 1, confirm: 'Shop' } } },
    },
    answers: { 200: { description: 'Gone.', data: projectDeleted, message: sentences.deleted(SHOP) } },
    refusals: {
      400: ['id is required', 'Confirmation failed. Pass "confirm": "Shop" to permanently delete this project.'],
      404: ['Project not found'],
    },
  },
  {
    method: 'post',
    path: '/api/projects/verify',
    id: 'verifyKey',
    tag: 'Projects',
    summary: 'Whether a key is good',
    description: 'Needs no other key. A bad one is answered with 200, too.',
    key: 'none',
    limit: 'projects/verify',
    body: { name: 'ProjectVerify', schema: verifyInput },
    answers: {
      200: {
        description: 'Looked up.',
        data: keyVerified,
        message: sentences.verified,
        example: { valid: true, key_type: 'public', project_name: 'Shop', allowed_domains: ['shop.example'] },
      },
    },
    refusals: { 400: ['key is required'] },
  },
]
