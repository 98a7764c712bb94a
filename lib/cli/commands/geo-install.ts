import type { Progress } from '../../geo/download.ts'
import type { GeoSource } from '../../geo/install-geo.ts'
import { progressBar } from '../../seed/progress-bar.ts'
import type { Command, Given } from '../command.ts'
import { UsageError } from '../command.ts'

export const geoInstall: Command = {
  name: 'geo install',
  summary: 'Install the database that turns addresses into countries and cities',
  operand: 'file',
  options: {
    file: { type: 'string', value: '<file>', about: 'A MaxMind-format .mmdb, or a .gz or .tar.gz of one' },
    'licence-key': { type: 'string', value: '<key>', about: 'Download with the licence key of a MaxMind account' },
    'account-id': { type: 'string', value: '<id>', about: 'Account the licence key belongs to' },
    edition: { type: 'string', value: '<name>', about: 'Default: GeoLite2-City' },
  },
  run: async (given, services) => {
    const target = services.config.geoDb
    const from = sourceIn(given)
    const bar = progressBar(services.err, 'Downloading')
    const onProgress = ({ bytes, total }: Progress) => {
      if (total !== undefined) bar.update(bytes, total)
    }
    const installed = await services.installGeo({ target, from, onProgress }).finally(() => bar.end())
    const builtAt = installed.builtAt.toISOString().slice(0, 10)
    const data = { file: target, type: installed.type, built_at: builtAt, bytes: installed.bytes }
    return {
      text: `${data.type} of ${builtAt} installed as ${target}. A running server takes it within a minute.`,
      data,
    }
  },
}

function sourceIn(given: Given): GeoSource {
  const [file, licenceKey] = [given.text('file'), given.text('licence-key')]
  const [accountId, edition] = [given.text('account-id'), given.text('edition')]
  if (file !== undefined && licenceKey === undefined) return { file }
  if (licenceKey === undefined || file !== undefined) throw new UsageError('Give either --file or --licence-key')
  return { licenceKey, ...(accountId !== undefined && { accountId }), ...(edition !== undefined && { edition }) }
}
