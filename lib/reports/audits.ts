import { AppError } from '../core/errors.ts'
import type { AuditsReport } from '../wire/reports.ts'
import type { Report } from './report.ts'

export const audits: Report<AuditsReport> = {
  message: 'Audit logs fetched successfully',
  answer: () => Promise.reject(new AppError('unavailable', 'Not there yet')),
}
