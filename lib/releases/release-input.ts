import * as z from 'zod'
import { VERSION } from './version.ts'

/** What comes with `POST /api/releases/choose` and `/delete`. */
export const releaseInput = z.object({
  version: z
    .string('version is required')
    .regex(VERSION, 'version must look like 1.2.3')
    .meta({ description: 'As `/api/releases/list` names it.', examples: ['1.2.3'] }),
})
