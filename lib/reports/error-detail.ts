import { AppError } from '../core/errors.ts'
import type { ErrorDetailReport } from '../wire/reports.ts'
import type { Report } from './report.ts'

export const errorDetail: Report<ErrorDetailReport> = {
  message: 'Error detail fetched successfully',
  answer: () => Promise.reject(new AppError('unavailable', 'Not there yet')),
}
