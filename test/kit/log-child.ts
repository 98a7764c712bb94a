import { openLogFile } from '../../lib/core/log-file.ts'

/** Writes so many lines into the log of a folder: `<folder> <most bytes> <name> <lines>`. */
const [folder = '', most, name = '', lines] = process.argv.slice(2)
const file = openLogFile(folder, Number(most))
for (let at = 0; at < Number(lines); at++)
  file.write(JSON.stringify({ level: 'info', time: '2026-11-25T12:00:00.000Z', by: name, at, msg: 'x'.repeat(60) }))
