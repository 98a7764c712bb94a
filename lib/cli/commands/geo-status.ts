import type { Command } from '../command.ts'

export const geoStatus: Command = {
  name: 'geo status',
  summary: 'Say which place database is in use',
  options: {},
  run: async (_given, services) => {
    const { state, message, type, buildDate } = await services.geoStatus()
    const data = { state, message, file: services.config.geoDb, type, built_at: buildDate?.toISOString().slice(0, 10) }
    return { text: message, data, exitCode: state === 'broken' ? 1 : 0 }
  },
}
