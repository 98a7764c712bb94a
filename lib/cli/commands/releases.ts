import { AppError } from '../../core/errors.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../command.ts'
import type { CommandServices } from '../command-services.ts'
import { textTable } from '../text-table.ts'

/** The host starts it: Passenger with the next request, LiteSpeed within ten seconds. */
const SOON = 'It starts within ten seconds or with the next request; where it does not, press Restart in the panel.'

export const update: Command = {
  name: 'update',
  summary: 'Take a signed zip of a newer release; the one before stays to go back to',
  operand: 'zip',
  options: { zip: { type: 'string', value: '<zip>', about: 'As it was downloaded: micrologs-1.2.3.zip' } },
  run: async (given, services) => {
    const zip = given.text('zip')
    if (zip === undefined) throw new UsageError('Name the zip: node app.js update micrologs-1.2.3.zip')
    const version = await services.releases.install(zip)
    await note(services, 'release.installed', version)
    return { text: `Version ${version} is installed. ${SOON}`, data: { version } }
  },
}

export const rollback: Command = {
  name: 'rollback',
  summary: 'Go back to the release before this one, or to the one that is named',
  operand: 'version',
  options: { version: { type: 'string', value: '<version>', about: 'As "releases" lists it' } },
  run: async (given, services) => {
    const version = services.releases.choose(given.text('version'))
    await note(services, 'release.chosen', version)
    return { text: `Version ${version} is chosen. ${SOON}`, data: { version } }
  },
}

export const releases: Command = {
  name: 'releases',
  summary: 'List the releases on this server: which runs, which can be gone back to, which is left out and why',
  options: {},
  run: (_given, services) => {
    const all = services.releases.list()
    if (!services.releases.isReleased) throw new AppError('conflict', 'This is a checkout and no release.')
    const rows = all.map(({ version, state, since, reason }) => [version, state, since?.slice(0, 10) ?? '', reason])
    return Promise.resolve({ text: textTable(rows), data: { releases: all } })
  },
}

/** What is done is done, whether it can be noted or not. */
const note = (services: CommandServices, action: string, version: string) =>
  services.noteDeed(action, version).catch(() => undefined)
