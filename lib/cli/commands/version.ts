import type { Command } from '../command.ts'

export const version: Command = {
  name: 'version',
  summary: 'Print the version of Micrologs and of Node',
  options: {},
  run: (_given, services) => {
    const data = { version: services.version, node: process.versions.node }
    return Promise.resolve({ text: `Micrologs ${data.version}, Node ${data.node}`, data })
  },
}
