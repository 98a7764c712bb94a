import * as z from 'zod'
import { parseInput } from '../core/input.ts'
import type { ProbeAnswer } from '../wire/track.ts'

/** Under a path of its own beside those that count, so that a firewall treats it as it treats them. */
export const probeInput = z.object({
  probe: z
    .string('probe is required')
    .min(1, 'probe is required')
    .max(8192, 'probe must have at most 8192 characters')
    .meta({ description: 'Any text, such as one that looks like an attack.', examples: ['union select'] }),
})

/** What arrived of a probe: nothing is counted, kept or said back. */
export const answerProbe = (body: unknown): ProbeAnswer => ({ length: parseInput(probeInput, body).probe.length })
