import { AppError } from '../core/errors.ts'
import type { LinkDetailReport } from '../wire/reports.ts'
import type { Report } from './report.ts'

export const linkDetail: Report<LinkDetailReport> = {
  message: 'Link detail fetched successfully',
  answer: () => Promise.reject(new AppError('unavailable', 'Not there yet')),
}
