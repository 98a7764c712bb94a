import type { DiagnosticsAnswer, JobsRun } from '../../lib/wire/diagnostics.ts'
import { ask, send } from './ask.ts'

/** How the install fares, for owners. */

export const askDiagnostics = () => ask<DiagnosticsAnswer>('diagnostics')
export const runJob = (name: string) => send<JobsRun>('jobs/run', { name })
