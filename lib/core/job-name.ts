import * as z from 'zod'

/** What comes with `POST /api/jobs/run`. */
export const runJobInput = z.object({
  name: z
    .string('name is required')
    .min(1, 'name is required')
    .max(64, 'name is required')
    .meta({ description: 'As `/api/diagnostics` lists it.', examples: ['log-size'] }),
})
