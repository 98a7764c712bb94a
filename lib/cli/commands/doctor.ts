import type { Command } from '../command.ts'
import { textTable } from '../text-table.ts'

export const doctor: Command = {
  name: 'doctor',
  summary: 'Check database, spool, storage and places; fails when something does not work',
  options: {},
  run: async (_given, services) => {
    const checks = await services.checks()
    const failed = Object.values(checks).some(({ status }) => status === 'fail')
    const rows = Object.entries(checks).map(([name, { status, message }]) => [status, name, message])
    return {
      text: textTable(rows),
      data: { status: failed ? 'unhealthy' : 'healthy', checks },
      exitCode: failed ? 1 : 0,
    }
  },
}
