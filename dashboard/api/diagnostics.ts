import type { DiagnosticsAnswer, JobsRun } from '../../lib/wire/diagnostics.ts'
import { ask, send } from './ask.ts'

/** How the install fares, for owners. */

export const askDiagnostics = () => ask<DiagnosticsAnswer>('diagnostics')
/** For who has the code of an install that nobody owns yet. */
export const askDiagnosticsWith = (code: string) => ask<DiagnosticsAnswer>('diagnostics', {}, { 'X-Setup-Code': code })
export const runJob = (name: string) => send<JobsRun>('jobs/run', { name })
