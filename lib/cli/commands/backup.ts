import { progressBar } from '../../seed/progress-bar.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../command.ts'

export const backup: Command = {
  name: 'backup',
  summary: 'Write everything in the database into one file, for MySQL and SQLite alike',
  operand: 'file',
  options: {
    file: { type: 'string', value: '<file>', about: 'Where to; must not be there yet' },
  },
  run: async (given, services) => {
    const file = given.text('file')
    if (file === undefined) throw new UsageError('Name the file to write: node app.js backup micrologs.backup')
    const bar = progressBar(services.err, 'Backing up')
    const { rows, bytes } = await services
      .backup(file, (done, total) => bar.update(done, total))
      .finally(() => bar.end())
    const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`
    return {
      text: `${file}: ${rows.toLocaleString('en')} rows, ${size}. It holds hashes of keys and passwords: keep it private.`,
      data: { file, rows, bytes },
    }
  },
}
