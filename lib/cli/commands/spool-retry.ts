import type { Command } from '../command.ts'

export const spoolRetry: Command = {
  name: 'spool retry',
  summary: 'Try again to store the records that were set aside',
  options: {},
  run: (_given, services) => {
    const records = services.retryRejected()
    const what = records === 1 ? 'One record was' : `${records.toLocaleString('en')} records were`
    const text =
      records === 0
        ? 'No record was set aside.'
        : `${what} put back. A running server takes them up within seconds, else the next start does. What is refused again comes back to storage/spool/rejected with the reason.`
    return Promise.resolve({ text, data: { records } })
  },
}
