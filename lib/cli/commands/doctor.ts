import type { Command } from '../command.ts'
import { textTable } from '../text-table.ts'

/** In the text; programs get all of them. */
const LARGEST = 8
const MEGABYTE = 1024 * 1024

export const doctor: Command = {
  name: 'doctor',
  summary: 'Check database, its size, spool, storage and places; fails when something does not work',
  options: {},
  run: async (_given, services) => {
    const checks = await services.checks()
    // A database that is away has been told of by its check.
    const tables = await services.tableSizes().catch(() => [])
    const failed = Object.values(checks).some(({ status }) => status === 'fail')
    const rows = Object.entries(checks).map(([name, { status, message }]) => [status, name, message])
    const sizes = tables.slice(0, LARGEST).map(({ table, bytes }) => [table, `${(bytes / MEGABYTE).toFixed(1)} MB`])
    const largest = sizes.length === 0 ? '' : `\n\nThe largest tables:\n${textTable(sizes)}`
    return {
      text: `${textTable(rows)}${largest}`,
      data: { status: failed ? 'unhealthy' : 'healthy', checks, tables },
      exitCode: failed ? 1 : 0,
    }
  },
}
