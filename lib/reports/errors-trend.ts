import { AppError } from '../core/errors.ts'
import type { ErrorsTrendReport } from '../wire/reports.ts'
import type { Report } from './report.ts'

export const errorsTrend: Report<ErrorsTrendReport> = {
  message: 'Error trend fetched successfully',
  answer: () => Promise.reject(new AppError('unavailable', 'Not there yet')),
}
