import { AppError } from '../core/errors.ts'
import type { EventsReport } from '../wire/reports.ts'
import type { Report } from './report.ts'

export const events: Report<EventsReport> = {
  message: 'Events fetched successfully',
  answer: () => Promise.reject(new AppError('unavailable', 'Not there yet')),
}
