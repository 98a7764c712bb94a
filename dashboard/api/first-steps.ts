import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import { ask } from './ask.ts'

/** How far a project has come, from the tag to its first page view. */
export const askFirstSteps = (project: number) => ask<FirstSteps>('first-steps', { project })
