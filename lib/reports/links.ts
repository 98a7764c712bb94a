import { AppError } from '../core/errors.ts'
import type { LinksReport } from '../wire/reports.ts'
import type { Report } from './report.ts'

export const links: Report<LinksReport> = {
  message: 'Link analytics fetched successfully',
  answer: () => Promise.reject(new AppError('unavailable', 'Not there yet')),
}
