import * as z from 'zod'
import { releaseInput } from '../releases/release-input.ts'
import type { ReleaseAnswer, ReleaseList, ReleaseTaken } from '../wire/releases.ts'
import type { Operation } from './operation.ts'
import { count, shape } from './shape.ts'

/** The versions of Micrologs on this server, for who owns it. */

const version = z.string().meta({ examples: ['1.2.3'] })
const restarts = z.boolean().meta({ description: 'Whether the app starts anew by itself.' })

const release = shape<ReleaseAnswer>()(
  'Release',
  z.strictObject({
    version,
    state: z.enum(['running', 'before', 'older', 'newer', 'failed', 'broken']).meta({
      description:
        '`before` takes over when the one that runs breaks; `failed` did not start twice; `broken` is not whole.',
    }),
    reason: z.string().meta({ description: 'Why it is left out; empty for none.' }),
    since: z.iso.datetime().nullable().meta({ description: 'When it was unpacked here, or made. ISO 8601, UTC.' }),
  }),
)

const list = shape<ReleaseList>()(
  'ReleaseList',
  z.strictObject({
    running: z.string(),
    is_released: z.boolean().meta({ description: 'False for a checkout, which is updated as it came.' }),
    restarts,
    releases: z.array(release).meta({ description: 'Newest first.' }),
    keys: z
      .array(z.string())
      .meta({ description: 'Of each public key whose releases are taken, the beginning of its SHA-256.' }),
    max_bytes: count.meta({ description: 'A zip may be so large.' }),
  }),
)

const taken = shape<ReleaseTaken>()(
  'ReleaseTaken',
  z.strictObject({ version: version.meta({ description: 'What runs from the next start on.' }), restarts }),
)

const SHARED = { tag: 'Install', key: 'admin', worksAlone: true } as const
const NOT_HERE = ['There is no release 1.2.3.']

export const RELEASE_OPERATIONS: readonly Operation[] = [
  {
    ...SHARED,
    method: 'get',
    path: '/api/releases/list',
    id: 'listReleases',
    summary: 'The versions on this server',
    description: 'Which runs, which can be gone back to, which is left out and why. For owners.',
    limit: 'accounts/read',
    answers: { 200: { description: 'As it is now.', data: list, message: 'Releases fetched successfully' } },
  },
  {
    ...SHARED,
    method: 'post',
    path: '/api/releases/install',
    id: 'installRelease',
    summary: 'Update from a zip',
    description:
      'The zip as it was downloaded, as the one file of a multipart form. It is taken when a trusted key has signed it and it is newer than what runs. Every file is compared with what was signed; then it is put in its place in one step, and the app starts anew. Whatever goes wrong on the way, what ran before still does. For owners.',
    limit: 'accounts/write',
    upload: { field: 'release', description: '`micrologs-1.2.3.zip`' },
    answers: {
      200: { description: 'It runs from the next start on.', data: taken, message: 'The release is installed' },
    },
    refusals: {
      400: [
        'Send one file, as a part of multipart/form-data with a file name.',
        'The upload broke off. Try again.',
        'This is no zip of a release, or it is cut off. Download it again, and upload it as it is. Nothing was changed.',
        'This release is not signed, so nobody can tell who made it. Take a signed one, or extract it by hand.',
      ],
      409: ['Version 1.2.3 runs already.', 'Version 1.2.3 is here already. Choose it in the list.'],
      413: ['The file is larger than 12 MB.'],
    },
  },
  {
    ...SHARED,
    method: 'post',
    path: '/api/releases/choose',
    id: 'chooseRelease',
    summary: 'Go back to an earlier version, or forth again',
    description: 'From the next start on it runs, until a newer one is uploaded. For owners.',
    limit: 'accounts/write',
    body: { name: 'ReleaseChoice', schema: releaseInput },
    answers: {
      200: { description: 'It runs from the next start on.', data: taken, message: 'The release is chosen' },
    },
    refusals: { 400: ['version must look like 1.2.3'], 404: NOT_HERE, 409: ['Version 1.2.3 runs already.'] },
  },
  {
    ...SHARED,
    method: 'post',
    path: '/api/releases/delete',
    id: 'deleteRelease',
    summary: 'Delete a version',
    description: 'Not the one that runs and the one before. For owners.',
    limit: 'accounts/write',
    body: { name: 'ReleaseDeletion', schema: releaseInput },
    answers: { 200: { description: 'Its files are gone.', message: 'The release is deleted' } },
    refusals: { 400: ['version must look like 1.2.3'], 404: NOT_HERE, 409: ['Version 1.2.3 runs.'] },
  },
]
