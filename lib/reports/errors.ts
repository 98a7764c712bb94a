import { AppError } from '../core/errors.ts'
import type { ErrorsReport } from '../wire/reports.ts'
import type { Report } from './report.ts'

export const errors: Report<ErrorsReport> = {
  message: 'Errors fetched successfully',
  answer: () => Promise.reject(new AppError('unavailable', 'Not there yet')),
}
