import { MOST_LINES, readLog } from '../../health/read-log.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../command.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

export const log: Command = {
  name: 'log',
  summary: 'Print the newest lines of the log, the newest last',
  options: {
    level: { type: 'string', value: '<level>', about: 'Only this and worse: debug, info, warn, error' },
    lines: { type: 'string', value: '<n>', about: `How many; 50 when absent, at most ${MOST_LINES}` },
  },
  run: (given, { config }) => {
    const wanted = given.text('level') ?? 'debug'
    const level = LEVELS.find((one) => one === wanted)
    if (level === undefined) throw new UsageError('--level must be one of: debug, info, warn, error')
    const found = readLog(config, { level, limit: given.whole('lines', MOST_LINES) ?? 50 })
    const lines = [...found.lines].reverse()
    const text = lines.map(({ time, level: of, message, details }) => {
      const more = Object.entries(details).map(([name, value]) => `  ${name}: ${value}`)
      return [`${time} ${of.padEnd(5)} ${message}`, ...more].join('\n')
    })
    const nothing = found.is_kept ? 'The log holds nothing of that.' : 'No log is kept: LOG_BYTES is off.'
    return Promise.resolve({ text: text.length === 0 ? nothing : text.join('\n'), data: { ...found, lines } })
  },
}
