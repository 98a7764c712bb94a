import pino from 'pino'
import type { LogFile } from './log-file.ts'

/** JSON lines on standard output, and in a file where one is given. Never log an IP address, a key, a cookie or a request body. */
export interface Log {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** `printed`: where it differs from what goes into the file, as for commands, whose output is not for logs. */
export function makeLog(level: LogLevel, file?: LogFile, printed: LogLevel = level): Log {
  const options = {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  if (file === undefined) return pino({ ...options, level: printed })
  const into = { write: (line: string) => file.write(line.trimEnd()) }
  const streams = [
    { level: level as pino.Level, stream: into },
    { level: printed as pino.Level, stream: pino.destination({ fd: 1, sync: true }) },
  ].filter((one) => (one.level as LogLevel) !== 'silent')
  // What no stream takes is not even put together.
  const least = ORDER.find((one) => one === level || one === printed) ?? 'silent'
  return pino({ ...options, level: least }, pino.multistream(streams))
}

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
