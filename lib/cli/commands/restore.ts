import { progressBar } from '../../seed/progress-bar.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../command.ts'

export const restore: Command = {
  name: 'restore',
  summary: 'Read a backup into the database; stop the app first',
  operand: 'file',
  options: {
    file: { type: 'string', value: '<file>', about: 'As backup wrote it, from MySQL or SQLite' },
    replace: { type: 'boolean', about: 'Throw away everything that is in the database' },
  },
  run: async (given, services) => {
    const file = given.text('file')
    if (file === undefined) throw new UsageError('Name the backup: node app.js restore micrologs.backup')
    const bar = progressBar(services.err, 'Restoring')
    const rows = await services
      .restore(file, { replace: given.flag('replace') ?? false, onProgress: (done, total) => bar.update(done, total) })
      .finally(() => bar.end())
    return { text: `Restored: ${rows.toLocaleString('en')} rows. Start the app again.`, data: { file, rows } }
  },
}
